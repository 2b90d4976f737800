package io.meshtwin.bridge.xds;

import io.meshtwin.twin.routing.Listener;
import io.meshtwin.twin.routing.ServerSide;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What routing says of one proxy.
 *
 * @param listeners what its clients send
 * @param server what comes to its workload; null where the proxy has no say in that
 * @param own where the proxy itself sends to
 */
public record ProxyRouting(
    List<Listener> listeners, @Nullable ServerSide server, OwnDestinations own) {
  public ProxyRouting {
    listeners = List.copyOf(listeners);
  }

  /** Of a proxy that only sends. */
  public static ProxyRouting sending(List<Listener> listeners) {
    return new ProxyRouting(listeners, null, OwnDestinations.NONE);
  }
}
