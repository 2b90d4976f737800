package io.meshtwin.twin.resolve.istiogateway;

import io.meshtwin.twin.finding.Finding;
import io.meshtwin.twin.finding.FindingCode;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resolve.virtualservice.GatewayRuleFindings;
import io.meshtwin.twin.resource.Gateway;
import io.meshtwin.twin.resource.IstioGateway;
import io.meshtwin.twin.resource.IstioNames;
import io.meshtwin.twin.resource.VirtualService;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is to be said about VirtualServices that are bound to Istio Gateways; of each by itself.
 *
 * @param gateways the Istio Gateways by {@code namespace/name}
 * @param others {@code namespace/name} of the Gateways of the Gateway API
 */
public record RulesAtGateways(Map<String, IstioGateway> gateways, Set<String> others) {
  /** Those of a mesh. */
  public static RulesAtGateways in(MeshImage image) {
    return new RulesAtGateways(
        image
            .all(IstioGateway.class)
            .collect(Collectors.toMap(g -> g.key().qualifiedName(), g -> g, (_, later) -> later)),
        image.all(Gateway.class).map(g -> g.key().qualifiedName()).collect(Collectors.toSet()));
  }

  /** About one VirtualService. */
  public Stream<Finding> of(VirtualService service) {
    var findings = new ArrayList<Finding>();
    for (int i = 0; i < service.gateways().size(); i++) {
      String name = IstioNames.gateway(service.gateways().get(i), service.key().namespace());
      boolean internal = name.contains(GatewayRuleFindings.INTERNAL);
      if (!name.equals(IstioNames.MESH) && !internal && !gateways.containsKey(name)) {
        findings.add(
            finding(
                FindingCode.GATEWAY_NOT_FOUND,
                service,
                "spec.gateways[" + i + "]",
                others.contains(name)
                    ? name + " is a Gateway of the Gateway API, which follows no VirtualService"
                    : "the mesh has no Gateway " + name));
      }
    }
    List<IstioGateway> bound =
        service.boundTo().stream().flatMap(name -> Stream.ofNullable(gateways.get(name))).toList();
    if (!bound.isEmpty()) {
      boolean inMesh = service.boundTo().contains(IstioNames.MESH);
      findings.addAll(inMesh ? List.of() : hosts(service, bound));
      findings.addAll(inMesh || bound.size() > 1 ? idle(service, bound) : List.of());
    }
    return findings.stream();
  }

  /** Hosts that no server of the Gateways has. */
  private static List<Finding> hosts(VirtualService service, List<IstioGateway> bound) {
    var findings = new ArrayList<Finding>();
    List<String> hosts = ServerHost.of(service);
    for (int i = 0; i < hosts.size(); i++) {
      String host = hosts.get(i);
      if (bound.stream().noneMatch(gateway -> has(gateway, service, host))) {
        String names =
            bound.stream()
                .map(gateway -> gateway.key().qualifiedName())
                .collect(Collectors.joining(" or "));
        findings.add(
            finding(
                FindingCode.HOST_NOT_ON_GATEWAY,
                service,
                "spec.hosts[" + i + "]",
                "no server of Gateway " + names + " has the host " + host));
      }
    }
    return findings;
  }

  /** Gateways none of whose servers has any of the hosts, where the rules act elsewhere. */
  private static List<Finding> idle(VirtualService service, List<IstioGateway> bound) {
    List<String> hosts = ServerHost.of(service);
    return bound.stream()
        .filter(gateway -> !hosts.isEmpty())
        .filter(gateway -> hosts.stream().noneMatch(host -> has(gateway, service, host)))
        .map(gateway ->
            finding(
                FindingCode.HOST_NOT_ON_GATEWAY,
                service,
                "spec.gateways",
                "no server of Gateway "
                    + gateway.key().qualifiedName()
                    + " has any of the hosts "
                    + hosts))
        .toList();
  }

  private static boolean has(IstioGateway gateway, VirtualService service, String host) {
    return gateway.servers().stream()
        .flatMap(server -> ServerHost.of(server.hosts(), gateway.key().namespace()).stream())
        .filter(own -> own.takes(service.key().namespace()))
        .anyMatch(own -> ServerHost.common(own.name(), host) != null);
  }

  private static Finding finding(
      FindingCode code, VirtualService service, String field, String message) {
    return new Finding(code, service.key(), field, message, service.metadata().source(field));
  }
}
