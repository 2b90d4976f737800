package io.meshtwin.twin.resolve.istiogateway;

import io.meshtwin.twin.finding.Finding;
import io.meshtwin.twin.finding.FindingCode;
import io.meshtwin.twin.resource.IstioGateway;
import io.meshtwin.twin.resource.IstioServer;
import io.meshtwin.twin.resource.IstioServerTls;
import io.meshtwin.twin.resource.Metadata;
import io.meshtwin.twin.routing.ServerTls;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What is to be said about Istio Gateways. */
final class IstioGatewayFindings {
  private final GatewayProxies proxies;
  private final ServerSecurity security;
  private final Map<String, IstioGateway> gateways = new TreeMap<>();
  private final List<Finding> findings = new ArrayList<>();

  IstioGatewayFindings(
      GatewayProxies proxies, ServerSecurity security, List<IstioGateway> gateways) {
    this.proxies = proxies;
    this.security = security;
    gateways.forEach(gateway -> this.gateways.put(gateway.key().qualifiedName(), gateway));
  }

  /** All of them; the same may be there more than once. */
  List<Finding> all() {
    for (IstioGateway gateway : gateways.values()) {
      served(gateway);
      for (GatewayProxy proxy : proxies.of(gateway)) {
        ports(gateway, proxy);
        certificates(gateway, proxy);
        conflicts(proxy);
        shared(gateway, proxy);
      }
    }
    return List.copyOf(findings);
  }

  private void served(IstioGateway gateway) {
    if (!proxies.known(gateway)) {
      String assumed =
          gateway.metadata().location() == null
              ? "nothing serves it"
              : "answers assume a proxy with just these labels in istio-system";
      add(
          FindingCode.GATEWAY_UNSERVED,
          gateway.metadata(),
          "spec.selector",
          "no workload has the labels " + gateway.selector() + ": " + assumed);
    }
  }

  private void ports(IstioGateway gateway, GatewayProxy proxy) {
    for (IstioServer server : gateway.servers()) {
      int port = server.port();
      boolean led =
          proxy.targets().isEmpty()
              || proxy.targets().containsKey(port)
              || proxy.targets().containsValue(port);
      if (!led && port > 0) {
        add(
            FindingCode.GATEWAY_PORT_NOT_ON_SERVICE,
            gateway.metadata(),
            server.field() + ".port.number",
            "no Service of " + proxy.name() + " leads to port " + port);
      }
    }
  }

  private void certificates(IstioGateway gateway, GatewayProxy proxy) {
    for (IstioServer server : gateway.servers()) {
      IstioServerTls tls = server.tls();
      if (tls == null || tls.mode().passesThrough() || server.protocol().isHttp()) {
        continue;
      }
      ServerTls ended =
          security.of(ServedServer.of(gateway, server, server.port()), tls, proxy).tls();
      if (ended != null && ended.missing() != null) {
        add(
            FindingCode.GATEWAY_WITHOUT_CREDENTIAL,
            gateway.metadata(),
            tls.field() + (tls.credentials().size() > 1 ? ".credentialNames" : ".credentialName"),
            ended.missing() + ": connections are closed");
      }
    }
  }

  private void conflicts(GatewayProxy proxy) {
    for (ServerMerge.Skipped skipped : ServerMerge.of(proxy).skipped()) {
      ServedServer served = skipped.server();
      add(
          FindingCode.SERVER_SKIPPED,
          served.gateway().metadata(),
          served.server().field(),
          "is left out at " + proxy.name() + ": " + skipped.reason());
    }
  }

  private void shared(IstioGateway gateway, GatewayProxy proxy) {
    List<String> own = credentials(gateway);
    for (IstioGateway other : proxy.gateways()) {
      boolean before = other.key().compareTo(gateway.key()) < 0;
      credentials(other).stream()
          .filter(credential -> before && own.contains(credential))
          .forEach(credential ->
              add(
                  FindingCode.CERTIFICATE_SHARED,
                  gateway.metadata(),
                  "spec.servers",
                  "shows the certificate in " + credential + ", as " + other.key() + " does"));
    }
  }

  private static List<String> credentials(IstioGateway gateway) {
    return gateway.servers().stream()
        .flatMap(server -> Stream.ofNullable(server.tls()))
        .filter(tls -> !tls.mode().passesThrough())
        .flatMap(tls -> tls.credentials().stream())
        .distinct()
        .toList();
  }

  private void add(FindingCode code, Metadata resource, String field, String message) {
    findings.add(new Finding(code, resource.key(), field, message, resource.source(field)));
  }
}
