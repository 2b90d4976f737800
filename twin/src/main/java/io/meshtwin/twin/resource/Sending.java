package io.meshtwin.twin.resource;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a rule sends requests on, beside where to.
 *
 * @param request limit of the whole exchange, null where it is not set, zero for none
 * @param backendRequest limit of one try, null where it is not set, zero for none
 * @param retry when it is tried again, null where that is not said
 * @param session how a client stays with an endpoint, null where that is not said
 */
public record Sending(
    @Nullable Duration request,
    @Nullable Duration backendRequest,
    @Nullable Retry retry,
    @Nullable Session session) {
  /** Nothing is said. */
  static final Sending PLAIN = new Sending(null, null, null, null);

  /**
   * When a request is tried again (GEP-1731).
   *
   * @param attempts how often beside the first time, null for the implementation's choice
   * @param codes statuses after which it is tried again
   * @param backoff the least time between two tries, null for the implementation's choice
   */
  public record Retry(@Nullable Integer attempts, List<Integer> codes, @Nullable Duration backoff) {
    public Retry {
      codes = List.copyOf(codes);
    }
  }

  /**
   * How a client stays with an endpoint (GEP-1619).
   *
   * @param header whether a header carries it, otherwise a cookie
   * @param name of the cookie or header, null for the implementation's choice
   * @param path of the cookie
   * @param permanent whether the cookie outlives the browser
   * @param lifetime how long a session lasts at most, null for no limit
   * @param field the path of what says so
   */
  public record Session(
      boolean header,
      @Nullable String name,
      String path,
      boolean permanent,
      @Nullable Duration lifetime,
      String field) {}

  /** Reads what a rule says. */
  static Sending read(Fields rule) {
    Fields timeouts = rule.object("timeouts");
    Duration request = GatewayDuration.read(timeouts, "request");
    Duration one = GatewayDuration.read(timeouts, "backendRequest");
    if (request != null && !request.isZero() && one != null && one.compareTo(request) > 0) {
      timeouts.invalid("backendRequest", "must not be longer than request");
    }
    var result =
        new Sending(
            request, one, rule.has("retry") ? retry(rule.object("retry")) : null, session(rule));
    rule.ignore("retry");
    timeouts.done();
    return result;
  }

  /** Reads what a GRPCRoute's rule says: a session alone. */
  static Sending readSession(Fields rule) {
    return new Sending(null, null, null, session(rule));
  }

  private static Retry retry(Fields retry) {
    Entries.distinct(retry, "codes");
    var result =
        new Retry(
            retry.optionalInteger("attempts", 1, Integer.MAX_VALUE),
            retry.integerList("codes", 400, 599),
            GatewayDuration.read(retry, "backoff"));
    retry.done();
    return result;
  }

  private static @Nullable Session session(Fields rule) {
    boolean present = rule.has("sessionPersistence");
    Fields session = rule.object("sessionPersistence");
    if (!present) {
      return null;
    }
    Form.SESSION_NAME.check(session, "sessionName");
    boolean header = "Header".equals(session.word("type", "Cookie", List.of("Cookie", "Header")));
    Fields cookie = session.object("cookieConfig");
    String lifetime = cookie.word("lifetimeType", "Session", List.of("Permanent", "Session"));
    cookie.done();
    boolean permanent = "Permanent".equals(lifetime);
    if (header && session.has("cookieConfig")) {
      session.invalid("cookieConfig", "must not be given with type Header");
    }
    if (permanent && !session.has("absoluteTimeout")) {
      session.invalid("absoluteTimeout", "is required for a permanent cookie");
    }
    var result =
        new Session(
            header,
            session.optionalText("sessionName"),
            "/",
            permanent,
            GatewayDuration.read(session, "absoluteTimeout"),
            session.path());
    session.done();
    return result;
  }
}
