package io.meshtwin.twin.resolve;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.finding.FindingCode;
import io.meshtwin.twin.finding.Severity;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.image.ResourceState;
import io.meshtwin.twin.resolve.sidecar.HostNames;
import io.meshtwin.twin.resource.AuthorizationPolicy;
import io.meshtwin.twin.resource.ConfigMap;
import io.meshtwin.twin.resource.DestinationRule;
import io.meshtwin.twin.resource.Foreign;
import io.meshtwin.twin.resource.MeshConfig;
import io.meshtwin.twin.resource.NetworkPolicy;
import io.meshtwin.twin.resource.PeerAuthentication;
import io.meshtwin.twin.resource.PolicyTarget;
import io.meshtwin.twin.resource.RequestAuthentication;
import io.meshtwin.twin.resource.Resource;
import io.meshtwin.twin.resource.Service;
import io.meshtwin.twin.resource.ServiceEntry;
import io.meshtwin.twin.resource.Sidecar;
import io.meshtwin.twin.resource.VirtualService;
import io.meshtwin.twin.resource.WorkloadEntry;
import io.meshtwin.twin.routing.Caveat;
import io.meshtwin.twin.routing.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What decides an answer and is not modelled. Generous on purpose: a caveat too many costs an
 * {@code unknown}, one too few a wrong answer.
 */
final class Caveats {
  private static final String ROOT_NAMESPACE = "istio-system";
  private static final String GATEWAY_NAME = "gateway.networking.k8s.io/gateway-name";
  private static final String INGRESS = "Ingress";

  /** Where istiod serves Ingresses of its class ({@code ConvertIngressV1alpha3}). */
  private static final Set<Integer> INGRESS_PORTS = Set.of(80, 443);

  /** Fields of MeshConfig that say which Ingresses are served, and by whom. */
  private static final List<String> INGRESS_SETTINGS =
      List.of("ingressClass", "ingressControllerMode", "ingressSelector", "ingressService");

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

  private final MeshImage image;
  private final Rewriters rewriters;

  private final List<Resource> foreign;

  private final List<ConfigMap> meshConfigs;

  /** Whether a MeshConfig says which Ingresses istiod serves, and where. */
  private final boolean ingressesElsewhere;

  /** Who has a say beside sidecars, where there are some. */
  private final @Nullable Elsewhere elsewhere;

  /**
   * @param dialect where Istio's own kinds say what a client sees, they are modelled
   */
  Caveats(MeshImage image, Dialect dialect, Rewriters rewriters) {
    boolean sidecars = dialect.mesh().sidecars();
    this.image = image;
    this.rewriters = rewriters;
    List<Resource> policies =
        Stream.of(
                image.all(PeerAuthentication.class),
                image.all(RequestAuthentication.class),
                image.all(AuthorizationPolicy.class))
            .<Resource>flatMap(resources -> resources)
            .toList();
    foreign =
        Stream.of(
                image
                    .all(Foreign.class)
                    .filter(Foreign::concernsTraffic)
                    .filter(f -> !Rewriter.KINDS.contains(f.key().kind()))
                    .filter(f -> !f.key().kind().equals(INGRESS)),
                sidecars ? Stream.<Resource>empty() : policies.stream(),
                image.all(ServiceEntry.class).filter(_ -> !sidecars),
                image.all(WorkloadEntry.class).filter(_ -> !sidecars),
                image.all(Sidecar.class).filter(_ -> !sidecars),
                image.all(VirtualService.class).filter(_ -> !sidecars),
                image.all(DestinationRule.class).filter(_ -> !sidecars))
            .<Resource>flatMap(resources -> resources)
            .toList();
    elsewhere = sidecars ? new Elsewhere(image, MeshSettings.of(image).rootNamespace()) : null;
    meshConfigs = image.all(ConfigMap.class).filter(ConfigMap::isMeshConfig).toList();
    ingressesElsewhere =
        meshConfigs.stream()
            .flatMap(map -> Stream.ofNullable(MeshConfig.of(map)))
            .anyMatch(config -> INGRESS_SETTINGS.stream().anyMatch(config.body()::has));
  }

  /** Whether what they say of a Service's port can depend on the client. */
  boolean dependOnClients() {
    return !rewriters.isEmpty()
        || foreign.stream().anyMatch(f -> OUTBOUND.contains(f.key().kind()));
  }

  /** What may change where a client's request to a Service is routed. */
  List<Caveat> routing(ClientScope client, Service service) {
    Predicate<Resource> outbound =
        f -> OUTBOUND.contains(f.key().kind()) && covers(f, client.namespace());
    Predicate<Resource> claimsHost =
        f ->
            (f instanceof ServiceEntry || f instanceof VirtualService)
                && names(f, "hosts", service.key());
    return together(caveats(outbound.or(claimsHost)), rewriters.outbound(client, service));
  }

  /** What may change where a client's requests to a host go that is no Kubernetes Service. */
  List<Caveat> routing(ClientScope client, String host) {
    Predicate<Resource> claims =
        f ->
            f instanceof VirtualService rules
                && rules.hosts().stream().anyMatch(other -> HostNames.overlap(other, host));
    return together(caveats(claims), elsewhere(client));
  }

  /** What may change where a client's traffic to what nobody knows goes. */
  List<Caveat> elsewhere(ClientScope client) {
    return together(
        caveats(f -> OUTBOUND.contains(f.key().kind()) && covers(f, client.namespace())),
        rewriters.outbound(client));
  }

  /** What may keep a request in the mesh that no Service, route or entry claims. */
  List<Caveat> leaving() {
    return meshConfigs.stream()
        .filter(config -> config.data().getOrDefault("mesh", "").contains("REGISTRY_ONLY"))
        .map(config -> notModelled("REGISTRY_ONLY in " + config.key(), origin(config)))
        .toList();
  }

  /** What may claim a client's traffic to where no Service is. */
  List<Caveat> claims(ClientScope client) {
    return together(
        caveats(f -> CLAIMING.contains(f.key().kind()) && reaches(f, client.namespace())),
        rewriters.outbound(client));
  }

  /** What may act on a client that dials a workload's own address. */
  List<Caveat> direct(ClientScope client, Workload workload) {
    return together(
        caveats(f -> reaches(f, client.namespace()) || reaches(f, workload.key().namespace())),
        together(rewriters.outbound(client), rewriters.inbound(workload)));
  }

  private static boolean reaches(Resource f, String namespace) {
    return FAR.contains(f.key().kind()) || covers(f, namespace);
  }

  /** What may decide whether a request arrives at a Service's endpoints. */
  List<Caveat> arrival(Service service) {
    Predicate<Resource> inbound =
        f -> INBOUND.contains(f.key().kind()) && covers(f, service.key().namespace());
    Predicate<Resource> destinationRule =
        f -> f instanceof DestinationRule && names(f, "host", service.key());
    var result = new ArrayList<>(caveats(inbound.or(destinationRule)));
    result.addAll(rewriters.arrival(service));
    for (String field : service.unmodelled()) {
      result.add(notModelled(field + " of " + service.key(), origin(service, field)));
    }
    result.addAll(elsewhere == null ? List.of() : elsewhere.of(service.key()));
    return result;
  }

  /** What may decide whether a request arrives at the endpoints of a host of a namespace. */
  List<Caveat> arrival(ResourceKey host) {
    List<Caveat> touching =
        caveats(f -> {
          boolean inbound = INBOUND.contains(f.key().kind()) && covers(f, host.namespace());
          boolean rule = f instanceof DestinationRule r && HostNames.overlap(r.host(), host.name());
          return inbound || rule;
        });
    return elsewhere == null ? touching : together(touching, elsewhere.of(host));
  }

  /** What may change what a Gateway of the Gateway API does. */
  List<Caveat> gateway(ResourceKey gateway) {
    Map<String, String> labels = Map.of(GATEWAY_NAME, gateway.name());
    return together(
        policies(gateway.cluster(), gateway.namespace(), _ -> true),
        rewriters.gateway(gateway.cluster(), gateway.namespace(), labels, Set.of()));
  }

  /** What may change what an Istio Gateway's proxies do. */
  List<Caveat> atGateway(
      String cluster, String namespace, Map<String, String> labels, Set<Integer> ports) {
    boolean ingress =
        (ingressesElsewhere || "ingressgateway".equals(labels.get("istio")))
            && ports.stream().anyMatch(INGRESS_PORTS::contains);
    List<Caveat> ingresses =
        ingress
            ? image
                .all(Foreign.class)
                .filter(f -> f.key().kind().equals(INGRESS))
                .filter(f -> ingressesElsewhere || f.concernsTraffic())
                .map(f -> notModelled(f.key().toString(), origin(f)))
                .toList()
            : List.of();
    return together(
        together(policies(cluster, namespace, target -> means(target, labels)), ingresses),
        rewriters.gateway(cluster, namespace, labels, ports));
  }

  /** Selectors are for proxies of Istio's Gateways, references for those of the Gateway API. */
  private static boolean means(PolicyTarget target, Map<String, String> labels) {
    Map<String, String> selected = target.labels();
    return target.refs().isEmpty()
        && (selected == null || labels.entrySet().containsAll(selected.entrySet()));
  }

  private List<Caveat> policies(String cluster, String namespace, Predicate<PolicyTarget> targets) {
    List<Caveat> others =
        foreign.stream()
            .filter(f ->
                switch (f) {
                  case AuthorizationPolicy policy -> targets.test(policy.target());
                  case RequestAuthentication policy -> targets.test(policy.target());
                  case Resource _ -> false;
                })
            .filter(f -> f.key().cluster().equals(cluster) && covers(f, namespace))
            .map(f -> notModelled(f.key().toString(), origin(f)))
            .toList();
    return together(others, closed(cluster, namespace));
  }

  /** NetworkPolicies that may select a Gateway's pods, whose labels are the implementation's. */
  private List<Caveat> closed(String cluster, String namespace) {
    return image
        .all(NetworkPolicy.class)
        .filter(policy ->
            policy.key().cluster().equals(cluster) && policy.key().namespace().equals(namespace))
        .map(policy -> {
          String words = "whether " + policy.key() + " selects the pods of a Gateway is not known";
          return new Caveat(words, origin(policy));
        })
        .toList();
  }

  private static List<Caveat> together(List<Caveat> one, List<Caveat> other) {
    return Stream.concat(one.stream(), other.stream()).toList();
  }

  /** Why the API server would refuse a resource. */
  List<Caveat> refused(ResourceKey key) {
    return refused(image, key).toList();
  }

  /** A resource that the API server would refuse: what depends on it cannot be known. */
  static Stream<Caveat> refused(MeshImage image, ResourceKey key) {
    ResourceState state = image.state(key);
    return state == null
        ? Stream.empty()
        : state.findings().stream()
            .filter(finding -> finding.code() == FindingCode.INVALID_FIELD)
            .filter(finding -> finding.severity() == Severity.ERROR)
            .map(finding ->
                new Caveat(
                    key
                        + " would be refused by the API server: "
                        + finding.field()
                        + " "
                        + finding.message(),
                    new Origin(key, finding.field(), finding.source())));
  }

  static Caveat notModelled(String what, Origin origin) {
    return new Caveat(what + " is not modelled", origin);
  }

  private static Origin origin(Service service, String field) {
    return new Origin(service.key(), field, service.metadata().source(field));
  }

  private List<Caveat> caveats(Predicate<Resource> touching) {
    return foreign.stream()
        .filter(touching)
        .map(f -> notModelled(f.key().toString(), origin(f)))
        .toList();
  }

  private static Origin origin(Resource resource) {
    return new Origin(resource.key(), "", resource.metadata().source(""));
  }

  private static boolean covers(Resource f, String namespace) {
    String own = f.key().namespace();
    return own.isEmpty() || own.equals(namespace) || own.equals(ROOT_NAMESPACE);
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

  /** Whether a host, or one of a list of hosts, can mean the Service. */
  private static boolean names(Resource f, String field, ResourceKey service) {
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
}
