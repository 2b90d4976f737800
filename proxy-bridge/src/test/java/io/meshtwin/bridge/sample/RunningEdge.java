package io.meshtwin.bridge.sample;

import io.meshtwin.bridge.cache.Configuration;
import io.meshtwin.bridge.ledger.Ledger;
import io.meshtwin.bridge.secret.SecretSource;
import io.meshtwin.bridge.server.XdsServer;
import io.meshtwin.bridge.xds.ProxyId;
import io.meshtwin.testkit.envoy.EnvoyBinary;
import io.meshtwin.twin.routing.Cluster;
import io.meshtwin.twin.routing.Listener;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.List;

/** A real Envoy as a Gateway's proxy, with what it was given. */
public final class RunningEdge implements AutoCloseable {
  public static final ProxyId EDGE = ProxyId.gateway("shop", "edge");

  private final Published published;
  private final Ledger ledger = new Ledger(InstantSource.system());
  private final XdsServer server;
  private final RunningEnvoy envoy;

  private RunningEdge(EnvoyBinary binary, Published published, boolean delta) {
    this.published = published;
    this.server =
        XdsServer.open(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), published, ledger);
    this.envoy = RunningEnvoy.start(binary, EDGE, server.port(), delta);
  }

  /** Starts, and waits until it runs all of it. */
  public static RunningEdge start(
      EnvoyBinary binary,
      boolean delta,
      SecretSource secrets,
      List<Listener> listeners,
      Cluster... clusters) {
    Published published = new Published(secrets);
    Configuration configuration = published.set(EDGE, listeners, clusters);
    RunningEdge edge = new RunningEdge(binary, published, delta);
    edge.await(configuration);
    return edge;
  }

  /** Gives it something else, and waits. */
  public void push(List<Listener> listeners, Cluster... clusters) {
    await(published.push(server, EDGE, listeners, clusters));
  }

  private void await(Configuration configuration) {
    Eventually.holds(
        "converged",
        () ->
            ledger
                .proxy(EDGE)
                .filter(record -> record.converged().equals(configuration.version()))
                .isPresent(),
        () -> ledger.proxies() + envoy.log());
  }

  public int port(String listener) {
    return published.port(EDGE, listener);
  }

  /** The port of a listener of connections, once it is open. */
  public int open(String listener) {
    int port = port(listener);
    Eventually.holds("listens", () -> RawHttp.listens(port), this::log);
    return port;
  }

  public Ledger ledger() {
    return ledger;
  }

  public String log() {
    return envoy.log();
  }

  public String admin(String page) {
    return envoy.admin(page);
  }

  @Override
  public void close() {
    envoy.close();
    server.close();
  }
}
