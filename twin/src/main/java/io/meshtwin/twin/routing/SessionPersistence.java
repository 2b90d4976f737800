package io.meshtwin.twin.routing;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a client stays with the endpoint that answered first (Gateway API, GEP-1619).
 *
 * @param carrier what carries the endpoint's name back
 * @param name of the cookie or the header
 * @param lifetime of the cookie, null for the browser session
 */
public record SessionPersistence(Carrier carrier, String name, @Nullable Duration lifetime) {
  /** What carries the endpoint's name. */
  public enum Carrier {
    /** A cookie. */
    COOKIE,
    /** A header. */
    HEADER
  }
}
