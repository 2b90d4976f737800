package io.meshtwin.bridge.rollout;

import io.meshtwin.bridge.ledger.Ledger;
import io.meshtwin.bridge.ledger.ProxyEvent;
import io.meshtwin.bridge.ledger.Refusal;
import io.meshtwin.bridge.xds.ProxyId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One rollout: wave after wave, or back. */
public final class Push {
  private final Steering steering;
  private final Ledger ledger;
  private final Waves waves;
  private final SortedMap<ProxyId, String> changed = new TreeMap<>();

  private Push(Steering steering, Ledger ledger, Waves waves) {
    this.steering = steering;
    this.ledger = ledger;
    this.waves = waves;
  }

  /**
   * Pushes to every proxy connected now, and waits.
   *
   * @throws InterruptedException when the thread is; the proxies already changed were told to go
   *     back
   */
  public static Rollout of(Steering steering, Ledger ledger, Waves waves)
      throws InterruptedException {
    Push push = new Push(steering, ledger, waves);
    try (Watch watch = new Watch(ledger)) {
      return push.run(watch);
    } catch (InterruptedException e) {
      steering.restore(push.changed.keySet());
      throw e;
    }
  }

  private Rollout run(Watch watch) throws InterruptedException {
    SortedSet<ProxyId> left = new TreeSet<>();
    for (List<ProxyId> wave : waves.of(steering.connected())) {
      SortedMap<ProxyId, String> versions = steering.advance(wave);
      changed.putAll(versions);
      watch.await(
          waves.limit(), () -> refusal(watch).isPresent() || watch.behind(versions).isEmpty());
      Optional<ProxyEvent.Nacked> refused = refusal(watch);
      if (refused.isPresent()) {
        Refusal refusal = refused.get().refusal();
        return back(refused.get().proxy() + " refused " + refusal, refusal);
      }
      SortedSet<ProxyId> behind = watch.behind(versions);
      SortedSet<ProxyId> gone = watch.gone(versions);
      if (!behind.isEmpty()) {
        return back(late(behind.first()), null);
      }
      left.addAll(gone);
      if (!gone.isEmpty() && gone.size() == versions.size() && left.size() == changed.size()) {
        // Nobody has shown yet that the new state can be run.
        return back(gone.first() + " disconnected before it ran the new state", null);
      }
    }
    List<ProxyId> there = new ArrayList<>(changed.keySet());
    there.removeAll(left);
    return new Rollout.Converged(there, List.copyOf(left));
  }

  /** A NACK by one of the proxies that were given the new state. */
  private Optional<ProxyEvent.Nacked> refusal(Watch watch) {
    return watch.nacked().filter(event -> changed.containsKey(event.proxy()));
  }

  private String late(ProxyId proxy) {
    String why =
        Watch.lastRefusal(ledger, proxy)
            .map(refusal -> "; before, it refused " + refusal)
            .orElse("");
    return proxy + " did not run the new state within " + waves.limit() + why;
  }

  private Rollout back(String reason, @Nullable Refusal refusal) throws InterruptedException {
    Collection<ProxyId> returned = List.copyOf(changed.keySet());
    try (Watch watch = new Watch(ledger)) {
      SortedMap<ProxyId, String> versions = steering.restore(returned);
      boolean restored = watch.await(waves.limit(), () -> watch.behind(versions).isEmpty());
      return new Rollout.RolledBack(reason, refusal, List.copyOf(returned), restored);
    }
  }
}
