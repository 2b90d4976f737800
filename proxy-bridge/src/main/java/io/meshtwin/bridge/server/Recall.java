package io.meshtwin.bridge.server;

import io.meshtwin.bridge.cache.ResourceType;
import io.meshtwin.bridge.cache.VersionedResource;
import io.meshtwin.bridge.xds.ProxyId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What proxies had when their streams ended. In state of the world a proxy that comes back tells
 * one version per type only; with this we know what that stands for, and can make before we break.
 */
final class Recall {
  private static final int PROXIES = 10_000;

  private record Key(ProxyId proxy, ResourceType type) {}

  private record State(String version, SortedMap<String, VersionedResource> held) {}

  private final Map<Key, State> states =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, State> eldest) {
          return size() > PROXIES * ResourceType.values().length;
        }
      };

  synchronized void keep(ProxyId proxy, ResourceType type, Subscription subscription) {
    if (subscription.version().isEmpty()) {
      return;
    }
    Key key = new Key(proxy, type);
    states.remove(key);
    states.put(key, new State(subscription.version(), new TreeMap<>(subscription.held())));
  }

  /** The state of this version, when it is the one kept. */
  synchronized Optional<SortedMap<String, VersionedResource>> state(
      ProxyId proxy, ResourceType type, String version) {
    return Optional.ofNullable(states.get(new Key(proxy, type)))
        .filter(state -> state.version().equals(version))
        .map(State::held);
  }
}
