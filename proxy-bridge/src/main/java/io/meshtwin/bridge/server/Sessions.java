package io.meshtwin.bridge.server;

import io.envoyproxy.envoy.config.core.v3.Node;
import io.grpc.Status;
import io.meshtwin.bridge.cache.Configuration;
import io.meshtwin.bridge.ledger.Ledger;
import io.meshtwin.bridge.xds.ProxyId;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who is connected. Admits streams by identity and hands on what their proxies are to run. */
final class Sessions {
  private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);

  private final Admission admission;
  private final Ledger ledger;
  private final Recall recall = new Recall();
  private final List<Session> open = new CopyOnWriteArrayList<>();

  Sessions(Admission admission, Ledger ledger) {
    this.admission = admission;
    this.ledger = ledger;
  }

  Recall recall() {
    return recall;
  }

  /** Opens a stream's session; throws PERMISSION_DENIED for a node that nobody knows. */
  Session admit(Node node, Wire wire) {
    if (!admission.isReady()) {
      throw Status.UNAVAILABLE
          .withDescription("the mesh is not read yet; come back")
          .asRuntimeException();
    }
    Optional<ProxyId> proxy = ProxyId.parse(node.getId());
    if (proxy.isEmpty() || admission.target(proxy.get()).isEmpty()) {
      ledger.unknownProxy(node.getId());
      throw Status.PERMISSION_DENIED
          .withDescription(
              "no proxy of this mesh is called '"
                  + node.getId()
                  + "'; node.id is what meshtwin proxy bootstrap writes, sidecar~namespace/workload"
                  + " or gateway~namespace/name")
          .asRuntimeException();
    }
    boolean delta = wire.incremental();
    Session session =
        new Session(proxy.get(), wire, ledger.open(proxy.get(), version(node), delta));
    open.add(session);
    catchUp(session);
    return session;
  }

  void close(Session session) {
    open.remove(session);
    session.close(recall);
  }

  SortedSet<ProxyId> connected() {
    SortedSet<ProxyId> connected = new TreeSet<>();
    open.forEach(session -> connected.add(session.proxy()));
    return connected;
  }

  /** Gives every stream of the proxy what admission says it is to run now. */
  void refresh(ProxyId proxy) {
    open.stream().filter(session -> session.proxy().equals(proxy)).forEach(this::catchUp);
  }

  /** Publishes until nothing newer came in between: another thread may publish at the same time. */
  private void catchUp(Session session) {
    Optional<Configuration> published = Optional.empty();
    Optional<Configuration> now = admission.target(session.proxy());
    while (now.isPresent() && !now.equals(published)) {
      try {
        session.publish(now.get());
      } catch (RuntimeException e) {
        // The stream broke while it was written to; gRPC tells its handler, which closes it.
        LOG.debug("{} was not told of {}", session.proxy(), now.get().version(), e);
        return;
      }
      published = now;
      now = admission.target(session.proxy());
    }
  }

  private static String version(Node node) {
    if (node.hasUserAgentBuildVersion()) {
      var version = node.getUserAgentBuildVersion().getVersion();
      return version.getMajorNumber() + "." + version.getMinorNumber() + "." + version.getPatch();
    }
    return (node.getUserAgentName() + " " + node.getUserAgentVersion()).strip();
  }
}
