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
  private final Map<String, ClientScope> same = new HashMap<>();
  private final Map<ClientScope, Listener> known = new HashMap<>();

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

  /** What a client meets; null where nobody has such a port. Not for several threads. */
  public @Nullable Listener of(ClientScope client) {
    ClientScope asked = standIn(client);
    Listener listener = known.get(asked);
    if (listener == null) {
      listener = listeners.apply(asked);
      if (listener != null) {
        known.put(asked, listener);
      }
    }
    return listener;
  }

  /** A client that meets the same: the first of its namespace, or of all. */
  private ClientScope standIn(ClientScope client) {
    if (apart == null) {
      return client;
    }
    String of =
        client.cluster() + (apart.contains(client.namespace()) ? "/" + client.namespace() : "");
    return same.computeIfAbsent(of, _ -> client);
  }
}
