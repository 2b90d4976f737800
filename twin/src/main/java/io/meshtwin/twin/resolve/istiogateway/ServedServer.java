package io.meshtwin.twin.resolve.istiogateway;

import io.meshtwin.twin.resource.IstioGateway;
import io.meshtwin.twin.resource.IstioServer;
import io.meshtwin.twin.routing.Origin;
import java.util.List;

/**
 * A server at a port of a proxy.
 *
 * @param gateway the Gateway
 * @param server as it is written
 * @param hosts its hosts
 * @param port what the proxy listens on
 */
record ServedServer(IstioGateway gateway, IstioServer server, List<ServerHost> hosts, int port) {
  ServedServer {
    hosts = List.copyOf(hosts);
  }

  static ServedServer of(IstioGateway gateway, IstioServer server, int port) {
    return new ServedServer(
        gateway, server, ServerHost.of(server.hosts(), gateway.key().namespace()), port);
  }

  /**
   * The route configuration that it asks for, empty for none ({@code gatewayRDSRouteName}): plain
   * HTTP shares one for its port, HTTPS has one for each server.
   */
  String routeName() {
    String bind = server.bind().isEmpty() ? "" : "." + server.bind();
    if (server.protocol().isHttp()) {
      return "http." + port + bind;
    }
    return server.readsHttp()
        ? "https.%d.%s.%s.%s%s"
            .formatted(
                server.port(),
                server.portName(),
                gateway.key().name(),
                gateway.key().namespace(),
                bind)
        : "";
  }

  /** {@code ns/name} of the Gateway, as VirtualServices name it. */
  String gatewayName() {
    return gateway.key().qualifiedName();
  }

  /** A name within the proxy, for people. */
  String name() {
    return gatewayName() + "/" + server.portName();
  }

  /** Names that clients may ask for ({@code GetSNIHostsForServer}). */
  List<String> serverNames() {
    return hosts.stream().map(ServerHost::name).distinct().sorted().toList();
  }

  Origin origin() {
    return new Origin(gateway.key(), server.field(), gateway.metadata().source(server.field()));
  }
}
