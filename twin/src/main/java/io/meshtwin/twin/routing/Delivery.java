package io.meshtwin.twin.routing;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a request is sent on, beside where to.
 *
 * @param timeouts limits in time
 * @param retries when it is tried again, null for never
 * @param mirrors who gets a copy
 * @param session how a client stays with one endpoint, null where it does not
 * @param fault what is done to requests on purpose, null for nothing
 * @param hash what the endpoint is chosen by, in order; empty where clusters choose otherwise
 */
public record Delivery(
    Timeouts timeouts,
    @Nullable Retries retries,
    List<Mirror> mirrors,
    @Nullable SessionPersistence session,
    @Nullable Fault fault,
    List<HashKey> hash) {
  /** Once, without limit. */
  public static final Delivery PLAIN = new Delivery(Timeouts.NONE, null, List.of(), null);

  public Delivery {
    mirrors = List.copyOf(mirrors);
    hash = List.copyOf(hash);
  }

  /** Without faults, to any endpoint. */
  public Delivery(
      Timeouts timeouts,
      @Nullable Retries retries,
      List<Mirror> mirrors,
      @Nullable SessionPersistence session) {
    this(timeouts, retries, mirrors, session, null, List.of());
  }
}
