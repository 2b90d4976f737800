package io.meshtwin.simulator.trace;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.routing.Origin;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One decision.
 *
 * @param kind about what
 * @param decision in words
 * @param resource what it follows from, null where nothing of the mesh is behind it
 * @param field the field's path, empty for the whole resource
 * @param source {@code file:line} where it is known
 */
public record Step(
    Kind kind,
    String decision,
    @Nullable ResourceKey resource,
    String field,
    @Nullable String source) {
  /** What a decision is about. */
  public enum Kind {
    /** What a name or an address means. */
    DIAL,
    /** Which listener takes the connection. */
    LISTENER,
    /** Which filter chain takes the connection, by its TLS. */
    FILTER_CHAIN,
    /** Which virtual host takes the Host. */
    VIRTUAL_HOST,
    /** A rule that took the request, or did not. */
    ROUTE_RULE,
    /** What is done on the way: CORS, time limits, retries, mirrors, sessions. */
    FILTER,
    /** What the rule does. */
    ACTION,
    /** Where a share goes. */
    BACKEND,
    /** Whether a workload's proxy takes the connection. */
    CONNECTION,
    /** Whether policies let the request in. */
    AUTHORIZATION,
    /** What is not modelled. */
    CAVEAT;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  static Step of(Kind kind, String decision, Origin origin) {
    return new Step(kind, decision, origin.resource(), origin.field(), origin.source());
  }

  static Step of(Kind kind, String decision) {
    return new Step(kind, decision, null, "", null);
  }
}
