package io.meshtwin.twin.resolve.istiogateway;

import io.meshtwin.twin.finding.Finding;
import io.meshtwin.twin.finding.FindingCode;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resource.IstioGateway;
import io.meshtwin.twin.resource.IstioNames;
import io.meshtwin.twin.resource.VirtualService;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is to be said about VirtualServices that are bound to Istio Gateways; of each by itself.
 *
 * @param gateways the Istio Gateways by {@code namespace/name}
 */
public record RulesAtGateways(Map<String, IstioGateway> gateways) {
  /** Those of a mesh. */
  public static RulesAtGateways in(MeshImage image) {
    return new RulesAtGateways(
        image
            .all(IstioGateway.class)
            .collect(Collectors.toMap(g -> g.key().qualifiedName(), g -> g, (_, later) -> later)));
  }

  /** About one VirtualService. */
  public Stream<Finding> of(VirtualService service) {
    var findings = new ArrayList<Finding>();
    for (int i = 0; i < service.gateways().size(); i++) {
      String name = IstioNames.gateway(service.gateways().get(i), service.key().namespace());
      if (!name.equals(IstioNames.MESH) && !gateways.containsKey(name)) {
        findings.add(
            finding(
                FindingCode.GATEWAY_NOT_FOUND,
                service,
                "spec.gateways[" + i + "]",
                "the mesh has no Gateway " + name));
      }
    }
    service.boundTo().stream()
        .flatMap(name -> Stream.ofNullable(gateways.get(name)))
        .forEach(gateway -> hosts(service, gateway, findings));
    return findings.stream();
  }

  /** Hosts that no server of a Gateway has. */
  private static void hosts(VirtualService service, IstioGateway gateway, List<Finding> findings) {
    List<String> hosts = ServerHost.of(service);
    for (int i = 0; i < hosts.size(); i++) {
      String host = hosts.get(i);
      boolean had =
          gateway.servers().stream()
              .flatMap(server -> ServerHost.of(server.hosts(), gateway.key().namespace()).stream())
              .filter(own -> own.takes(service.key().namespace()))
              .anyMatch(own -> ServerHost.common(own.name(), host) != null);
      if (!had) {
        findings.add(
            finding(
                FindingCode.HOST_NOT_ON_GATEWAY,
                service,
                "spec.hosts[" + i + "]",
                "no server of Gateway " + gateway.key().qualifiedName() + " has the host " + host));
      }
    }
  }

  private static Finding finding(
      FindingCode code, VirtualService service, String field, String message) {
    return new Finding(code, service.key(), field, message, service.metadata().source(field));
  }
}
