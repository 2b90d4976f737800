package io.meshtwin.twin.resolve;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.image.Reference.Relation;
import io.meshtwin.twin.resource.BackendTlsPolicy;
import io.meshtwin.twin.resource.Service;
import io.meshtwin.twin.routing.ServicePort;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Which BackendTLSPolicy acts on a Service's port, and what it comes to (GEP-1897). */
final class BackendTlsPolicies {
  private final MeshImage image;
  private final TrustRefs refs;

  BackendTlsPolicies(MeshImage image) {
    this.image = image;
    this.refs = new TrustRefs(image);
  }

  /** The policy that acts on a port: one for the port before one for the whole Service. */
  @Nullable BackendTlsPolicy on(ServicePort port) {
    Service service = image.get(port.service(), Service.class);
    String section =
        service == null ? null : service.port(port.port()).map(Service.Port::name).orElse(null);
    BackendTlsPolicy own =
        section == null || section.isEmpty() ? null : first(port.service(), section);
    return own == null ? first(port.service(), null) : own;
  }

  /**
   * The policy that has a target: of several the oldest (BackendTLSPolicySpec.targetRefs).
   *
   * @param section a port's name, null for the whole Service
   */
  @Nullable BackendTlsPolicy first(ResourceKey target, @Nullable String section) {
    return image
        .referrers(target, Relation.ATTACHES)
        .map(key -> image.get(key, BackendTlsPolicy.class))
        .filter(Objects::nonNull)
        .filter(policy ->
            policy.targets().stream()
                .anyMatch(t -> t.target().equals(target) && Objects.equals(t.section(), section)))
        .min(Age.OLDEST_FIRST)
        .orElse(null);
  }

  /** What a policy comes to. References are to its own namespace (LocalObjectReference). */
  PolicyVerdict verdict(BackendTlsPolicy policy) {
    TrustRefs.Checked checked = refs.authorities(policy.key(), policy.authorities());
    String wellKnown = policy.wellKnown();
    boolean unknown = wellKnown != null && !wellKnown.equals(BackendTlsPolicy.SYSTEM);
    return new PolicyVerdict(policy, checked.valid(), checked.problems(), unknown);
  }
}
