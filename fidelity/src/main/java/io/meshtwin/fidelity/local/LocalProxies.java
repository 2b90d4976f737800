package io.meshtwin.fidelity.local;

import io.meshtwin.bridge.Bootstrap;
import io.meshtwin.bridge.ledger.Ledger;
import io.meshtwin.bridge.ledger.ProxyRecord;
import io.meshtwin.bridge.xds.ProxyId;
import io.meshtwin.fidelity.envoy.EnvoyBinary;
import io.meshtwin.fidelity.envoy.EnvoyException;
import io.meshtwin.fidelity.envoy.EnvoyProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;

/** Real Envoys that run what a bridge serves, one for each proxy. */
public final class LocalProxies implements AutoCloseable {
  private static final String LOOPBACK = "127.0.0.1";
  private static final Duration POLL = Duration.ofMillis(10);

  private final SortedMap<ProxyId, EnvoyProcess> running = new TreeMap<>();

  private LocalProxies() {}

  /**
   * Starts an Envoy for each proxy and waits until all run what the bridge has for them.
   *
   * @param control where they get what they run
   * @param directory for their files; must exist
   * @param limit for all of them together
   * @throws EnvoyException when one dies, refuses its configuration, or is too late; none is left
   *     running then
   */
  public static LocalProxies start(
      EnvoyBinary binary,
      ControlPlane control,
      Collection<ProxyId> proxies,
      Path directory,
      Duration limit) {
    var started = new LocalProxies();
    boolean complete = false;
    try {
      long deadline = System.nanoTime() + limit.toNanos();
      for (ProxyId proxy : proxies) {
        String bootstrap =
            new Bootstrap(proxy, LOOPBACK, control.xdsPort(), 0, true, control.agent()).json();
        String name = proxy.nodeId().replace('~', '.').replace('/', '.');
        started.running.put(proxy, EnvoyProcess.start(binary, name, bootstrap, directory));
      }
      for (var entry : started.running.entrySet()) {
        entry.getValue().awaitReady(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
        awaitConverged(control.ledger(), entry.getKey(), entry.getValue(), deadline);
      }
      complete = true;
      return started;
    } finally {
      if (!complete) {
        started.close();
      }
    }
  }

  /** The proxies, sorted. */
  public List<ProxyId> proxies() {
    return List.copyOf(running.keySet());
  }

  /** The process of a proxy, for its log and its admin interface. */
  public EnvoyProcess process(ProxyId proxy) {
    EnvoyProcess process = running.get(proxy);
    if (process == null) {
      throw new IllegalArgumentException("no Envoy was started for " + proxy);
    }
    return process;
  }

  private static void awaitConverged(
      Ledger ledger, ProxyId proxy, EnvoyProcess process, long deadline) {
    while (!ledger.proxy(proxy).filter(record -> converged(proxy, record)).isPresent()) {
      process.requireAlive();
      if (System.nanoTime() > deadline) {
        throw new EnvoyException(proxy + " does not acknowledge its configuration in time");
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
  }

  private static boolean converged(ProxyId proxy, ProxyRecord record) {
    if (!record.refusals().isEmpty()) {
      throw new EnvoyException(
          "the Envoy of " + proxy + " refused its configuration: " + record.refusals().getLast());
    }
    return !record.converged().isEmpty();
  }

  @Override
  public void close() {
    running.values().forEach(EnvoyProcess::close);
  }
}
