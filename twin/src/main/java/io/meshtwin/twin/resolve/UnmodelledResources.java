package io.meshtwin.twin.resolve;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resource.AuthorizationPolicy;
import io.meshtwin.twin.resource.DestinationRule;
import io.meshtwin.twin.resource.Foreign;
import io.meshtwin.twin.resource.PeerAuthentication;
import io.meshtwin.twin.resource.RequestAuthentication;
import io.meshtwin.twin.resource.Resource;
import io.meshtwin.twin.resource.ServiceEntry;
import io.meshtwin.twin.resource.Sidecar;
import io.meshtwin.twin.resource.VirtualService;
import io.meshtwin.twin.resource.WorkloadEntry;
import io.meshtwin.twin.routing.Caveat;
import io.meshtwin.twin.routing.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Resources that concern traffic and whose effect is not modelled, and where they can have one.
 *
 * @param all the resources
 */
record UnmodelledResources(List<Resource> all) {
  static final String INGRESS = "Ingress";

  private static final String ROOT_NAMESPACE = "istio-system";

  /** Kinds that act on the way out of a client. */
  private static final Set<String> OUTBOUND =
      Set.of(
          "NetworkPolicy",
          "AdminNetworkPolicy",
          "BaselineAdminNetworkPolicy",
          "Sidecar",
          "CiliumNetworkPolicy",
          "CiliumClusterwideNetworkPolicy",
          "GlobalNetworkPolicy");

  /** Kinds that act on the way into a workload. */
  private static final Set<String> INBOUND =
      Set.of(
          "NetworkPolicy",
          "AdminNetworkPolicy",
          "BaselineAdminNetworkPolicy",
          "AuthorizationPolicy",
          "PeerAuthentication",
          "RequestAuthentication",
          "CiliumNetworkPolicy",
          "CiliumClusterwideNetworkPolicy",
          "GlobalNetworkPolicy");

  /** Kinds that may claim traffic to where no Service is. */
  private static final Set<String> CLAIMING =
      Set.of("ServiceEntry", "VirtualService", "Sidecar", "WorkloadEntry");

  /** Kinds whose objects reach beyond their namespace. */
  private static final Set<String> FAR = Set.of("ServiceEntry", "VirtualService");

  /**
   * Those of a mesh.
   *
   * @param sidecars whether Istio's own kinds say what a client sees: then they are modelled
   */
  static UnmodelledResources of(MeshImage image, boolean sidecars) {
    Stream<Foreign> foreign =
        image
            .all(Foreign.class)
            .filter(Foreign::concernsTraffic)
            .filter(f -> !Rewriter.KINDS.contains(f.key().kind()))
            .filter(f -> !f.key().kind().equals(INGRESS));
    Stream<Class<? extends Resource>> istio =
        sidecars
            ? Stream.empty()
            : Stream.of(
                PeerAuthentication.class,
                RequestAuthentication.class,
                AuthorizationPolicy.class,
                ServiceEntry.class,
                WorkloadEntry.class,
                Sidecar.class,
                VirtualService.class,
                DestinationRule.class);
    return new UnmodelledResources(
        Stream.<Resource>concat(foreign, istio.flatMap(image::all)).toList());
  }

  /** Caveats of those that touch something. */
  List<Caveat> caveats(Predicate<Resource> touching) {
    return all.stream().filter(touching).map(UnmodelledResources::caveat).toList();
  }

  /** That its effect is not modelled. */
  static Caveat caveat(Resource resource) {
    return Caveats.notModelled(
        resource.key().toString(), new Origin(resource.key(), "", resource.metadata().source("")));
  }

  /** Whether any acts on the way out of clients. */
  boolean outbound() {
    return all.stream().anyMatch(f -> OUTBOUND.contains(f.key().kind()));
  }

  /** What acts on the way out of the clients of a namespace. */
  static Predicate<Resource> outbound(String namespace) {
    return f -> OUTBOUND.contains(f.key().kind()) && covers(f, namespace);
  }

  /** What acts on the way into the workloads of a namespace. */
  static Predicate<Resource> inbound(String namespace) {
    return f -> INBOUND.contains(f.key().kind()) && covers(f, namespace);
  }

  /** What may claim traffic of the clients of a namespace to where no Service is. */
  static Predicate<Resource> claiming(String namespace) {
    return f -> CLAIMING.contains(f.key().kind()) && reaches(f, namespace);
  }

  /** What may act in a namespace, wherever it is itself. */
  static boolean reaches(Resource f, String namespace) {
    return FAR.contains(f.key().kind()) || covers(f, namespace);
  }

  /** What is in a namespace, in the root namespace or in none. */
  static boolean covers(Resource f, String namespace) {
    String own = f.key().namespace();
    return own.isEmpty() || own.equals(namespace) || own.equals(ROOT_NAMESPACE);
  }

  /** Whether a host, or one of a list of hosts, can mean the Service. */
  static boolean names(Resource f, String field, ResourceKey service) {
    List<String> given =
        switch (f) {
          case Foreign read -> texts(read.spec().path(field));
          case ServiceEntry entry -> entry.hosts();
          case VirtualService rules -> rules.hosts();
          case DestinationRule rule -> List.of(rule.host());
          case Resource _ -> List.of();
        };
    List<String> names = new ArrayList<>(ClusterDns.names(service));
    if (f.key().namespace().equals(service.namespace())) {
      names.add(service.name());
    }
    return given.stream()
        .anyMatch(host ->
            host.startsWith("*")
                ? names.stream().anyMatch(name -> name.endsWith(host.substring(1)))
                : names.contains(host));
  }

  private static List<String> texts(JsonNode hosts) {
    List<String> given = new ArrayList<>();
    if (hosts.isArray()) {
      hosts.forEach(host -> given.add(host.asText()));
    } else {
      given.add(hosts.asText());
    }
    return given;
  }
}
