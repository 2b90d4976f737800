package io.meshtwin.twin.status;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.resolve.ListenerConflict;
import io.meshtwin.twin.resolve.ListenerSecurity;
import io.meshtwin.twin.resolve.RefProblem;
import io.meshtwin.twin.resolve.ResolvedGateway;
import io.meshtwin.twin.resolve.ResolvedListener;
import io.meshtwin.twin.status.Condition.Truth;
import io.meshtwin.twin.status.ObjectStatus.Counts;
import io.meshtwin.twin.status.ObjectStatus.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The status of one listener (ListenerConditionType, ListenerEntryConditionType). */
final class ListenerStatus {
  private ListenerStatus() {}

  /** The status of the listeners of a Gateway or of a ListenerSet. */
  static Stream<ObjectStatus> of(
      ResolvedGateway gateway, ResourceKey owner, @Nullable String controller) {
    return gateway.listeners().stream()
        .filter(listener -> listener.owner().key().equals(owner))
        .map(listener ->
            new ObjectStatus(
                owner,
                new Place.Listener(listener.listener().name()),
                controller,
                conditions(gateway, listener),
                new Counts(gateway.attachedRoutes(listener), listener.kinds(), null)));
  }

  private static List<Condition> conditions(ResolvedGateway gateway, ResolvedListener listener) {
    var result = new ArrayList<Condition>();
    result.add(accepted(listener));
    result.add(
        listener.conflict() == ListenerConflict.NONE
            ? Condition.no("Conflicted", "NoConflicts")
            : Condition.yes("Conflicted", reason(listener.conflict())));
    result.add(resolvedRefs(listener));
    result.add(programmed(listener));
    if (gateway.overlapsInTls(listener)) {
      result.add(Condition.yes("OverlappingTLSConfig", "OverlappingHostnames"));
    }
    return result;
  }

  private static Condition accepted(ResolvedListener listener) {
    if (listener.conflict() != ListenerConflict.NONE) {
      return Condition.no(Condition.ACCEPTED, reason(listener.conflict()));
    }
    if (!listener.supported()) {
      return Condition.no(Condition.ACCEPTED, "UnsupportedProtocol");
    }
    return listener.security().withoutAuthority()
        ? Condition.no(Condition.ACCEPTED, "NoValidCACertificate")
        : Condition.yes(Condition.ACCEPTED);
  }

  private static Condition programmed(ResolvedListener listener) {
    if (listener.serves()) {
      return resolvedRefs(listener).truth() == Truth.UNKNOWN
          ? Condition.unknown(Condition.PROGRAMMED)
          : Condition.yes(Condition.PROGRAMMED);
    }
    return Condition.no(
        Condition.PROGRAMMED,
        listener.conflict() == ListenerConflict.NONE ? "Invalid" : reason(listener.conflict()));
  }

  private static String reason(ListenerConflict conflict) {
    return switch (conflict) {
      case NONE -> "NoConflicts";
      case HOSTNAME -> "HostnameConflict";
      case PROTOCOL -> "ProtocolConflict";
    };
  }

  /** What the first reference that leads nowhere makes of the condition. */
  static Condition resolvedRefs(ResolvedListener listener) {
    ListenerSecurity security = listener.security();
    for (RefProblem problem : security.certificateProblems()) {
      return switch (problem.cause()) {
        case NOT_PERMITTED -> Condition.no(Condition.RESOLVED_REFS, "RefNotPermitted");
        case KIND, INVALID -> Condition.no(Condition.RESOLVED_REFS, "InvalidCertificateRef");
        case UNSEEN -> Condition.unknown(Condition.RESOLVED_REFS);
      };
    }
    for (RefProblem problem : security.authorityProblems()) {
      return switch (problem.cause()) {
        case NOT_PERMITTED -> Condition.no(Condition.RESOLVED_REFS, "RefNotPermitted");
        case KIND -> Condition.no(Condition.RESOLVED_REFS, "InvalidCACertificateKind");
        case INVALID -> Condition.no(Condition.RESOLVED_REFS, "InvalidCACertificateRef");
        case UNSEEN -> Condition.unknown(Condition.RESOLVED_REFS);
      };
    }
    return listener.kindsProblem()
        ? Condition.no(Condition.RESOLVED_REFS, "InvalidRouteKinds")
        : Condition.yes(Condition.RESOLVED_REFS);
  }
}
