package io.meshtwin.twin.resolve;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.finding.Finding;
import io.meshtwin.twin.finding.FindingCode;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resolve.istiogateway.RulesAtGateways;
import io.meshtwin.twin.resolve.security.MeshSecurity;
import io.meshtwin.twin.resolve.sidecar.Seen;
import io.meshtwin.twin.resolve.virtualservice.DestinationRuleFindings;
import io.meshtwin.twin.resolve.virtualservice.NamedRules;
import io.meshtwin.twin.resolve.virtualservice.RuleExpressions;
import io.meshtwin.twin.resolve.virtualservice.VirtualServiceFindings;
import io.meshtwin.twin.resource.Foreign;
import io.meshtwin.twin.resource.MeshConfig;
import io.meshtwin.twin.resource.Metadata;
import io.meshtwin.twin.resource.Route;
import io.meshtwin.twin.resource.VirtualService;
import io.meshtwin.twin.routing.ServicePort;
import io.meshtwin.twin.routing.Subset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pcollections.TreePMap;

/**
 * The diagnostics of a mesh: what reading it found, and what resolving its routes finds. Each
 * family of findings looks at a route once, so that the time grows with the number of routes.
 */
final class MeshFindings {
  private final ResolvedMesh mesh;
  private final MeshImage image;

  MeshFindings(ResolvedMesh mesh) {
    this.mesh = mesh;
    this.image = mesh.image();
  }

  /**
   * All.
   *
   * @param ofWhole what is found by looking at the whole
   */
  List<Finding> all(List<Finding> ofWhole) {
    Stream<Finding> reading =
        image.resources().values().stream()
            .<Finding>mapMulti((state, found) -> state.findings().forEach(found));
    Stream<Finding> foreign =
        image.all(Foreign.class).filter(Foreign::concernsTraffic).map(MeshFindings::notModelled);
    Stream<Finding> ties =
        Stream.concat(new TieFindings(mesh).all(), new StreamTieFindings(mesh).all());
    List<Finding> routes = routes(image.all(Route.class).toList().parallelStream()).toList();
    return Stream.of(reading, routes.stream(), ties, foreign, ofWhole.stream())
        .flatMap(s -> s)
        .sorted()
        .distinct()
        .toList();
  }

  /** What is found by looking at the mesh as a whole, but for what VirtualServices say. */
  List<Finding> besideRules() {
    return mesh.dialect().mesh().sidecars()
        ? Stream.of(mesh.written().gateways().findings().stream(), security(), istio())
            .flatMap(findings -> findings)
            .toList()
        : List.of();
  }

  /** What is found about VirtualServices, by these. */
  TreePMap<ResourceKey, List<Finding>> ofRules() {
    return mesh.dialect().mesh().sidecars()
        ? ofRules(TreePMap.empty(), mesh.written().tables().rules().all().keySet())
        : TreePMap.empty();
  }

  /**
   * The same after some VirtualServices changed, and nothing else.
   *
   * @param before what was to be said
   */
  TreePMap<ResourceKey, List<Finding>> ofRules(
      TreePMap<ResourceKey, List<Finding>> before, Collection<ResourceKey> again) {
    NamedRules rules = mesh.written().tables().rules();
    var each =
        new VirtualServiceFindings(
            image,
            MeshSettings.of(image),
            mesh.written().tables().hosts(),
            rules,
            new GatewayNamespaces(mesh)::of);
    var tokens = new TokenFindings(mesh);
    var atGateways = RulesAtGateways.in(image);
    TreePMap<ResourceKey, List<Finding>> result = before;
    for (ResourceKey key : again) {
      VirtualService service = image.get(key, VirtualService.class);
      List<Finding> found =
          service == null
              ? List.of()
              : Stream.of(
                      each.about(key),
                      RuleExpressions.findings(service),
                      tokens.of(service),
                      atGateways.of(service))
                  .flatMap(findings -> findings)
                  .toList();
      result = found.isEmpty() ? result.minus(key) : result.plus(key, found);
    }
    return result;
  }

  private Stream<Finding> security() {
    MeshSecurity security = mesh.written().security();
    return security == null
        ? Stream.empty()
        : Stream.concat(
            new SecurityFindings(mesh, security).all(),
            new AuthorizerFindings(mesh, security).all());
  }

  /** What is found about some resources otherwise, where they act. */
  Stream<Finding> about(Set<ResourceKey> subjects, Set<ResourceKey> places) {
    Stream<Finding> reading =
        subjects.stream()
            .flatMap(key -> Stream.ofNullable(image.state(key)))
            .flatMap(state -> state.findings().stream());
    Stream<Finding> foreign =
        subjects.stream()
            .flatMap(key -> Stream.ofNullable(image.get(key, Foreign.class)))
            .filter(Foreign::concernsTraffic)
            .map(MeshFindings::notModelled);
    Stream<Finding> ties =
        Stream.concat(new TieFindings(mesh).at(places), new StreamTieFindings(mesh).at(places));
    Stream<Route> routes =
        subjects.stream().flatMap(key -> Stream.ofNullable(image.get(key, Route.class)));
    return Stream.of(reading, routes(routes), ties, foreign)
        .flatMap(s -> s)
        .filter(finding -> subjects.contains(finding.resource()));
  }

  /** What only Istio's control plane and proxies read. */
  private Stream<Finding> istio() {
    MeshConfig config = MeshSettings.of(image);
    return Stream.of(
            new DestinationRuleFindings(image, mesh.written().tables().hosts(), answered()).all(),
            new EntryFindings(image, config).all(),
            new SidecarFindings(mesh).all(),
            new ServiceFindings(mesh).all(),
            new AnnotationFindings(image).all(),
            new InjectionFindings(mesh).all(),
            new TokenFindings(mesh).all())
        .flatMap(findings -> findings);
  }

  /** Whether some port of a host has an endpoint of a subset, or may have. */
  private BiPredicate<String, Subset> answered() {
    Map<String, List<ServicePort>> ports =
        image.resources().keySet().stream()
            .map(key -> key.cluster())
            .distinct()
            .flatMap(cluster -> mesh.hostPorts(cluster).stream())
            .collect(Collectors.groupingBy(Seen::host));
    return (host, subset) ->
        ports.getOrDefault(host, List.of()).stream()
            .map(port -> mesh.cluster(port, subset))
            .anyMatch(cluster -> !cluster.endpoints().isEmpty() || !cluster.caveats().isEmpty());
  }

  private Stream<Finding> routes(Stream<Route> routes) {
    var parents = new ParentFindings(mesh);
    var backends = new BackendFindings(mesh);
    var expressions = new ExpressionFindings(mesh.dialect().routes());
    return routes.flatMap(route ->
        Stream.of(parents.of(route), backends.of(route), expressions.of(route)).flatMap(s -> s));
  }

  private static Finding notModelled(Foreign foreign) {
    return finding(
        FindingCode.NOT_MODELLED,
        foreign.metadata(),
        "",
        foreign.key() + " is not modelled: answers that it can touch are unknown");
  }

  /** A finding about a field of a resource. */
  static Finding finding(FindingCode code, Metadata resource, String field, String message) {
    return new Finding(code, resource.key(), field, message, resource.source(field));
  }
}
