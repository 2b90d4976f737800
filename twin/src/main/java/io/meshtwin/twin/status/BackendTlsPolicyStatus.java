package io.meshtwin.twin.status;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.image.Reference.Relation;
import io.meshtwin.twin.resolve.PolicyVerdict;
import io.meshtwin.twin.resolve.RefProblem;
import io.meshtwin.twin.resolve.ResolvedGateway;
import io.meshtwin.twin.resolve.ResolvedMesh;
import io.meshtwin.twin.resource.BackendTlsPolicy;
import io.meshtwin.twin.resource.BackendTlsPolicy.Target;
import io.meshtwin.twin.resource.Route;
import io.meshtwin.twin.resource.Service;
import io.meshtwin.twin.status.ObjectStatus.Counts;
import io.meshtwin.twin.status.ObjectStatus.Place;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The status of BackendTLSPolicies, one for each Gateway from which a route leads to a target
 * (PolicyAncestorStatus; GEP-1897).
 */
final class BackendTlsPolicyStatus {
  private final ResolvedMesh mesh;
  private final MeshImage image;
  private final Controllers controllers;

  BackendTlsPolicyStatus(ResolvedMesh mesh, Controllers controllers) {
    this.mesh = mesh;
    this.image = mesh.image();
    this.controllers = controllers;
  }

  Stream<ObjectStatus> of(BackendTlsPolicy policy) {
    if (Refused.is(image, policy.key())) {
      return Stream.empty();
    }
    List<Condition> conditions = conditions(policy);
    return ancestors(policy).stream()
        .map(gateway -> Objects.requireNonNull(mesh.attached(gateway)))
        .map(gateway ->
            new ObjectStatus(
                policy.key(),
                new Place.Ancestor(gateway.gateway().key()),
                controllers.of(gateway.gateway()),
                conditions,
                Counts.NONE));
  }

  private SortedSet<ResourceKey> ancestors(BackendTlsPolicy policy) {
    var result = new TreeSet<ResourceKey>();
    policy.targets().stream()
        .map(Target::target)
        .flatMap(target -> image.referrers(target, Relation.FORWARDS))
        .map(key -> image.get(key, Route.class))
        .filter(Objects::nonNull)
        .flatMap(this::gateways)
        .map(gateway -> gateway.gateway().key())
        .forEach(result::add);
    return result;
  }

  private Stream<ResolvedGateway> gateways(Route route) {
    return route.parents().stream().flatMap(ref -> Stream.ofNullable(mesh.parent(ref)));
  }

  private List<Condition> conditions(BackendTlsPolicy policy) {
    PolicyVerdict verdict = mesh.standing().verdict(policy);
    return List.of(accepted(policy, verdict), resolvedRefs(verdict));
  }

  private Condition accepted(BackendTlsPolicy policy, PolicyVerdict verdict) {
    if (policy.targets().stream().noneMatch(this::exists)) {
      return Condition.no(Condition.ACCEPTED, "TargetNotFound");
    }
    if (!policy.targets().stream().allMatch(target -> mesh.standing().actsOn(policy, target))) {
      return Condition.no(Condition.ACCEPTED, "Conflicted");
    }
    if (verdict.invalid()) {
      return Condition.no(Condition.ACCEPTED, "Invalid");
    }
    return verdict.withoutAuthority()
        ? Condition.no(Condition.ACCEPTED, "NoValidCACertificate")
        : Condition.yes(Condition.ACCEPTED);
  }

  private boolean exists(Target target) {
    Service service = image.get(target.target(), Service.class);
    return service != null
        && (target.section() == null
            || service.ports().stream().anyMatch(port -> port.name().equals(target.section())));
  }

  private static Condition resolvedRefs(PolicyVerdict verdict) {
    for (RefProblem problem : verdict.problems()) {
      return switch (problem.cause()) {
        case KIND -> Condition.no(Condition.RESOLVED_REFS, "InvalidKind");
        case INVALID, NOT_PERMITTED ->
            Condition.no(Condition.RESOLVED_REFS, "InvalidCACertificateRef");
        case UNSEEN -> Condition.unknown(Condition.RESOLVED_REFS);
      };
    }
    return Condition.yes(Condition.RESOLVED_REFS);
  }
}
