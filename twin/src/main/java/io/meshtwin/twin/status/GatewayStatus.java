package io.meshtwin.twin.status;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resolve.RefProblem;
import io.meshtwin.twin.resolve.ResolvedGateway;
import io.meshtwin.twin.resolve.ResolvedListener;
import io.meshtwin.twin.resolve.ResolvedMesh;
import io.meshtwin.twin.resource.Gateway;
import io.meshtwin.twin.resource.ObjectRef;
import io.meshtwin.twin.status.Condition.Truth;
import io.meshtwin.twin.status.ObjectStatus.Counts;
import io.meshtwin.twin.status.ObjectStatus.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The status of Gateways and their listeners (GatewayConditionType). Whether an address can be had
 * is the infrastructure's to say, so it is taken for granted.
 */
final class GatewayStatus {
  /** Types of addresses that the Gateway API itself knows (AddressType). */
  private static final Set<String> ADDRESS_TYPES = Set.of("IPAddress", "Hostname");

  private final ResolvedMesh mesh;
  private final MeshImage image;
  private final Controllers controllers;

  GatewayStatus(ResolvedMesh mesh, Controllers controllers) {
    this.mesh = mesh;
    this.image = mesh.image();
    this.controllers = controllers;
  }

  Stream<ObjectStatus> of(Gateway gateway) {
    ResourceKey key = gateway.key();
    String controller = controllers.of(gateway);
    if (Refused.is(image, key)) {
      return Stream.of(new ObjectStatus(key, new Place.Self(), controller, List.of(), Counts.NONE));
    }
    ResolvedGateway resolved = Objects.requireNonNull(mesh.attached(key));
    ObjectStatus own =
        new ObjectStatus(
            key,
            new Place.Self(),
            controller,
            conditions(resolved),
            new Counts(null, null, attachedListenerSets(resolved)));
    return Stream.concat(Stream.of(own), ListenerStatus.of(resolved, key, controller));
  }

  private List<Condition> conditions(ResolvedGateway resolved) {
    var result = new ArrayList<Condition>();
    Condition accepted = accepted(image, resolved);
    result.add(accepted);
    boolean programmed =
        accepted.holds() && resolved.listeners().stream().anyMatch(ResolvedListener::serves);
    result.add(
        programmed
            ? Condition.yes(Condition.PROGRAMMED)
            : Condition.no(Condition.PROGRAMMED, "Invalid"));
    result.add(resolvedRefs(resolved));
    if (resolved.gateway().tls().insecureFallback()) {
      result.add(Condition.yes("InsecureFrontendValidationMode", "ConfigurationChanged"));
    }
    return result;
  }

  /**
   * A Gateway is accepted as long as one listener is, and says so when another is not
   * (GatewaySpec.listeners, "Handling indistinct Listeners").
   */
  static Condition accepted(MeshImage image, ResolvedGateway resolved) {
    Gateway gateway = resolved.gateway();
    ObjectRef parameters = gateway.parameters();
    if (parameters != null && image.state(parameters.target()) == null) {
      return Condition.no(Condition.ACCEPTED, "InvalidParameters");
    }
    if (!ADDRESS_TYPES.containsAll(gateway.addressTypes())) {
      return Condition.no(Condition.ACCEPTED, "UnsupportedAddress");
    }
    if (resolved.listeners().stream().noneMatch(ResolvedListener::accepted)) {
      return Condition.no(Condition.ACCEPTED, "ListenersNotValid");
    }
    boolean all = resolved.own().allMatch(ResolvedListener::accepted);
    return Condition.yes(Condition.ACCEPTED, all ? Condition.ACCEPTED : "ListenersNotValid");
  }

  private Condition resolvedRefs(ResolvedGateway resolved) {
    RefProblem problem = mesh.standing().clientCertificateProblem(resolved.gateway());
    if (problem != null) {
      return resolvedRefs(problem);
    }
    Set<Truth> listeners =
        resolved
            .own()
            .map(listener -> ListenerStatus.resolvedRefs(listener).truth())
            .collect(Collectors.toSet());
    if (listeners.contains(Truth.FALSE)) {
      return Condition.no(Condition.RESOLVED_REFS, "ListenersNotResolved");
    }
    return listeners.contains(Truth.UNKNOWN)
        ? Condition.unknown(Condition.RESOLVED_REFS)
        : Condition.yes(Condition.RESOLVED_REFS);
  }

  private static Condition resolvedRefs(RefProblem problem) {
    return switch (problem.cause()) {
      case NOT_PERMITTED -> Condition.no(Condition.RESOLVED_REFS, "RefNotPermitted");
      case KIND, INVALID -> Condition.no(Condition.RESOLVED_REFS, "InvalidClientCertificateRef");
      case UNSEEN -> Condition.unknown(Condition.RESOLVED_REFS);
    };
  }

  /** Those that are allowed and accepted (GatewayStatus.attachedListenerSets). */
  private static @Nullable Integer attachedListenerSets(ResolvedGateway resolved) {
    return (int)
        resolved.listenerSets().stream()
            .filter(set -> set.allowed() && ListenerSetStatus.anyValid(resolved, set.set()))
            .count();
  }
}
