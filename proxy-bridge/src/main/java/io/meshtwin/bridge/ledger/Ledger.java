package io.meshtwin.bridge.ledger;

import io.meshtwin.bridge.cache.ResourceType;
import io.meshtwin.bridge.xds.ProxyId;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What each connected proxy was sent and said to it. Safe for use by several threads.
 *
 * <p>The server writes through {@link #open} and the {@link Entry} it gives; everyone else reads.
 */
public final class Ledger {
  private static final Logger LOG = LoggerFactory.getLogger(Ledger.class);

  private final InstantSource clock;
  private final Object lock = new Object();
  private final Map<Entry, LiveProxy> live = new HashMap<>();
  private final List<Consumer<ProxyEvent>> listeners = new CopyOnWriteArrayList<>();
  private long connections;
  private long unknownProxies;
  private long responses;
  private long resourcesSent;
  private long acks;
  private long nacks;

  public Ledger(InstantSource clock) {
    this.clock = clock;
  }

  /** Every connected proxy, sorted by its identity and then by when it connected. */
  public List<ProxyRecord> proxies() {
    synchronized (lock) {
      return live.values().stream()
          .map(LiveProxy::record)
          .sorted(Comparator.comparing(ProxyRecord::proxy).thenComparing(ProxyRecord::connectedAt))
          .toList();
    }
  }

  /** A proxy's newest stream; empty when it is not connected. */
  public Optional<ProxyRecord> proxy(ProxyId proxy) {
    return proxies().stream()
        .filter(record -> record.proxy().equals(proxy))
        .reduce((older, newer) -> newer);
  }

  /** What was counted so far. */
  public Counters counters() {
    synchronized (lock) {
      return new Counters(connections, unknownProxies, responses, resourcesSent, acks, nacks);
    }
  }

  /**
   * Tells a listener of every event from now on, on the thread that saw it; it must not block.
   *
   * @return closes the subscription
   */
  public Subscription listen(Consumer<ProxyEvent> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /** Ends what {@link #listen} began. */
  @FunctionalInterface
  public interface Subscription extends AutoCloseable {
    @Override
    void close();
  }

  /** A proxy was refused because nobody here knows it. */
  public void unknownProxy(String nodeId) {
    synchronized (lock) {
      unknownProxies++;
    }
    LOG.warn("refused a proxy of unknown identity: node.id '{}'", nodeId);
  }

  /** A proxy was admitted; its stream is written down through the entry. */
  public Entry open(ProxyId proxy, String version, boolean delta) {
    Entry entry = new Entry(proxy);
    synchronized (lock) {
      connections++;
      live.put(entry, new LiveProxy(proxy, clock.instant(), version, delta));
    }
    tell(new ProxyEvent.Connected(proxy, clock.instant()));
    return entry;
  }

  private void tell(ProxyEvent event) {
    for (Consumer<ProxyEvent> listener : listeners) {
      try {
        listener.accept(event);
      } catch (RuntimeException e) {
        // A listener that fails must not end a proxy's stream.
        LOG.error("a listener of the ledger failed on {}", event, e);
      }
    }
  }

  private void change(Entry entry, Consumer<LiveProxy> change) {
    synchronized (lock) {
      LiveProxy proxy = live.get(entry);
      if (proxy != null) {
        change.accept(proxy);
      }
    }
  }

  /** One stream of a proxy. */
  public final class Entry {
    private final ProxyId proxy;

    private Entry(ProxyId proxy) {
      this.proxy = proxy;
    }

    /** A response with these resources, names to versions, was sent. */
    public void sent(ResourceType type, SortedMap<String, String> versions) {
      synchronized (lock) {
        responses++;
        resourcesSent += versions.size();
      }
      change(this, live -> live.sent(type, versions));
    }

    /** The proxy told us, when it came, that it has these. */
    public void known(ResourceType type, SortedMap<String, String> versions) {
      change(this, live -> live.acked(type, versions, List.of(), clock.instant()));
    }

    /** A response was ACKed. */
    public void acked(ResourceType type, SortedMap<String, String> versions, List<String> removed) {
      change(this, live -> live.acked(type, versions, removed, clock.instant()));
      // Who sees it counted finds it recorded.
      synchronized (lock) {
        acks++;
      }
      tell(new ProxyEvent.Acked(proxy, clock.instant(), type, versions.size()));
    }

    /** A response was NACKed. */
    public void nacked(ResourceType type, SortedMap<String, String> versions, String message) {
      Refusal refusal = new Refusal(type, versions, message, clock.instant());
      change(this, live -> live.refused(refusal));
      synchronized (lock) {
        nacks++;
      }
      LOG.warn("{} refused {}", proxy, refusal);
      tell(new ProxyEvent.Nacked(proxy, clock.instant(), refusal));
    }

    /** The proxy runs all of a configuration. */
    public void converged(String configuration) {
      change(this, live -> live.converged(configuration));
      tell(new ProxyEvent.Converged(proxy, clock.instant(), configuration));
    }

    /** The stream ended. */
    public void closed() {
      boolean last;
      synchronized (lock) {
        live.remove(this);
        last = live.keySet().stream().noneMatch(other -> other.proxy.equals(proxy));
      }
      if (last) {
        tell(new ProxyEvent.Disconnected(proxy, clock.instant()));
      }
    }
  }
}
