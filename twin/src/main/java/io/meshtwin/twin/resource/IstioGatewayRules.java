package io.meshtwin.twin.resource;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What Istio's webhook demands of a Gateway ({@code pkg/config/validation}, ValidateGateway). */
final class IstioGatewayRules {
  private IstioGatewayRules() {}

  static void check(Metadata metadata, Fields spec, List<IstioServer> servers) {
    if (!IstioForm.LABEL.accepts(metadata.key().name())) {
      spec.invalidName("must be a DNS label, without dots, as the name of an Istio Gateway");
    }
    if (servers.isEmpty()) {
      spec.invalid("servers", "must have at least one entry");
    }
    Set<String> names = new HashSet<>();
    for (int i = 0; i < servers.size(); i++) {
      IstioServer server = servers.get(i);
      String at = "servers[" + i + "]";
      if (!server.portName().isEmpty() && !names.add(server.portName())) {
        spec.invalid(
            at + ".port.name", "must be unique, found \"" + server.portName() + "\" again");
      }
      hosts(server, at, spec);
      bind(server, at, spec);
      tls(server, at, spec);
    }
  }

  private static void hosts(IstioServer server, String at, Fields spec) {
    if (server.hosts().isEmpty()) {
      spec.invalid(at + ".hosts", "must have at least one entry");
    }
    for (int i = 0; i < server.hosts().size(); i++) {
      String wrong = IstioHosts.wrongInGateway(server.hosts().get(i));
      if (wrong != null) {
        spec.invalid(at + ".hosts[" + i + "]", wrong);
      }
    }
  }

  private static void bind(IstioServer server, String at, Fields spec) {
    String bind = server.bind();
    if (bind.startsWith(IstioServer.UNIX)) {
      String path = bind.substring(IstioServer.UNIX.length());
      if (!path.startsWith("@") && (!path.startsWith("/") || path.endsWith("/"))) {
        spec.invalid(at + ".bind", "must be the absolute path of a file, or begin with @");
      }
      if (server.port() != 0) {
        spec.invalid(at + ".port.number", "must be 0 with a Unix socket");
      }
    } else if (!bind.isEmpty() && !IstioForm.IP.accepts(bind)) {
      spec.invalid(at + ".bind", "must be an IP address, found \"" + bind + '"');
    }
  }

  private static void tls(IstioServer server, String at, Fields spec) {
    IstioServerTls tls = server.tls();
    IstioProtocol protocol = server.protocol();
    if (protocol == IstioProtocol.UNSUPPORTED) {
      return;
    }
    if (protocol.isTls() && tls == null) {
      spec.invalid(at + ".tls", "is required with protocol " + protocol);
    }
    if (tls == null) {
      return;
    }
    boolean redirectOnly =
        tls.mode().passesThrough() && tls.files().isEmpty() && tls.caFile().isEmpty();
    if (protocol.isHttp() ? !redirectOnly : !protocol.isTls()) {
      spec.invalid(at + ".tls", "must not be given with protocol " + protocol);
    }
    if (!protocol.isHttp() && tls.httpsRedirect()) {
      spec.without(at + ".tls.httpsRedirect", "has no effect with protocol " + protocol);
    }
  }
}
