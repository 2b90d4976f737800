package io.meshtwin.twin.resolve;

import static io.meshtwin.twin.resolve.UnmodelledResources.claiming;
import static io.meshtwin.twin.resolve.UnmodelledResources.inbound;
import static io.meshtwin.twin.resolve.UnmodelledResources.names;
import static io.meshtwin.twin.resolve.UnmodelledResources.outbound;
import static io.meshtwin.twin.resolve.UnmodelledResources.reaches;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.finding.FindingCode;
import io.meshtwin.twin.finding.Severity;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.image.ResourceState;
import io.meshtwin.twin.resolve.sidecar.HostNames;
import io.meshtwin.twin.resource.ConfigMap;
import io.meshtwin.twin.resource.DestinationRule;
import io.meshtwin.twin.resource.Resource;
import io.meshtwin.twin.resource.Service;
import io.meshtwin.twin.resource.ServiceEntry;
import io.meshtwin.twin.resource.VirtualService;
import io.meshtwin.twin.routing.Caveat;
import io.meshtwin.twin.routing.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What decides an answer and is not modelled. Generous on purpose: a caveat too many costs an
 * {@code unknown}, one too few a wrong answer.
 */
final class Caveats {
  private final MeshImage image;
  private final Rewriters rewriters;
  private final UnmodelledResources unmodelled;
  private final GatewayInterference gateways;

  /** Who has a say beside sidecars, where there are some. */
  private final @Nullable Elsewhere elsewhere;

  /**
   * @param dialect where Istio's own kinds say what a client sees, they are modelled
   */
  Caveats(MeshImage image, Dialect dialect, Rewriters rewriters) {
    boolean sidecars = dialect.mesh().sidecars();
    this.image = image;
    this.rewriters = rewriters;
    unmodelled = UnmodelledResources.of(image, sidecars);
    gateways = new GatewayInterference(image, rewriters, unmodelled);
    elsewhere = sidecars ? new Elsewhere(image, MeshSettings.of(image).rootNamespace()) : null;
  }

  /** Of gateways. */
  GatewayInterference gateways() {
    return gateways;
  }

  /** Whether what they say of a Service's port can depend on the client. */
  boolean dependOnClients() {
    return !rewriters.isEmpty() || unmodelled.outbound();
  }

  /** What may change where a client's request to a Service is routed. */
  List<Caveat> routing(ClientScope client, Service service) {
    Predicate<Resource> claimsHost =
        f ->
            (f instanceof ServiceEntry || f instanceof VirtualService)
                && names(f, "hosts", service.key());
    return together(
        unmodelled.caveats(outbound(client.namespace()).or(claimsHost)),
        rewriters.outbound(client, service));
  }

  /** What may change where a client's requests to a host go that is no Kubernetes Service. */
  List<Caveat> routing(ClientScope client, String host) {
    Predicate<Resource> claims =
        f ->
            f instanceof VirtualService rules
                && rules.hosts().stream().anyMatch(other -> HostNames.overlap(other, host));
    return together(unmodelled.caveats(claims), elsewhere(client));
  }

  /** What may change where a client's traffic to what nobody knows goes. */
  List<Caveat> elsewhere(ClientScope client) {
    return together(unmodelled.caveats(outbound(client.namespace())), rewriters.outbound(client));
  }

  /** What may keep a request in the mesh that no Service, route or entry claims. */
  List<Caveat> leaving() {
    return image
        .all(ConfigMap.class)
        .filter(ConfigMap::isMeshConfig)
        .filter(config -> config.data().getOrDefault("mesh", "").contains("REGISTRY_ONLY"))
        .map(config ->
            notModelled(
                "REGISTRY_ONLY in " + config.key(),
                new Origin(config.key(), "", config.metadata().source(""))))
        .toList();
  }

  /** What may claim a client's traffic to where no Service is. */
  List<Caveat> claims(ClientScope client) {
    return together(unmodelled.caveats(claiming(client.namespace())), rewriters.outbound(client));
  }

  /** What may act on a client that dials a workload's own address. */
  List<Caveat> direct(ClientScope client, Workload workload) {
    Predicate<Resource> there = f -> reaches(f, workload.key().namespace());
    return together(
        unmodelled.caveats(there.or(f -> reaches(f, client.namespace()))),
        together(rewriters.outbound(client), rewriters.inbound(workload)));
  }

  /** What may decide whether a request arrives at a Service's endpoints. */
  List<Caveat> arrival(Service service) {
    Predicate<Resource> destinationRule =
        f -> f instanceof DestinationRule && names(f, "host", service.key());
    var result =
        new ArrayList<>(unmodelled.caveats(inbound(service.key().namespace()).or(destinationRule)));
    result.addAll(rewriters.arrival(service));
    service.unmodelled().forEach(field -> result.add(notModelled(service, field)));
    // What Istio makes of it is modelled where clients are asked (Localities).
    result.addAll(elsewhere == null ? distribution(service) : elsewhere.of(service.key()));
    return result;
  }

  /** Which endpoints a Service wants its clients to prefer, where no sidecar of Istio's does so. */
  static List<Caveat> distribution(Service service) {
    return service.distribution().isEmpty()
        ? List.of()
        : List.of(notModelled(service, Service.DISTRIBUTION));
  }

  private static Caveat notModelled(Service service, String field) {
    var origin = new Origin(service.key(), field, service.metadata().source(field));
    return notModelled(field + " of " + service.key(), origin);
  }

  /** What may decide whether a request arrives at the endpoints of a host of a namespace. */
  List<Caveat> arrival(ResourceKey host) {
    Predicate<Resource> rule =
        f -> f instanceof DestinationRule r && HostNames.overlap(r.host(), host.name());
    List<Caveat> touching = unmodelled.caveats(inbound(host.namespace()).or(rule));
    return elsewhere == null ? touching : together(touching, elsewhere.of(host));
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
}
