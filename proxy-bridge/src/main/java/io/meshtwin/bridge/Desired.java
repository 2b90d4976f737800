package io.meshtwin.bridge;

import io.meshtwin.bridge.cache.Configuration;
import io.meshtwin.bridge.server.Admission;
import io.meshtwin.bridge.xds.ProxyId;
import io.meshtwin.twin.routing.Caveat;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What each proxy is meant to run: the settled state, or during a rollout the next one. */
final class Desired implements Admission {
  private record State(
      @Nullable MeshConfigurations settled,
      @Nullable MeshConfigurations next,
      Set<ProxyId> onNext) {
    @Nullable MeshConfigurations of(ProxyId proxy) {
      return onNext.contains(proxy) ? next : settled;
    }
  }

  private volatile State state = new State(null, null, Set.of());

  @Override
  public boolean isReady() {
    return state.settled() != null;
  }

  @Override
  public Optional<Configuration> target(ProxyId proxy) {
    MeshConfigurations configurations = state.of(proxy);
    return configurations == null ? Optional.empty() : configurations.of(proxy);
  }

  /** What was settled last; empty before. */
  Optional<MeshConfigurations> settled() {
    return Optional.ofNullable(state.settled());
  }

  List<Caveat> unmodelled(ProxyId proxy) {
    MeshConfigurations configurations = state.of(proxy);
    return configurations == null ? List.of() : configurations.unmodelled(proxy);
  }

  /** From now on all run this. */
  synchronized void settle(MeshConfigurations configurations) {
    state = new State(configurations, null, Set.of());
  }

  /** From now on all run what was settled before the rollout. */
  synchronized void settlePrevious() {
    state = new State(state.settled(), null, Set.of());
  }

  synchronized void advance(Collection<ProxyId> proxies, MeshConfigurations next) {
    Set<ProxyId> onNext = new HashSet<>(state.onNext());
    onNext.addAll(proxies);
    state = new State(state.settled(), next, Set.copyOf(onNext));
  }

  synchronized void restore(Collection<ProxyId> proxies) {
    Set<ProxyId> onNext = new HashSet<>(state.onNext());
    onNext.removeAll(proxies);
    state = new State(state.settled(), state.next(), Set.copyOf(onNext));
  }
}
