package io.meshtwin.bridge.xds;

import io.envoyproxy.envoy.config.core.v3.RuntimeFractionalPercent;
import io.envoyproxy.envoy.config.route.v3.RouteAction.RequestMirrorPolicy;
import io.meshtwin.twin.routing.Mirror;
import io.meshtwin.twin.routing.WeightedDestination.Destination;
import java.util.List;
import java.util.Optional;

/** {@code RequestMirrorPolicy}: copies, with the Host that the request has. */
final class Mirrors {
  private Mirrors() {}

  /** The policies; a mirror of nobody, or of no requests, is none. */
  static List<RequestMirrorPolicy> of(List<Mirror> mirrors) {
    return mirrors.stream().map(Mirrors::of).flatMap(Optional::stream).toList();
  }

  private static Optional<RequestMirrorPolicy> of(Mirror mirror) {
    if (mirror.numerator() == 0) {
      return Optional.empty();
    }
    return switch (mirror.destination()) {
      // A copy of what goes to its original address would go there twice: no rule asks for it.
      case Destination.Original _, Destination.BlackHole _, Destination.Invalid _ ->
          Optional.empty();
      case Destination.ToService service -> Optional.of(policy(service, mirror));
    };
  }

  private static RequestMirrorPolicy policy(Destination.ToService service, Mirror mirror) {
    RequestMirrorPolicy.Builder policy =
        RequestMirrorPolicy.newBuilder()
            .setCluster(Names.cluster(service))
            // Envoy would append "-shadow" to Host; Gateway API copies the request as it is.
            .setDisableShadowHostSuffixAppend(true);
    if (mirror.numerator() < mirror.denominator()) {
      policy.setRuntimeFraction(
          RuntimeFractionalPercent.newBuilder()
              .setDefaultValue(Fractions.of(mirror.numerator(), mirror.denominator())));
    }
    return policy.build();
  }
}
