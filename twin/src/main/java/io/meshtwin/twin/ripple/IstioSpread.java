package io.meshtwin.twin.ripple;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.image.Reference;
import io.meshtwin.twin.image.Reference.Relation;
import io.meshtwin.twin.resolve.virtualservice.GatewayRuleFindings;
import io.meshtwin.twin.resource.ConfigMap;
import io.meshtwin.twin.resource.DestinationRule;
import io.meshtwin.twin.resource.Gateway;
import io.meshtwin.twin.resource.IstioGateway;
import io.meshtwin.twin.resource.IstioNames;
import io.meshtwin.twin.resource.IstioServerTls;
import io.meshtwin.twin.resource.MeshConfig;
import io.meshtwin.twin.resource.Resource;
import io.meshtwin.twin.resource.Route;
import io.meshtwin.twin.resource.Service;
import io.meshtwin.twin.resource.ServiceEntry;
import io.meshtwin.twin.resource.Sidecar;
import io.meshtwin.twin.resource.StreamRoute;
import io.meshtwin.twin.resource.VirtualService;
import io.meshtwin.twin.resource.WorkloadEntry;
import io.meshtwin.twin.routing.ServicePort;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What Istio's objects touch, where its sidecars do what they say. */
final class IstioSpread {
  private static final String DOMAIN = ".svc.cluster.local";

  private final Spread spread;
  private final List<MeshImage> images;

  /** As written before and after the change: the two may act at different places. */
  private final Set<VirtualService> placed = new HashSet<>();

  private boolean gateways;

  IstioSpread(Spread spread, List<MeshImage> images) {
    this.spread = spread;
    this.images = images;
  }

  void virtualService(VirtualService own, @Nullable Resource other) {
    boolean readsOthers =
        other instanceof VirtualService it && !it.readLabels().equals(own.readLabels());
    if (readsOthers || (other == null && !own.readLabels().isEmpty())) {
      spread.everything(own.key() + " reads other labels of clients");
    }
    if (any(Sidecar.class)) {
      spread.everything(own.key() + " leads Sidecars to other hosts");
    }
    places(own);
  }

  /** Where a VirtualService acts. */
  void places(VirtualService own) {
    if (!placed.add(own)) {
      return;
    }
    boolean inMesh = own.boundTo().contains(IstioNames.MESH);
    if (inMesh && own.hosts().size() > 1) {
      spread.everything(own.key() + " names hosts at each other's ports");
    }
    if (inMesh && !(own.tls().isEmpty() && own.tcp().isEmpty())) {
      spread.everything(own.key() + " may share listeners with other hosts");
    }
    if (own.boundTo().size() > (inMesh ? 1 : 0)) {
      allGateways();
    }
    if (own.gateways().stream().anyMatch(name -> name.contains(GatewayRuleFindings.INTERNAL))) {
      spread.everything(own.key() + " acts at a Gateway of the Gateway API");
    }
    if (inMesh) {
      own.fullHosts().forEach(host -> host(own, host));
    }
    for (MeshImage image : images) {
      image
          .referrers(own.key(), Relation.FORWARDS)
          .map(key -> image.get(key, VirtualService.class))
          .filter(found -> found != null)
          .forEach(this::places);
      Reference.of(own).stream()
          .filter(ref -> ref.relation() == Relation.ATTACHES)
          .flatMap(ref -> image.referrers(ref.target(), Relation.ATTACHES))
          .forEach(key -> subject(key, image.get(key, VirtualService.class)));
    }
    subject(own.key(), own);
  }

  /** With those that it delegates to: what is said of their rules rests on where it acts. */
  private void subject(ResourceKey key, @Nullable VirtualService found) {
    spread.subject(key);
    if (found != null) {
      Reference.of(found).stream()
          .filter(ref -> ref.relation() == Relation.FORWARDS)
          .map(Reference::target)
          .filter(target -> target.kind().equals(key.kind()))
          .forEach(spread::subject);
    }
  }

  /** Where rules of a VirtualService may be found. */
  void places(VirtualService own, Set<ResourceKey> into) {
    boolean inMesh = own.boundTo().contains(IstioNames.MESH);
    for (String host : inMesh ? own.fullHosts() : List.<String>of()) {
      ResourceKey service = service(own.key().cluster(), host);
      if (service == null) {
        spread.everything(own.key() + " acts at hosts that are no Services: " + host);
      } else {
        into.add(service);
      }
    }
    if (own.boundTo().size() > (inMesh ? 1 : 0)) {
      images.stream()
          .flatMap(image -> image.all(IstioGateway.class))
          .forEach(gateway -> into.add(gateway.key()));
    }
  }

  private void host(VirtualService own, String host) {
    ResourceKey service = service(own.key().cluster(), host);
    if (service == null || wildcards()) {
      spread.everything(own.key() + " names hosts that cover others: " + host);
    } else {
      spread.destination(service);
      if (!isOwned(service)) {
        spread.destination(ServicePort.hostKey(service.cluster(), "", host));
      }
    }
  }

  /** Whether a Service has the host on both sides, and nothing else can have it. */
  private boolean isOwned(ResourceKey service) {
    return !any(ServiceEntry.class)
        && images.stream().allMatch(image -> image.get(service, Service.class) != null);
  }

  private @Nullable Boolean wildcards;

  /** Where some VirtualService covers many hosts, one that takes a host from it uncovers others. */
  private boolean wildcards() {
    if (wildcards == null) {
      wildcards =
          images.stream()
              .flatMap(image -> image.all(VirtualService.class))
              .filter(found -> found.boundTo().contains(IstioNames.MESH))
              .anyMatch(found -> found.hosts().stream().anyMatch(IstioNames::isWildcard));
    }
    return wildcards;
  }

  void destinationRule(DestinationRule rule) {
    ResourceKey service = service(rule.key().cluster(), rule.fullHost());
    if (service == null || rule.workloadSelector() != null || external()) {
      spread.everything(rule.key() + " may be for more than one Service");
    } else {
      spread.endpoints(service);
      passing();
    }
  }

  private boolean external() {
    return images.stream()
        .flatMap(image -> image.all(Service.class))
        .anyMatch(service -> service.type().equals("ExternalName"));
  }

  /**
   * What is listened on is shared by the Services of a port; what else a Service says is its own.
   */
  void service(Service own, @Nullable Resource other) {
    boolean sameListeners =
        other instanceof Service it
            && !own.headless()
            && own.externalName() == null
            && it.externalName() == null
            && own.ports().equals(it.ports())
            && own.addresses().equals(it.addresses())
            && own.type().equals(it.type())
            && own.headless() == it.headless()
            && own.metadata().annotations().equals(it.metadata().annotations())
            && Objects.equals(own.metadata().created(), it.metadata().created());
    if (!sameListeners || external()) {
      spread.everything(own.key() + " shares its ports with other Services");
    }
    allGateways();
  }

  void route(Route route) {
    boolean inMesh = route.parents().stream().anyMatch(ref -> ref.isService());
    if (inMesh && route instanceof StreamRoute) {
      spread.everything(route.key() + " may share listeners with other hosts");
    }
    if (inMesh && any(Sidecar.class)) {
      spread.everything(route.key() + " leads Sidecars to other hosts");
    }
  }

  void workload(ResourceKey key, Map<String, String> labels) {
    boolean selectedByGateway =
        images.stream()
            .flatMap(image -> image.all(IstioGateway.class))
            .anyMatch(gateway -> labels.entrySet().containsAll(gateway.selector().entrySet()));
    gatewaysOf(key);
    if (selectedByGateway || labels.containsKey("istio")) {
      allGateways();
    }
    if (any(ServiceEntry.class)) {
      spread.everything(key + " may be behind a ServiceEntry");
    }
    headless(key);
  }

  /** Each pod of a headless Service may be listened on. */
  private void headless(ResourceKey key) {
    var any = new ResourceKey(key.cluster(), "", "Service", key.namespace(), "");
    if (images.stream()
        .flatMap(image -> image.in(any, Service.class))
        .anyMatch(Service::headless)) {
      spread.everything(key + " may be dialed at its own address");
    }
  }

  /** A policy is for the workloads of its namespace, or of the mesh. */
  void policy(Resource policy) {
    ResourceKey own = policy.key();
    boolean entries = any(ServiceEntry.class) || any(WorkloadEntry.class);
    var anyService = new ResourceKey(own.cluster(), "", "Service", own.namespace(), "");
    boolean root =
        images.stream()
            .flatMap(image -> image.all(ConfigMap.class))
            .flatMap(config -> Stream.ofNullable(MeshConfig.of(config)))
            .map(MeshConfig::rootNamespace)
            .anyMatch(own.namespace()::equals);
    root |= own.namespace().equals(MeshConfig.DEFAULT.rootNamespace());
    if (root || entries) {
      spread.everything(own + " may be for workloads of other namespaces");
      return;
    }
    for (MeshImage image : images) {
      image.in(anyService, Service.class).forEach(service -> spread.endpoints(service.key()));
    }
    gatewaysOf(own);
    allGateways();
  }

  /** The Gateways of the Gateway API in a namespace, whose proxies run there. */
  private void gatewaysOf(ResourceKey namespaced) {
    var any =
        new ResourceKey(
            namespaced.cluster(),
            "gateway.networking.k8s.io",
            "Gateway",
            namespaced.namespace(),
            "");
    for (MeshImage image : images) {
      image.in(any, Gateway.class).forEach(gateway -> spread.gateway(gateway.key()));
    }
  }

  /** A Gateway that passes on whatever has a host and a port knows all of them. */
  void passing() {
    images.stream()
        .flatMap(image -> image.all(IstioGateway.class))
        .flatMap(gateway -> gateway.servers().stream())
        .flatMap(server -> Stream.ofNullable(server.tls()))
        .filter(tls -> tls.mode() == IstioServerTls.Mode.AUTO_PASSTHROUGH)
        .findFirst()
        .ifPresent(_ -> allGateways());
  }

  /** One proxy serves many Gateways together. */
  void allGateways() {
    if (!gateways) {
      gateways = true;
      images.stream()
          .flatMap(image -> image.all(IstioGateway.class))
          .forEach(gateway -> spread.gateway(gateway.key()));
    }
  }

  private boolean any(Class<? extends Resource> type) {
    return images.stream().anyMatch(image -> image.all(type).findAny().isPresent());
  }

  private static @Nullable ResourceKey service(String cluster, String host) {
    if (!host.endsWith(DOMAIN) || IstioNames.isWildcard(host)) {
      return null;
    }
    String[] parts = host.substring(0, host.length() - DOMAIN.length()).split("\\.", -1);
    return parts.length == 2 ? new ResourceKey(cluster, "", "Service", parts[1], parts[0]) : null;
  }
}
