package io.meshtwin.twin.resolve;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.finding.Finding;
import io.meshtwin.twin.finding.FindingCode;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resource.AuthorizationPolicy;
import io.meshtwin.twin.resource.Gateway;
import io.meshtwin.twin.resource.IstioGateway;
import io.meshtwin.twin.resource.IstioNames;
import io.meshtwin.twin.resource.PolicyTarget;
import io.meshtwin.twin.resource.RequestAuthentication;
import io.meshtwin.twin.resource.Resource;
import io.meshtwin.twin.resource.VirtualRule;
import io.meshtwin.twin.resource.VirtualService;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Policies that proxies at the edge do not follow, and rules that need one. */
final class TokenFindings {
  private static final String CLAIMS = "@request.auth.claims";
  private static final String ASSUMED = "istio-system";
  private final ResolvedMesh mesh;
  private final MeshImage image;
  private final String root;

  TokenFindings(ResolvedMesh mesh) {
    this.mesh = mesh;
    this.image = mesh.image();
    this.root = MeshSettings.of(image).rootNamespace();
  }

  Stream<Finding> all() {
    return Stream.concat(
        image.all(AuthorizationPolicy.class).flatMap(p -> selector(p, p.target())),
        image.all(RequestAuthentication.class).flatMap(p -> selector(p, p.target())));
  }

  /** Proxies of the Gateway API follow references, not labels. */
  private Stream<Finding> selector(Resource policy, PolicyTarget target) {
    if (!target.refs().isEmpty() || target.wholeNamespace()) {
      return Stream.empty();
    }
    return mesh.workloads().stream()
        .filter(workload -> workload.key().namespace().equals(policy.key().namespace()))
        .filter(workload -> workload.labels().containsKey(Gateway.NAME_LABEL))
        .filter(workload -> target.selects(workload.labels()))
        .limit(1)
        .map(workload ->
            MeshFindings.finding(
                FindingCode.SELECTOR_AT_GATEWAY,
                policy.metadata(),
                "spec.selector",
                workload.name()
                    + " belongs to Gateway "
                    + workload.labels().get(Gateway.NAME_LABEL)
                    + ", which follows targetRefs only"));
  }

  /** About a VirtualService. */
  Stream<Finding> of(VirtualService service) {
    List<VirtualRule> reading =
        service.http().stream()
            .filter(rule ->
                rule.matches().stream()
                    .flatMap(match ->
                        Stream.concat(
                            match.headers().keySet().stream(),
                            match.withoutHeaders().keySet().stream()))
                    .anyMatch(name -> name.startsWith(CLAIMS)))
            .toList();
    return reading.isEmpty()
        ? Stream.empty()
        : service.boundTo().stream()
            .filter(name -> !name.equals(IstioNames.MESH))
            .flatMap(name -> proxies(service, name))
            .filter(proxy -> !readsTokens(proxy))
            .limit(1)
            .map(proxy ->
                MeshFindings.finding(
                    FindingCode.CLAIMS_WITHOUT_TOKENS,
                    service.metadata(),
                    reading.getFirst().field() + ".match",
                    "no RequestAuthentication reads tokens at " + proxy.name()));
  }

  /**
   * A proxy.
   *
   * @param name how it is called
   */
  private record Proxy(String name, String namespace, Map<String, String> labels) {}

  /** Those of a Gateway; where manifests leave them out, the one that answers assume. */
  private Stream<Proxy> proxies(VirtualService service, String name) {
    int slash = name.indexOf('/');
    var key =
        new ResourceKey(
            service.key().cluster(),
            service.key().group(),
            "Gateway",
            name.substring(0, Math.max(slash, 0)),
            name.substring(slash + 1));
    IstioGateway gateway = image.get(key, IstioGateway.class);
    if (gateway == null) {
      return Stream.empty();
    }
    List<Proxy> there =
        mesh.workloads().stream()
            .filter(w -> w.labels().entrySet().containsAll(gateway.selector().entrySet()))
            .map(w -> new Proxy(w.name(), w.key().namespace(), w.labels()))
            .toList();
    return there.isEmpty() && gateway.metadata().location() != null
        ? Stream.of(new Proxy("the proxies of " + gateway.key(), ASSUMED, gateway.selector()))
        : there.stream();
  }

  private boolean readsTokens(Proxy proxy) {
    return image
        .all(RequestAuthentication.class)
        .filter(tokens ->
            tokens.key().namespace().equals(proxy.namespace())
                || tokens.key().namespace().equals(root))
        .anyMatch(
            tokens -> tokens.target().refs().isEmpty() && tokens.target().selects(proxy.labels()));
  }
}
