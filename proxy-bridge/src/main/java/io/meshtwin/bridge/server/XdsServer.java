package io.meshtwin.bridge.server;

import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.meshtwin.bridge.ledger.Ledger;
import io.meshtwin.bridge.xds.ProxyId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.SortedSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** The ADS server on its port. */
public final class XdsServer implements AutoCloseable {
  /** A proxy's first request tells all that it has; Envoy's own limit is unset. */
  private static final int LARGEST_REQUEST = 64 * 1024 * 1024;

  private static final long KEEPALIVE_SECONDS = 30;
  private static final long GRACE_SECONDS = 2;

  private final Server server;
  private final Sessions sessions;

  private XdsServer(Server server, Sessions sessions) {
    this.server = server;
    this.sessions = sessions;
  }

  /**
   * Listens.
   *
   * @param address where; port 0 for any free one
   * @param admission who may connect, and what they run
   * @param ledger where it is written down
   * @throws UncheckedIOException when the address cannot be listened on; says which
   */
  public static XdsServer open(InetSocketAddress address, Admission admission, Ledger ledger) {
    Sessions sessions = new Sessions(admission, ledger);
    // Holds no thread while there is no work, and must outlive the server: gRPC tells streams that
    // they ended after it has terminated.
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    Server server =
        NettyServerBuilder.forAddress(address)
            .executor(threads)
            .addService(new AdsService(sessions))
            .maxInboundMessageSize(LARGEST_REQUEST)
            .keepAliveTime(KEEPALIVE_SECONDS, TimeUnit.SECONDS)
            .permitKeepAliveTime(1, TimeUnit.SECONDS)
            .permitKeepAliveWithoutCalls(true)
            .build();
    try {
      return new XdsServer(server.start(), sessions);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot serve xDS on %s:%d; is another meshtwin serve running there? choose another with --xds"
              .formatted(address.getHostString(), address.getPort()),
          e);
    }
  }

  /** The port it listens on. */
  public int port() {
    return server.getPort();
  }

  /** Asks the admission anew what this proxy is to run, and brings its streams there. */
  public void refresh(ProxyId proxy) {
    sessions.refresh(proxy);
  }

  /** The proxies with an open stream. */
  public SortedSet<ProxyId> connected() {
    return sessions.connected();
  }

  /** Ends every stream; proxies keep what they run and reconnect by themselves. */
  @Override
  public void close() {
    server.shutdownNow();
    try {
      server.awaitTermination(GRACE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
