package io.meshtwin.twin.resolve;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.finding.Finding;
import io.meshtwin.twin.finding.FindingCode;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resolve.security.MeshSecurity;
import io.meshtwin.twin.resource.AuthorizationPolicy;
import io.meshtwin.twin.resource.AuthorizationPolicy.Action;
import io.meshtwin.twin.resource.AuthorizationRule;
import io.meshtwin.twin.resource.PeerAuthentication;
import io.meshtwin.twin.resource.PolicyTarget;
import io.meshtwin.twin.resource.RequestAuthentication;
import io.meshtwin.twin.resource.Resource;
import io.meshtwin.twin.resource.Service;
import io.meshtwin.twin.routing.Inbound;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** What is wrong with Istio's security policies, as far as proxies come to differ by it. */
final class SecurityFindings {
  private static final String GATEWAY = "Gateway";
  private static final Set<String> HTTP_KEYS = Set.of("request.headers", "request.auth.");
  private static final Set<String> HTTP_SOURCES = Set.of("requestPrincipals");
  private static final Set<String> HTTP_OPERATIONS = Set.of("hosts", "methods", "paths");

  private final ResolvedMesh mesh;
  private final MeshImage image;
  private final MeshSecurity security;
  private final List<Workload> proxied;

  SecurityFindings(ResolvedMesh mesh, MeshSecurity security) {
    this.mesh = mesh;
    this.image = mesh.image();
    this.security = security;
    this.proxied =
        mesh.workloads().stream().filter(workload -> mesh.scope(workload).meshed()).toList();
  }

  Stream<Finding> all() {
    Stream<Finding> peers =
        image
            .all(PeerAuthentication.class)
            .flatMap(p -> Stream.concat(targets(p, p.target()), ineffective(p)));
    Stream<Finding> tokens =
        image.all(RequestAuthentication.class).flatMap(p -> targets(p, p.target()));
    Stream<Finding> access =
        image
            .all(AuthorizationPolicy.class)
            .flatMap(p -> Stream.concat(targets(p, p.target()), onBytes(p)));
    Stream<Finding> sources = new SourceFindings(image).all();
    Stream<Finding> conflicts = new TlsConflictFindings(mesh).all();
    return Stream.of(peers, tokens, access, sources, conflicts).flatMap(findings -> findings);
  }

  private Stream<Finding> targets(Resource policy, PolicyTarget target) {
    return Stream.concat(selection(policy, target), bypassed(policy, target));
  }

  /** Workloads that a policy of their own namespace selects, and that no proxy stands before. */
  private Stream<Finding> bypassed(Resource policy, PolicyTarget target) {
    if (!target.refs().isEmpty()) {
      return Stream.empty();
    }
    List<String> open =
        mesh.workloads().stream()
            .filter(workload -> workload.key().namespace().equals(policy.key().namespace()))
            .filter(workload -> covers(policy, workload) && target.selects(labels(workload)))
            .filter(workload -> !mesh.scope(workload).meshed())
            .map(Workload::name)
            .sorted()
            .toList();
    if (open.isEmpty()) {
      return Stream.empty();
    }
    String more = open.size() > 3 ? " and " + (open.size() - 3) + " more" : "";
    String message =
        String.join(", ", open.subList(0, Math.min(3, open.size())))
            + more
            + (open.size() == 1 ? " has" : " have")
            + " no proxy, so nobody there asks what the policy asks";
    return Stream.of(
        MeshFindings.finding(FindingCode.POLICY_BYPASSED, policy.metadata(), "spec", message));
  }

  private Stream<Finding> selection(Resource policy, PolicyTarget target) {
    if (!target.refs().isEmpty()) {
      return target.refs().stream()
          .filter(ref -> !exists(policy, ref.target()))
          .map(ref ->
              MeshFindings.finding(
                  FindingCode.POLICY_SELECTS_NOTHING,
                  policy.metadata(),
                  ref.field(),
                  ref.target() + " is no Gateway of the mesh in the policy's namespace"));
    }
    boolean root = policy.key().namespace().equals(security.settings().rootNamespace());
    boolean selects =
        (target.wholeNamespace() && (root || mesh.workloads().isEmpty()))
            || mesh.workloads().stream()
                .filter(workload -> covers(policy, workload))
                .map(this::labels)
                .anyMatch(labels -> target.selects(labels) || target.maySelect(labels));
    return selects
        ? Stream.empty()
        : Stream.of(
            MeshFindings.finding(
                FindingCode.POLICY_SELECTS_NOTHING,
                policy.metadata(),
                target.wholeNamespace() ? "spec" : "spec.selector",
                target.wholeNamespace()
                    ? "the namespace has no workload"
                    : "no workload has these labels"));
  }

  private Map<String, String> labels(Workload workload) {
    return security.labels(workload.key(), workload.labels());
  }

  private boolean exists(Resource policy, ResourceKey target) {
    return target.kind().equals(GATEWAY)
        && target.namespace().equals(policy.key().namespace())
        && image.state(target) != null;
  }

  private boolean covers(Resource policy, Workload workload) {
    String own = policy.key().namespace();
    return policy.key().cluster().equals(workload.key().cluster())
        && (own.equals(workload.key().namespace())
            || own.equals(security.settings().rootNamespace()));
  }

  /** Of policies for one scope the oldest acts; labels mean nothing in the root namespace. */
  private Stream<Finding> ineffective(PeerAuthentication policy) {
    if (security.acts(policy)) {
      return Stream.empty();
    }
    boolean root = policy.key().namespace().equals(security.settings().rootNamespace());
    String why =
        root && !policy.target().wholeNamespace()
            ? "in the root namespace a PeerAuthentication with labels does nothing"
            : "an older PeerAuthentication of the same scope acts alone";
    return Stream.of(
        MeshFindings.finding(FindingCode.POLICY_INEFFECTIVE, policy.metadata(), "spec", why));
  }

  /** Attributes of HTTP on a port that passes bytes on (ValidateAuthorizationPolicy warns too). */
  private Stream<Finding> onBytes(AuthorizationPolicy policy) {
    boolean bytes =
        proxied.stream()
            .filter(workload -> security.policies(workload).contains(policy.key()))
            .anyMatch(this::takesBytes);
    if (!bytes || policy.action() == Action.AUDIT) {
      return Stream.empty();
    }
    return policy.rules().stream()
        .filter(SecurityFindings::readsHttp)
        .map(rule ->
            MeshFindings.finding(
                FindingCode.HTTP_RULE_ON_BYTES,
                policy.metadata(),
                rule.field(),
                policy.action() == Action.ALLOW
                    ? "on ports that carry bytes the rule allows nothing"
                    : "on ports that carry bytes the rule takes connections whatever its"
                        + " attributes of HTTP say"));
  }

  private boolean takesBytes(Workload workload) {
    return image
        .all(Service.class)
        .filter(service -> service.key().namespace().equals(workload.key().namespace()))
        .filter(service -> service.selects(workload.labels()))
        .flatMap(service -> service.ports().stream())
        .map(port -> mesh.inbound(workload, workload.port(port.target())))
        .anyMatch(
            inbound -> inbound != null && inbound.chains().stream().noneMatch(Inbound.Chain::http));
  }

  private static boolean readsHttp(AuthorizationRule rule) {
    return rule.from().stream()
            .anyMatch(p -> HTTP_SOURCES.stream().anyMatch(p.attributes()::containsKey))
        || rule.to().stream()
            .anyMatch(p -> HTTP_OPERATIONS.stream().anyMatch(p.attributes()::containsKey))
        || rule.when().stream().anyMatch(w -> HTTP_KEYS.stream().anyMatch(w.key()::startsWith));
  }
}
