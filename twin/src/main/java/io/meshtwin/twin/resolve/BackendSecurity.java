package io.meshtwin.twin.resolve;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resource.BackendTlsPolicy;
import io.meshtwin.twin.resource.Gateway;
import io.meshtwin.twin.resource.ObjectRef;
import io.meshtwin.twin.routing.Caveat;
import io.meshtwin.twin.routing.Delivery;
import io.meshtwin.twin.routing.Mirror;
import io.meshtwin.twin.routing.Origin;
import io.meshtwin.twin.routing.RouteAction;
import io.meshtwin.twin.routing.RouteRule;
import io.meshtwin.twin.routing.UpstreamTls;
import io.meshtwin.twin.routing.WeightedDestination;
import io.meshtwin.twin.routing.WeightedDestination.Destination;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How a Gateway speaks to backends: in TLS where a BackendTLSPolicy says so, with the Gateway's
 * certificate where it has one (GEP-1897, GEP-3155).
 */
final class BackendSecurity {
  private final MeshImage image;
  private final BackendTlsPolicies policies;
  private final TrustRefs refs;

  BackendSecurity(MeshImage image) {
    this.image = image;
    this.policies = new BackendTlsPolicies(image);
    this.refs = new TrustRefs(image);
  }

  /** Rules as a Gateway does them. */
  List<RouteRule> of(Gateway gateway, List<RouteRule> rules) {
    return rules.stream().map(rule -> of(gateway, rule)).toList();
  }

  private RouteRule of(Gateway gateway, RouteRule rule) {
    return rule.action() instanceof RouteAction.Forward forward
        ? new RouteRule(
            rule.name(),
            rule.match(),
            of(gateway, forward),
            rule.cors(),
            rule.precedence(),
            rule.origin())
        : rule;
  }

  private RouteAction of(Gateway gateway, RouteAction.Forward forward) {
    Delivery delivery = forward.delivery();
    Stream<Destination> all =
        Stream.concat(
            forward.destinations().stream().map(WeightedDestination::destination),
            delivery.mirrors().stream().map(Mirror::destination));
    Caveat unknown =
        all.flatMap(d -> Stream.ofNullable(unknown(gateway, d))).findFirst().orElse(null);
    if (unknown != null) {
      return new RouteAction.Unmodelled(unknown);
    }
    List<Mirror> mirrors =
        delivery.mirrors().stream()
            .map(m ->
                new Mirror(
                    secured(gateway, m.destination(), INTERNAL_ERROR),
                    m.numerator(),
                    m.denominator(),
                    m.origin()))
            .toList();
    return new RouteAction.Forward(
        weighted(gateway, forward.destinations()),
        forward.changes(),
        new Delivery(delivery.timeouts(), delivery.retries(), mirrors, delivery.session()));
  }

  /**
   * What a connection that no policy can secure is answered with: a 5xx of the implementation's
   * choice (BackendTLSPolicyValidation.caCertificateRefs).
   */
  private static final int INTERNAL_ERROR = 500;

  /** Destinations as a Gateway reaches them. */
  List<WeightedDestination> weighted(Gateway gateway, List<WeightedDestination> destinations) {
    return destinations.stream()
        .map(share ->
            new WeightedDestination(
                share.weight(),
                secured(gateway, share.destination(), INTERNAL_ERROR),
                share.changes(),
                share.origin()))
        .toList();
  }

  /** What keeps the way to a destination from being known, null for nothing. */
  @Nullable Caveat unknown(Gateway gateway, Destination destination) {
    if (!(destination instanceof Destination.ToService to)) {
      return null;
    }
    BackendTlsPolicy policy = policies.on(to.service());
    if (policy == null) {
      return null;
    }
    ObjectRef shown = gateway.tls().clientCertificate();
    if (shown != null && certificate(gateway) == null) {
      // GEP-3155 says what status shows, not what the backend is shown.
      String what = "a client certificate that does not resolve, of " + gateway.key() + ",";
      return Caveats.notModelled(
          what, new Origin(gateway.key(), shown.field(), gateway.metadata().source(shown.field())));
    }
    Stream<Caveat> unseen =
        Stream.concat(
                policies.verdict(policy).problems().stream(),
                shown == null ? Stream.empty() : shown(gateway).problems().stream())
            .filter(RefProblem::unseen)
            .map(problem -> caveat(policy, problem));
    return Stream.concat(Caveats.refused(image, policy.key()), unseen).findFirst().orElse(null);
  }

  private Destination secured(Gateway gateway, Destination destination, int failure) {
    if (!(destination instanceof Destination.ToService to)) {
      return destination;
    }
    BackendTlsPolicy policy = policies.on(to.service());
    if (policy == null) {
      return to;
    }
    PolicyVerdict verdict = policies.verdict(policy);
    if (!verdict.usable()) {
      return new Destination.Invalid(failure, policy.key() + " has no valid authority");
    }
    List<String> names =
        policy.alternatives().isEmpty()
            ? List.of(policy.hostname())
            : policy.alternatives().stream().map(BackendTlsPolicy.AltName::value).toList();
    return new Destination.ToService(
        to.service(),
        new UpstreamTls.ByPolicy(
            policy.hostname(), verdict.authorities(), names, certificate(gateway)));
  }

  private static Caveat caveat(BackendTlsPolicy policy, RefProblem problem) {
    return new Caveat(
        problem.message(), new Origin(policy.key(), "", policy.metadata().source("")));
  }

  /** The certificate that a Gateway shows to backends, null for none. */
  private @Nullable ResourceKey certificate(Gateway gateway) {
    return shown(gateway).valid().stream().findFirst().orElse(null);
  }

  private TrustRefs.Checked shown(Gateway gateway) {
    ObjectRef ref = gateway.tls().clientCertificate();
    return refs.certificates(gateway.key(), ref == null ? List.of() : List.of(ref));
  }
}
