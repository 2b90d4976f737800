package io.meshtwin.twin.resolve.istiogateway;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resolve.Workload;
import io.meshtwin.twin.resource.IstioGateway;
import io.meshtwin.twin.resource.NetworkPolicy;
import io.meshtwin.twin.resource.Service;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which proxies serve an Istio Gateway: those whose labels meet its selector, in any namespace
 * (istio, {@code PushContext.mergeGateways}; {@code PILOT_SCOPE_GATEWAY_TO_NAMESPACE} is off unless
 * an operator sets it). Such a proxy serves every other Gateway whose selector it meets as well.
 */
final class GatewayProxies {
  private static final String USUAL_NAMESPACE = "istio-system";
  private static final Set<String> USUAL = Set.of("ingressgateway", "egressgateway");
  private static final String NO_TRANSLATION =
      "experimental.istio.io/disable-gateway-port-translation";

  /** istiod's order of configuration ({@code sortConfigByCreationTime}). */
  private static final Comparator<IstioGateway> OLDEST_FIRST =
      Comparator.<IstioGateway, Instant>comparing(
              gateway -> gateway.metadata().created(),
              Comparator.nullsFirst(Comparator.naturalOrder()))
          .thenComparing(gateway -> gateway.key().name())
          .thenComparing(gateway -> gateway.key().namespace());

  private final MeshImage image;
  private final List<Workload> workloads;
  private final List<IstioGateway> gateways;

  GatewayProxies(MeshImage image, List<Workload> workloads) {
    this.image = image;
    this.gateways = image.all(IstioGateway.class).sorted(OLDEST_FIRST).toList();
    this.workloads = workloads.stream().filter(this::servesSome).toList();
  }

  /** The proxies that serve a Gateway, those that no Gateway tells apart once, sorted by name. */
  List<GatewayProxy> of(IstioGateway gateway) {
    var result = new ArrayList<GatewayProxy>();
    for (Workload workload : workloads) {
      if (in(workload, gateway) && meets(gateway, workload.labels())) {
        GatewayProxy proxy = proxy(workload);
        if (result.stream().noneMatch(proxy::like)) {
          result.add(proxy);
        }
      }
    }
    return result.isEmpty() && gateway.metadata().location() != null
        ? List.of(assumed(gateway))
        : result;
  }

  /** Whether any workload has the labels that a Gateway selects. */
  boolean known(IstioGateway gateway) {
    return workloads.stream().anyMatch(w -> in(w, gateway) && meets(gateway, w.labels()));
  }

  /** Whether it may count where proxies run. */
  boolean meetNetworkPolicies() {
    return image.all(NetworkPolicy.class).findAny().isPresent();
  }

  private static boolean in(Workload workload, IstioGateway gateway) {
    return workload.key().cluster().equals(gateway.key().cluster());
  }

  /** Without selector it is for every proxy that is a gateway. */
  private boolean servesSome(Workload workload) {
    return USUAL.contains(workload.labels().getOrDefault("istio", ""))
        || gateways.stream().anyMatch(g -> !g.selector().isEmpty() && meets(g, workload.labels()));
  }

  private static boolean meets(IstioGateway gateway, Map<String, String> labels) {
    return labels.entrySet().containsAll(gateway.selector().entrySet());
  }

  private GatewayProxy proxy(Workload workload) {
    var single = new HashMap<Integer, Integer>();
    var ambiguous = new HashSet<Integer>();
    targets(workload)
        .forEach((port, reached) -> {
          single.put(port, reached.iterator().next());
          if (reached.size() > 1) {
            ambiguous.add(port);
          }
        });
    return new GatewayProxy(
        workload.key().cluster(),
        workload.key().namespace(),
        workload.name(),
        workload.labels(),
        Set.copyOf(workload.addresses()),
        gateways.stream().filter(g -> in(workload, g) && meets(g, workload.labels())).toList(),
        single,
        ambiguous,
        false);
  }

  /**
   * Manifests often leave out the proxies, which an installer brings: then one is assumed that has
   * just the labels of the selector, in the namespace where installers put it.
   */
  private GatewayProxy assumed(IstioGateway gateway) {
    String cluster = gateway.key().cluster();
    return new GatewayProxy(
        cluster,
        USUAL_NAMESPACE,
        "a proxy with the labels of the selector",
        gateway.selector(),
        Set.of(),
        gateways.stream()
            .filter(other -> other.key().cluster().equals(cluster))
            .filter(other -> meets(other, gateway.selector()))
            .toList(),
        Map.of(),
        Set.of(),
        true);
  }

  /** Target ports by the port of the Services that select the workload. */
  private Map<Integer, Set<Integer>> targets(Workload workload) {
    var key = workload.key();
    var services = new ResourceKey(key.cluster(), "", "Service", key.namespace(), "");
    Map<Integer, Set<Integer>> result = new HashMap<>();
    image
        .in(services, Service.class)
        .filter(service -> service.selects(workload.labels()))
        .filter(service -> !service.metadata().labels().containsKey(NO_TRANSLATION))
        .forEach(service -> {
          Map<Integer, Integer> own = new HashMap<>();
          Set<String> seen = new HashSet<>();
          for (Service.Port port : service.ports()) {
            int target = workload.port(port.target());
            // Ports of one Service with one target are one, the first
            // (GetProxyServiceTargetsByPod).
            if (target > 0 && seen.add(target + "/" + port.protocol())) {
              own.putIfAbsent(port.port(), target);
            }
          }
          own.forEach(
              (port, target) -> result.computeIfAbsent(port, _ -> new TreeSet<>()).add(target));
        });
    return result;
  }
}
