package io.meshtwin.simulator.flow;

import io.meshtwin.simulator.access.Token;
import org.jspecify.annotations.Nullable;

/**
 * What a client shows of itself to whoever decides whether it may enter.
 *
 * @param serviceAccount what it runs as, null where that is not known
 * @param address its IP address, null where that is not known
 * @param token what its requests carry, null for nothing
 */
public record Caller(
    @Nullable String serviceAccount, @Nullable String address, @Nullable Token token) {
  /** Nothing is known, and its requests carry no token. */
  public static final Caller UNKNOWN = new Caller(null, null, null);
}
