package io.meshtwin.testkit.spec;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A request of the evaluator.
 *
 * @param protocol what the client speaks
 * @param from the namespace of a client in the mesh, or {@code gateway} for one outside
 * @param dialed {@code ns/name} of the Service, or of the Gateway, that is dialed
 * @param port the port that is dialed
 * @param hello how the client opens TLS, null where it does not
 * @param host the Host header
 * @param method an HTTP method
 * @param path as the client writes it, without query
 * @param query as it stands in the URL, null without one
 * @param headers names in lower case to all values
 */
public record SpecRequest(
    Protocol protocol,
    String from,
    String dialed,
    int port,
    @Nullable Hello hello,
    String host,
    String method,
    String path,
    @Nullable String query,
    Map<String, List<String>> headers) {
  /** The {@code from} of a client outside. */
  public static final String OUTSIDE = "gateway";

  /** What a client speaks. */
  public enum Protocol {
    /** HTTP without TLS. */
    HTTP,
    /** gRPC without TLS. */
    GRPC,
    /** HTTP in TLS. */
    HTTPS,
    /** TLS with something else in it. */
    TLS,
    /** Bytes. */
    TCP,
    /** Datagrams. */
    UDP;

    /** Whether a proxy may read HTTP. */
    public boolean http() {
      return this == HTTP || this == GRPC || this == HTTPS;
    }
  }

  /**
   * How a client opens TLS.
   *
   * @param name the name that it asks for, null for none
   * @param shown the certificate that it shows when it is asked for one
   */
  public record Hello(@Nullable String name, Shown shown) {
    /** Without a certificate. */
    public static Hello to(String name) {
      return new Hello(name, Shown.NOTHING);
    }
  }

  /** A client's certificate. */
  public enum Shown {
    /** None. */
    NOTHING,
    /** One that every authority signs. */
    TRUSTED,
    /** One that nobody knows. */
    STRANGER
  }

  public SpecRequest {
    var lower = new TreeMap<String, List<String>>();
    headers.forEach((name, all) -> lower.put(name.toLowerCase(Locale.ROOT), List.copyOf(all)));
    headers = lower;
  }

  /** Whether the client is outside and arrives at a Gateway. */
  public boolean throughGateway() {
    return from.equals(OUTSIDE);
  }

  /** Whether a tunnel is asked for: the dialect pins 404, as for a path that no rule has. */
  boolean tunnel() {
    return method.equals("CONNECT");
  }

  /** Whether an upgrade is asked for that the dialect refuses with 403: any but WebSocket. */
  boolean refused() {
    String upgrade = String.valueOf(header("upgrade"));
    boolean asks = String.valueOf(header("connection")).matches("(?i).*upgrade.*");
    boolean known = protocol == Protocol.GRPC || upgrade.matches("(?i)null|websocket|h2c");
    return asks && !known;
  }

  /** Host as hostnames are compared: without port, in lower case. */
  String hostname() {
    return host.replaceFirst(":[0-9]+$", "").toLowerCase(Locale.ROOT);
  }

  /** A header's values as one, with commas (RFC 9110, 5.3); null without it. */
  @Nullable String header(String name) {
    List<String> all = headers.get(name);
    return all == null ? null : String.join(",", all);
  }

  /** The first value of a query parameter, null without it. */
  @Nullable String parameter(String name) {
    if (query == null) {
      return null;
    }
    for (String part : query.split("&")) {
      int equals = part.indexOf('=');
      if ((equals < 0 ? part : part.substring(0, equals)).equals(name)) {
        return equals < 0 ? "" : part.substring(equals + 1);
      }
    }
    return null;
  }
}
