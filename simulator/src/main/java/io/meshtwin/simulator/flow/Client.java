package io.meshtwin.simulator.flow;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.resolve.ClientScope;
import org.jspecify.annotations.Nullable;

/** Where a request comes from. */
public sealed interface Client {
  /** What it shows of itself; of somebody at a Gateway, what the Gateway's pods show. */
  Caller caller();

  /** The same that shows something else of itself. */
  Client with(Caller shown);

  /**
   * A workload of the mesh.
   *
   * @param scope what of it decides
   * @param name {@code ns/name} where a certain one is meant, otherwise in words
   * @param caller what it shows of itself
   */
  record InMesh(ClientScope scope, String name, Caller caller) implements Client {
    /** One of which no more is known. */
    public InMesh(ClientScope scope, String name) {
      this(scope, name, Caller.UNKNOWN);
    }

    @Override
    public InMesh with(Caller shown) {
      return new InMesh(scope, name, shown);
    }
  }

  /**
   * Somebody outside, at a Gateway.
   *
   * @param gateway the Gateway
   * @param listener the name of the listener that is dialed, null where the port says it
   * @param address the client's own IP address, null where that is not known
   * @param caller what the Gateway's own pods show of themselves, and the client's token
   */
  record AtGateway(
      ResourceKey gateway, @Nullable String listener, @Nullable String address, Caller caller)
      implements Client {
    /** One of whose pods nothing is known. */
    public AtGateway(ResourceKey gateway, @Nullable String listener) {
      this(gateway, listener, null, Caller.UNKNOWN);
    }

    @Override
    public AtGateway with(Caller shown) {
      return new AtGateway(gateway, listener, address, shown);
    }
  }
}
