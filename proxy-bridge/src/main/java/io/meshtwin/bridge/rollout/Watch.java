package io.meshtwin.bridge.rollout;

import io.meshtwin.bridge.ledger.Ledger;
import io.meshtwin.bridge.ledger.ProxyEvent;
import io.meshtwin.bridge.ledger.ProxyRecord;
import io.meshtwin.bridge.ledger.Refusal;
import io.meshtwin.bridge.xds.ProxyId;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;

/** Follows the ledger during a rollout, and lets a thread wait for what it is to show. */
final class Watch implements AutoCloseable {
  private final Map<ProxyId, String> converged = new HashMap<>();
  private final SortedSet<ProxyId> connected = new TreeSet<>();
  private final Ledger.Subscription subscription;
  private Optional<ProxyEvent.Nacked> nacked = Optional.empty();

  /** Begins to follow; what happened before is read from the ledger's records. */
  Watch(Ledger ledger) {
    synchronized (this) {
      subscription = ledger.listen(this::see);
      for (ProxyRecord record : ledger.proxies()) {
        connected.add(record.proxy());
        converged.put(record.proxy(), record.converged());
      }
    }
  }

  private synchronized void see(ProxyEvent event) {
    switch (event) {
      case ProxyEvent.Connected come -> {
        connected.add(come.proxy());
        converged.remove(come.proxy());
      }
      case ProxyEvent.Disconnected gone -> connected.remove(gone.proxy());
      case ProxyEvent.Converged there -> converged.put(there.proxy(), there.configuration());
      case ProxyEvent.Nacked refused -> {
        if (nacked.isEmpty()) {
          nacked = Optional.of(refused);
        }
      }
      case ProxyEvent.Acked acked -> {}
    }
    notifyAll();
  }

  /** The first NACK since this began, by any proxy. */
  synchronized Optional<ProxyEvent.Nacked> nacked() {
    return nacked;
  }

  /** Those that have not converged to these versions, though they are connected. */
  synchronized SortedSet<ProxyId> behind(SortedMap<ProxyId, String> versions) {
    SortedSet<ProxyId> behind = new TreeSet<>();
    versions.forEach((proxy, version) -> {
      if (connected.contains(proxy) && !version.equals(converged.get(proxy))) {
        behind.add(proxy);
      }
    });
    return behind;
  }

  /** Those that are not connected. */
  synchronized SortedSet<ProxyId> gone(SortedMap<ProxyId, String> versions) {
    SortedSet<ProxyId> gone = new TreeSet<>(versions.keySet());
    gone.removeAll(connected);
    return gone;
  }

  /** Waits until the condition, asked after every event, holds; false when the time is over. */
  synchronized boolean await(Duration limit, BooleanSupplier condition)
      throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      wait(Math.max(1, left / 1_000_000));
    }
    return true;
  }

  @Override
  public void close() {
    subscription.close();
  }

  /** What a proxy still refuses of what it is meant to run, from its record. */
  static Optional<Refusal> lastRefusal(Ledger ledger, ProxyId proxy) {
    return ledger.proxy(proxy).stream()
        .flatMap(record -> record.refusals().stream())
        .reduce((older, newer) -> newer);
  }
}
