package io.meshtwin.simulator.flow;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.resolve.ClientScope;
import org.jspecify.annotations.Nullable;

/** Where a request comes from. */
public sealed interface Client {
  /**
   * A workload of the mesh.
   *
   * @param scope what of it decides
   * @param name {@code ns/name} where a certain one is meant, otherwise in words
   */
  record InMesh(ClientScope scope, String name) implements Client {}

  /**
   * Somebody outside, at a Gateway.
   *
   * @param gateway the Gateway
   * @param listener the name of the listener that is dialed, null where the port says it
   */
  record AtGateway(ResourceKey gateway, @Nullable String listener) implements Client {}
}
