package io.meshtwin.bridge.ledger;

import io.meshtwin.bridge.cache.ResourceType;
import io.meshtwin.bridge.xds.ProxyId;
import java.time.Instant;

/** Something that happened between a proxy and us. */
public sealed interface ProxyEvent {
  /** The proxy. */
  ProxyId proxy();

  /** When. */
  Instant time();

  /** It opened a stream and was admitted. */
  record Connected(ProxyId proxy, Instant time) implements ProxyEvent {}

  /** It ACKed a response with so many resources of a type. */
  record Acked(ProxyId proxy, Instant time, ResourceType type, int resources)
      implements ProxyEvent {}

  /** It refused a response. */
  record Nacked(ProxyId proxy, Instant time, Refusal refusal) implements ProxyEvent {}

  /**
   * It runs all of a configuration and nothing else.
   *
   * @param configuration the version of the configuration
   */
  record Converged(ProxyId proxy, Instant time, String configuration) implements ProxyEvent {}

  /** Its last stream ended. */
  record Disconnected(ProxyId proxy, Instant time) implements ProxyEvent {}
}
