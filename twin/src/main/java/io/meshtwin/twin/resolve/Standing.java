package io.meshtwin.twin.resolve;

import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resource.BackendTlsPolicy;
import io.meshtwin.twin.resource.Gateway;
import io.meshtwin.twin.resource.ObjectRef;
import io.meshtwin.twin.resource.ParentRef;
import io.meshtwin.twin.resource.Route;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How routes, policies and their references stand in the mesh: what a controller words in their
 * status and the diagnostics in findings.
 */
public final class Standing {
  private final MeshImage image;
  private final Dialect dialect;
  private final GatewayAttachments gateways;
  private final ServiceAttachments services;
  private final Backends backends;
  private final BackendTlsPolicies policies;

  Standing(
      MeshImage image,
      Dialect dialect,
      GatewayAttachments gateways,
      ServiceAttachments services,
      Backends backends) {
    this.image = image;
    this.dialect = dialect;
    this.gateways = gateways;
    this.services = services;
    this.backends = backends;
    this.policies = new BackendTlsPolicies(image);
  }

  /** How much of a route is not supported. */
  public enum Unsupported {
    /** All of it is. */
    NOTHING,
    /** The other rules act. */
    SOME_RULES,
    /** No rule acts. */
    ALL_RULES
  }

  /**
   * What came of a route at one of its parents.
   *
   * @return null where the parent is not a Gateway of the mesh, nor a ListenerSet of one
   */
  public @Nullable Attachment atGateway(Route route, ParentRef ref) {
    ResolvedGateway gateway = gateways.parent(ref);
    return gateway == null ? null : gateway.attachment(route, ref);
  }

  /** What came of a route at a Service. */
  public Attachment.Outcome atService(Route route, ParentRef ref) {
    return services.outcome(route, ref);
  }

  /**
   * The reason of the condition ResolvedRefs when a route's references do not all hold.
   *
   * @param inMesh whether the parent is a Service: then no grant is needed (GEP-1294)
   * @return null when they do
   */
  public @Nullable String unresolved(Route route, boolean inMesh) {
    return route.backends().stream()
        .filter(ref -> !backends.unread(ref))
        .flatMap(ref -> Stream.ofNullable(backends.problem(route, ref, inMesh)))
        .map(problem -> problem.reason().word())
        .findFirst()
        .orElse(null);
  }

  /** Whether a route refers to a kind that may be served and is not read here. */
  public boolean unread(Route route) {
    return RuleProblems.extended(route) || route.backends().stream().anyMatch(backends::unread);
  }

  /**
   * Which of a route's rules have a value that the implementation does not support; none in a
   * dialect where one such rule keeps the whole route from acting.
   */
  public Unsupported unsupported(Route route) {
    int rules = new RuleProblems(dialect.routes()).unsupported(route);
    if (dialect.mesh().wholeRoutes() || rules == 0) {
      return Unsupported.NOTHING;
    }
    return rules < RuleProblems.rules(route) ? Unsupported.SOME_RULES : Unsupported.ALL_RULES;
  }

  /** What a BackendTLSPolicy comes to. */
  public PolicyVerdict verdict(BackendTlsPolicy policy) {
    return policies.verdict(policy);
  }

  /** Whether a policy has one of its targets, and not an older policy. */
  public boolean actsOn(BackendTlsPolicy policy, BackendTlsPolicy.Target target) {
    BackendTlsPolicy first = policies.first(target.target(), target.section());
    return first != null && first.key().equals(policy.key());
  }

  /** What is wrong with the certificate that a Gateway shows to backends, null for nothing. */
  public @Nullable RefProblem clientCertificateProblem(Gateway gateway) {
    ObjectRef ref = gateway.tls().clientCertificate();
    return ref == null
        ? null
        : new TrustRefs(image)
            .certificates(gateway.key(), List.of(ref)).problems().stream().findFirst().orElse(null);
  }

  ServiceAttachments services() {
    return services;
  }

  Backends backends() {
    return backends;
  }
}
