package io.meshtwin.app.serve;

import io.meshtwin.bridge.ledger.ProxyEvent;
import io.meshtwin.bridge.xds.ProxyId;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** The proxies that were connected since the start and are not any more, and since when. */
public final class LostProxies {
  private final Map<ProxyId, Instant> since = new ConcurrentSkipListMap<>();

  void see(ProxyEvent event) {
    switch (event) {
      case ProxyEvent.Connected connected -> since.remove(connected.proxy());
      case ProxyEvent.Disconnected gone -> since.put(gone.proxy(), gone.time());
      case ProxyEvent.Acked _, ProxyEvent.Nacked _, ProxyEvent.Converged _ -> {}
    }
  }

  /** Since when, by proxy. */
  public SortedMap<ProxyId, Instant> since() {
    return Collections.unmodifiableSortedMap(new TreeMap<>(since));
  }
}
