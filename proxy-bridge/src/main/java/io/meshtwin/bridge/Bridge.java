package io.meshtwin.bridge;

import io.meshtwin.bridge.cache.Configuration;
import io.meshtwin.bridge.cache.ResourceStore;
import io.meshtwin.bridge.ledger.Ledger;
import io.meshtwin.bridge.rollout.Push;
import io.meshtwin.bridge.rollout.Rollout;
import io.meshtwin.bridge.rollout.Waves;
import io.meshtwin.bridge.secret.SecretSource;
import io.meshtwin.bridge.server.XdsServer;
import io.meshtwin.bridge.xds.Addresses;
import io.meshtwin.bridge.xds.ProxyId;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.resolve.ResolvedMesh;
import io.meshtwin.twin.routing.Caveat;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The way out, put together: proxies connect, and run what was published last.
 *
 * <p>Proxies are known by the published mesh: its workloads' sidecars and its Gateways. Before the
 * first {@link #publish} every proxy is asked to come back. Safe for use by several threads.
 */
public final class Bridge implements AutoCloseable {
  private final String cluster;
  private final Addresses addresses;
  private final SecretSource secrets;
  private final ResourceStore store = new ResourceStore();
  private final Desired desired = new Desired();
  private final Ledger ledger;
  private final XdsServer server;

  /** One publication at a time; held while a rollout waits for its proxies. */
  private final ReentrantLock publishing = new ReentrantLock();

  private Bridge(
      InetSocketAddress address, Addresses addresses, String cluster, SecretSource secrets) {
    this.cluster = cluster;
    this.addresses = addresses;
    this.secrets = secrets;
    this.ledger = new Ledger(InstantSource.system());
    this.server = XdsServer.open(address, desired, ledger);
  }

  /**
   * Serves on 127.0.0.1 to the proxies of a mesh that has one cluster.
   *
   * @param port 0 for any free one
   */
  public static Bridge open(int port, Addresses addresses, SecretSource secrets) {
    return open(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
        addresses,
        ResourceKey.LOCAL,
        secrets);
  }

  /**
   * Serves xDS.
   *
   * @param address where to listen
   * @param addresses where the mesh's listeners and endpoints are
   * @param cluster the cluster that the proxies are in, as in the mesh's resource keys
   * @param secrets what TLS is spoken with; asked at each publication and each {@link #reread}
   * @throws java.io.UncheckedIOException when the address cannot be listened on
   */
  public static Bridge open(
      InetSocketAddress address, Addresses addresses, String cluster, SecretSource secrets) {
    return new Bridge(address, addresses, cluster, secrets);
  }

  /** The port that proxies connect to. */
  public int port() {
    return server.port();
  }

  /** What the proxies were sent and said. */
  public Ledger ledger() {
    return ledger;
  }

  /**
   * All proxies are to run this mesh, at once and without waiting: for what always flows, such as
   * endpoints. Waits for a rollout under way.
   */
  public void publish(ResolvedMesh mesh) {
    publishing.lock();
    try {
      desired.settle(configurations(mesh));
      server.connected().forEach(server::refresh);
    } finally {
      publishing.unlock();
    }
  }

  /**
   * Asks anew for the values of Secrets: one has changed. Proxies that need it get it, and run the
   * same mesh as before. Waits for a rollout under way.
   */
  public void reread() {
    publishing.lock();
    try {
      desired.settled().ifPresent(now -> desired.settle(configurations(now.mesh())));
      server.connected().forEach(server::refresh);
    } finally {
      publishing.unlock();
    }
  }

  /**
   * Pushes a mesh in waves and waits until every proxy connected now runs it, or returns all to the
   * previous one.
   *
   * @throws InterruptedException when the thread is interrupted; the previous state stands
   */
  public Rollout rollOut(ResolvedMesh mesh, Waves waves) throws InterruptedException {
    publishing.lockInterruptibly();
    try {
      MeshConfigurations next = configurations(mesh);
      Rollout rollout = Push.of(new BridgeSteering(server, desired, next), ledger, waves);
      switch (rollout) {
        case Rollout.Converged converged -> desired.settle(next);
        case Rollout.RolledBack back -> desired.settlePrevious();
      }
      server.connected().forEach(server::refresh);
      return rollout;
    } finally {
      publishing.unlock();
    }
  }

  /** What a proxy is to run now; empty for one that the mesh does not know. */
  public Optional<Configuration> configuration(ProxyId proxy) {
    return desired.target(proxy);
  }

  /**
   * What of a proxy's configuration is not modelled, and is therefore refused instead of guessed.
   */
  public List<Caveat> unmodelled(ProxyId proxy) {
    return desired.unmodelled(proxy);
  }

  /** Ends all streams; the proxies keep what they run. */
  @Override
  public void close() {
    server.close();
  }

  private MeshConfigurations configurations(ResolvedMesh mesh) {
    return new MeshConfigurations(mesh, cluster, new Surroundings(addresses, secrets, store));
  }
}
