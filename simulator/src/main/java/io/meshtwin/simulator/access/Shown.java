package io.meshtwin.simulator.access;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshtwin.simulator.access.Arrival.Outcome;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a workload's proxy sees of a request.
 *
 * @param connection what the connection shows
 * @param request what the request shows; null where bytes are passed on
 * @param claims the content of a token that was accepted, null without one
 */
public record Shown(Connection connection, @Nullable Http request, @Nullable JsonNode claims) {
  /** The header that says for whom a request was forwarded. */
  public static final String FORWARDED_FOR = "x-forwarded-for";

  /** Stands among forwarded addresses for a client of which nobody says where it is. */
  public static final String SOMEWHERE = "somewhere";

  /**
   * What a connection shows.
   *
   * @param peer the identity in the client's certificate, null without one
   * @param peerKnown false where there is an identity and nobody says which
   * @param source the address it comes from, null where it is not known
   * @param destination the address it goes to, null where it is not known
   * @param port the port it goes to
   * @param serverName the name that its TLS asks for, empty for none
   */
  public record Connection(
      @Nullable String peer,
      boolean peerKnown,
      @Nullable String source,
      @Nullable String destination,
      int port,
      String serverName) {}

  /**
   * What a request asks for.
   *
   * @param path normalised
   * @param query what follows the question mark, null without one
   */
  public record Target(String path, @Nullable String query) {}

  /**
   * What a request shows.
   *
   * @param headers a header's values by its name in lower case, none without it
   * @param unread what comes of it where the proxy cannot read it; null where it can
   * @param trustedHops how many proxies before are trusted to say where the client is
   */
  public record Http(
      String method,
      String authority,
      Target target,
      Function<String, List<String>> headers,
      @Nullable Outcome unread,
      int trustedHops) {
    /** One that can be read, without query, with nobody before who is trusted. */
    public Http(
        String method, String authority, String path, Function<String, List<String>> headers) {
      this(method, authority, new Target(path, null), headers, null, 0);
    }

    /** Normalised, without query. */
    String path() {
      return target.path();
    }

    /** A header as one text, its values joined with commas; null without it. */
    @Nullable String joined(String name) {
      List<String> values = headers.apply(name);
      return values.isEmpty() ? null : String.join(",", values);
    }
  }

  Shown with(@Nullable JsonNode accepted) {
    return new Shown(connection, request, accepted);
  }
}
