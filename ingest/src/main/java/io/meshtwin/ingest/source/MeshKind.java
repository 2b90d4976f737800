package io.meshtwin.ingest.source;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.resource.Secret;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A kind whose objects matter to a mesh.
 *
 * @param group the API group, empty for the core group
 * @param kind the kind
 * @param selector a field selector that keeps other objects away, empty for all
 */
public record MeshKind(String group, String kind, String selector) {
  private static final String GATEWAY_API = "gateway.networking.k8s.io";

  /** Groups that a cluster without further products has; TCPRoute and others come with channels. */
  private static final Set<String> USUAL =
      Set.of("", "apps", "discovery.k8s.io", "networking.k8s.io", GATEWAY_API);

  /**
   * What the twin models, then what changes traffic in ways that it reports as not modelled: an
   * object that is not seen cannot be reported.
   */
  static final List<MeshKind> ALL =
      Stream.of(
              of("", "Namespace", "Service", "ServiceAccount", "Pod", "Node"),
              of("discovery.k8s.io", "EndpointSlice"),
              of("apps", "Deployment", "StatefulSet", "DaemonSet"),
              of(GATEWAY_API, "GatewayClass", "Gateway", "ListenerSet"),
              of(GATEWAY_API, "HTTPRoute", "GRPCRoute", "TCPRoute", "TLSRoute", "UDPRoute"),
              of(GATEWAY_API, "ReferenceGrant", "BackendTLSPolicy"),
              of("gateway.networking.x-k8s.io", "XListenerSet"),
              of("networking.k8s.io", "NetworkPolicy", "Ingress"),
              of("policy.networking.k8s.io", "AdminNetworkPolicy", "BaselineAdminNetworkPolicy"),
              of("cilium.io", "CiliumNetworkPolicy", "CiliumClusterwideNetworkPolicy"),
              of("crd.projectcalico.org", "NetworkPolicy", "GlobalNetworkPolicy"),
              of("networking.istio.io", "VirtualService", "DestinationRule", "ServiceEntry"),
              of("networking.istio.io", "WorkloadEntry", "Sidecar", "EnvoyFilter", "Gateway"),
              of("networking.istio.io", "WorkloadGroup", "ProxyConfig"),
              of("security.istio.io", "PeerAuthentication", "AuthorizationPolicy"),
              of("security.istio.io", "RequestAuthentication"),
              of("extensions.istio.io", "WasmPlugin", "TrafficExtension"),
              of("telemetry.istio.io", "Telemetry"),
              // Authorities, and Istio's MeshConfig.
              of("", "ConfigMap"),
              // Certificates: no other Secret is ever asked for.
              Stream.of(new MeshKind("", "Secret", "type=" + Secret.TLS)))
          .flatMap(kinds -> kinds)
          .toList();

  private static Stream<MeshKind> of(String group, String... kinds) {
    return Stream.of(kinds).map(kind -> new MeshKind(group, kind, ""));
  }

  /** The kind that an API group calls by a plural in its paths, where it matters to a mesh. */
  public static Optional<MeshKind> withPlural(String group, String plural) {
    return ALL.stream()
        .filter(kind -> kind.group().equals(group) && kind.plural().equals(plural))
        .findFirst();
  }

  /** As English makes it, which every API that is listed here follows. */
  private String plural() {
    String name = kind.toLowerCase(Locale.ROOT);
    if (name.matches(".*[^aeiou]y")) {
      return name.substring(0, name.length() - 1) + "ies";
    }
    return name.endsWith("s") ? name + "es" : name + "s";
  }

  /** Whether a cluster that does not serve it is worth a word. */
  boolean isUsual() {
    return USUAL.contains(group);
  }

  /** Whether a resource of {@code cluster} is among these objects. */
  boolean has(String cluster, ResourceKey key) {
    return key.cluster().equals(cluster) && key.group().equals(group) && key.kind().equals(kind);
  }

  /** As a user writes it: {@code HTTPRoute.gateway.networking.k8s.io}. */
  @Override
  public String toString() {
    return group.isEmpty() ? kind : kind + "." + group;
  }
}
