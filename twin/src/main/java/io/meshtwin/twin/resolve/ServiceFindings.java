package io.meshtwin.twin.resolve;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.finding.Finding;
import io.meshtwin.twin.finding.FindingCode;
import io.meshtwin.twin.resolve.sidecar.Services;
import io.meshtwin.twin.resource.IstioProtocol;
import io.meshtwin.twin.resource.Service;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What is to be said about Services as Istio's proxies read them. */
final class ServiceFindings {
  private static final String MANAGED = "gateway.istio.io/managed";

  /** Namespaces that istioctl leaves out ({@code inject.IgnoredNamespaces}). */
  private static final Set<String> SYSTEM =
      Set.of("kube-system", "kube-public", "kube-node-lease", "local-path-storage");

  private final ResolvedMesh mesh;

  ServiceFindings(ResolvedMesh mesh) {
    this.mesh = mesh;
  }

  Stream<Finding> all() {
    Stream<Finding> ports =
        mesh.image()
            .all(Service.class)
            .filter(service -> !isIstios(service.metadata().labels()))
            .filter(service -> !SYSTEM.contains(service.key().namespace()))
            .flatMap(ServiceFindings::ports);
    return Stream.concat(ports, shared());
  }

  /** What a user cannot name otherwise: of the control plane, and what it makes of Gateways. */
  private static boolean isIstios(Map<String, String> labels) {
    return labels.containsKey(MANAGED)
        || labels.containsKey("istio")
        || labels.getOrDefault("release", "").equals("istio");
  }

  private static Stream<Finding> ports(Service service) {
    boolean alias = service.type().equals("ExternalName");
    var result = new ArrayList<Finding>();
    for (int i = 0; i < service.ports().size(); i++) {
      Service.Port port = service.ports().get(i);
      boolean looked = Services.protocol(port) == IstioProtocol.UNSUPPORTED;
      if (alias && (looked || port.name().equals("tcp"))) {
        result.add(
            MeshFindings.finding(
                FindingCode.EXTERNAL_NAME_PORT,
                service.metadata(),
                "spec.ports[" + i + "].name",
                "port " + port.port() + " carries bytes: proxies take every connection to it"));
      } else if (looked) {
        result.add(
            MeshFindings.finding(
                FindingCode.PORT_NAME_SILENT,
                service.metadata(),
                "spec.ports[" + i + "].name",
                "port " + port.port() + " does not say what it carries: proxies look into it"));
      }
    }
    return result.stream();
  }

  /** Workloads behind several Services. */
  private Stream<Finding> shared() {
    Map<List<Service>, Workload> seen = new HashMap<>();
    for (Workload workload : mesh.workloads()) {
      List<Service> behind =
          mesh.scope(workload).meshed()
              ? mesh.image()
                  .in(beside(workload.key()), Service.class)
                  .filter(service -> service.selects(workload.labels()))
                  .toList()
              : List.of();
      if (behind.size() > 1) {
        seen.putIfAbsent(behind, workload);
      }
    }
    return seen.entrySet().stream().flatMap(same -> shared(same.getKey(), same.getValue()));
  }

  private static ResourceKey beside(ResourceKey workload) {
    return new ResourceKey(workload.cluster(), "", "Service", workload.namespace(), "");
  }

  /** What each port number carries, and which numbers lead to one target, over all the Services. */
  private static Stream<Finding> shared(List<Service> services, Workload workload) {
    Map<Integer, TreeSet<String>> protocols = new TreeMap<>();
    Map<String, TreeSet<Integer>> numbers = new TreeMap<>();
    for (Service service : services) {
      for (Service.Port port : service.ports()) {
        protocols.computeIfAbsent(port.port(), _ -> new TreeSet<>()).add(port.protocol());
        numbers.computeIfAbsent(port.target(), _ -> new TreeSet<>()).add(port.port());
      }
    }
    List<String> names = services.stream().map(s -> s.key().qualifiedName()).sorted().toList();
    Stream<Finding> mixed =
        protocols.entrySet().stream()
            .filter(port -> port.getValue().size() > 1)
            .map(port ->
                finding(
                    FindingCode.PORT_PROTOCOL_CONFLICT,
                    services,
                    names + " carry " + port.getValue() + " at port " + port.getKey(),
                    workload));
    Stream<Finding> several =
        numbers.entrySet().stream()
            .filter(target -> target.getValue().size() > 1)
            .map(target ->
                finding(
                    FindingCode.TARGET_PORT_CONFLICT,
                    services,
                    names + " lead from " + target.getValue() + " to port " + target.getKey(),
                    workload));
    return Stream.of(mixed, several, said(services, names, workload)).flatMap(found -> found);
  }

  /** What Services say of one port of the workload: the oldest is believed (InboundPorts). */
  private static Stream<Finding> said(
      List<Service> services, List<String> names, Workload workload) {
    Map<Integer, TreeSet<String>> said = new TreeMap<>();
    for (Service service : services) {
      service.ports().stream()
          .filter(port -> port.protocol().equals("TCP") && workload.port(port.target()) > 0)
          .forEach(port ->
              said.computeIfAbsent(workload.port(port.target()), _ -> new TreeSet<>())
                  .add(treated(Services.protocol(port))));
    }
    return said.entrySet().stream()
        .filter(port -> port.getValue().size() > 1)
        .map(port ->
            finding(
                FindingCode.PORT_PROTOCOL_CONFLICT,
                services,
                names + " say " + port.getValue() + " of port " + port.getKey(),
                workload));
  }

  private static String treated(IstioProtocol protocol) {
    if (protocol == IstioProtocol.UNSUPPORTED) {
      return "nothing";
    }
    return protocol.isHttp() ? "HTTP" : "bytes";
  }

  private static Finding finding(
      FindingCode code, List<Service> services, String what, Workload workload) {
    Service first = services.getFirst();
    return MeshFindings.finding(
        code, first.metadata(), "spec.ports", what + " of " + workload.name());
  }
}
