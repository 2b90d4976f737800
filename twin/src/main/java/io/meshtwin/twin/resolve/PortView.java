package io.meshtwin.twin.resolve;

import io.meshtwin.twin.routing.Listener;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What clients meet at one port. Clients that nothing tells apart there meet the very same
 * listener: it is worked out once for all of them.
 */
public final class PortView {
  private final Function<ClientScope, @Nullable Listener> listeners;
  private final @Nullable Set<String> apart;
  private final Map<ClientScope, Found> known = new HashMap<>();
  private @Nullable ClientScope usual;
  private @Nullable Listener usually;

  private record Found(@Nullable Listener listener) {}

  /**
   * A port.
   *
   * @param listeners what a client meets
   * @param apart namespaces whose clients meet something of their own; null where that is not known
   *     beforehand, so that each client is asked for
   */
  PortView(Function<ClientScope, @Nullable Listener> listeners, @Nullable Set<String> apart) {
    this.listeners = listeners;
    this.apart = apart;
  }

  /** Whether all clients of a cluster are known to meet the same, whoever they are. */
  public boolean isAlike() {
    return apart != null && apart.isEmpty();
  }

  /** What a client meets; null where nobody has such a port. Not for several threads. */
  public @Nullable Listener of(ClientScope client) {
    if (apart == null || apart.contains(client.namespace())) {
      return known.computeIfAbsent(client, asked -> new Found(listeners.apply(asked))).listener();
    }
    if (usual == null || !usual.cluster().equals(client.cluster())) {
      usual = client;
      usually = listeners.apply(client);
    }
    return usually;
  }
}
