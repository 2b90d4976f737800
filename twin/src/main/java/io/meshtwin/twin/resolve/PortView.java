package io.meshtwin.twin.resolve;

import io.meshtwin.twin.routing.Listener;
import java.util.ArrayList;
import java.util.Collection;
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
  private final boolean kinds;
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
   * @param kinds whether clients of one namespace may differ, by their labels or their sidecars
   */
  PortView(
      Function<ClientScope, @Nullable Listener> listeners,
      @Nullable Set<String> apart,
      boolean kinds) {
    this.listeners = listeners;
    this.apart = apart;
    this.kinds = kinds;
  }

  /**
   * Namespaces whose clients may meet something of their own there, while all others of a cluster
   * meet the same; null where clients may be told apart by more than their namespace.
   */
  public @Nullable Set<String> apart() {
    return kinds ? null : apart;
  }

  /**
   * So many of some clients that the others meet nothing else.
   *
   * @param clients sorted
   */
  public Collection<ClientScope> examples(Collection<ClientScope> clients) {
    Set<String> own = apart();
    if (own == null) {
      return clients;
    }
    var result = new ArrayList<ClientScope>();
    String last = "";
    for (ClientScope client : clients) {
      if (own.contains(client.namespace())) {
        result.add(client);
      } else if (!client.cluster().equals(last)) {
        result.add(client);
        last = client.cluster();
      }
    }
    return result;
  }

  /** What a client meets; null where nobody has such a port. Not for several threads. */
  public @Nullable Listener of(ClientScope client) {
    if (apart == null || apart.contains(client.namespace())) {
      return known.computeIfAbsent(client, asked -> new Found(listeners.apply(asked))).listener();
    }
    if (usual != null && isLike(client, usual)) {
      return usually;
    }
    if (kinds) {
      ClientScope anywhere = client.in("");
      Found found = known.get(anywhere);
      if (found == null) {
        found = new Found(listeners.apply(client));
        known.put(anywhere, found);
      }
      usually = found.listener();
    } else {
      usually = listeners.apply(client);
    }
    usual = client;
    return usually;
  }

  /** Clients of a kind follow one another most often. */
  private boolean isLike(ClientScope one, ClientScope other) {
    boolean sameKind =
        one.meshed() == other.meshed()
            && one.labels().equals(other.labels())
            && one.capture().equals(other.capture());
    return one.cluster().equals(other.cluster()) && (!kinds || sameKind);
  }
}
