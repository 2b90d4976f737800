package io.meshtwin.twin.resolve;

import io.meshtwin.twin.finding.Finding;
import io.meshtwin.twin.finding.FindingCode;
import io.meshtwin.twin.resolve.Attachment.Outcome;
import io.meshtwin.twin.resource.ParentRef;
import io.meshtwin.twin.resource.Route;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Where a route of any kind does not act, though it says so; and whose routes it replaces. */
final class ParentFindings {
  private final ResolvedMesh mesh;
  private final ServiceAttachments services;

  ParentFindings(ResolvedMesh mesh) {
    this.mesh = mesh;
    this.services = mesh.standing().services();
  }

  Stream<Finding> of(Route route) {
    return route.parents().stream()
        .flatMap(ref -> ref.isService() ? atService(route, ref) : atGateway(route, ref));
  }

  private Stream<Finding> atGateway(Route route, ParentRef ref) {
    Attachment attachment = mesh.standing().atGateway(route, ref);
    if (attachment == null) {
      return Stream.of(notFound(route, ref));
    }
    Stream<Finding> conflicts = conflicts(route, attachment);
    return switch (attachment.outcome()) {
      case NO_MATCHING_PARENT -> Stream.of(notFound(route, ref));
      case NOT_ALLOWED_BY_LISTENERS ->
          Stream.of(notAccepted(route, ref, "its kind or its namespace is not allowed"));
      case NO_MATCHING_LISTENER_HOSTNAME ->
          Stream.of(notAccepted(route, ref, "they have none of its hostnames"));
      case CONFLICTED -> conflicts;
      case ACCEPTED -> Stream.concat(conflicts, unreached(route, attachment));
    };
  }

  /** Hostnames that no listener of the parent has in common with the route, beside others. */
  private static Stream<Finding> unreached(Route route, Attachment attachment) {
    List<String> own = route.hostnames();
    List<String> reached =
        attachment.places().stream()
            .filter(place -> place.outcome() != Outcome.NOT_ALLOWED_BY_LISTENERS)
            .map(place -> place.listener().hostname())
            .toList();
    return IntStream.range(0, own.size())
        .filter(i ->
            reached.stream()
                .allMatch(
                    host -> Hostnames.intersection(host, Hostnames.normal(own.get(i))) == null))
        .mapToObj(i ->
            MeshFindings.finding(
                FindingCode.HOSTNAME_UNREACHED,
                route.metadata(),
                "spec.hostnames[" + i + "]",
                "no listener of "
                    + attachment.ref().parent()
                    + " that takes the route has "
                    + own.get(i)));
  }

  private Stream<Finding> atService(Route route, ParentRef ref) {
    return switch (services.outcome(route, ref)) {
      case NO_MATCHING_PARENT -> Stream.of(notFound(route, ref));
      case NOT_ALLOWED_BY_LISTENERS, NO_MATCHING_LISTENER_HOSTNAME ->
          Stream.of(notAccepted(route, ref, "its ports do not carry what the route is for"));
      case CONFLICTED -> conflicts(route, ref);
      case ACCEPTED -> Stream.concat(conflicts(route, ref), overridden(route, ref));
    };
  }

  private static Finding notFound(Route route, ParentRef ref) {
    String text = ref.parent().toString();
    text += ref.sectionName() == null ? "" : ", listener " + ref.sectionName();
    text += ref.port() == null ? "" : ", port " + ref.port();
    return finding(
        FindingCode.PARENT_NOT_FOUND,
        route,
        ref,
        text + " does not exist, so the route does not act there");
  }

  private static Finding notAccepted(Route route, ParentRef ref, String why) {
    String message =
        (ref.isService() ? "no port of " : "no listener of ")
            + ref.parent()
            + " takes the route: "
            + why;
    return finding(FindingCode.NO_LISTENER_ACCEPTS, route, ref, message);
  }

  /** An HTTPRoute against a GRPCRoute (GRPCRouteSpec.hostnames). */
  private static Stream<Finding> conflicts(Route route, Attachment attachment) {
    List<Attachment.Place> lost =
        attachment.places().stream().filter(p -> p.outcome() == Outcome.CONFLICTED).toList();
    String where =
        lost.stream()
            .map(place -> place.listener().name())
            .distinct()
            .sorted()
            .collect(Collectors.joining(", "));
    return lost.isEmpty()
        ? Stream.empty()
        : Stream.of(
            finding(
                FindingCode.KIND_CONFLICT,
                route,
                attachment.ref(),
                "an older route of another kind has hostnames of it, so it does not act at "
                    + where));
  }

  /** Routes of different kinds at one Service port (GEP-1294, route types). */
  private Stream<Finding> conflicts(Route route, ParentRef ref) {
    return services
        .conflicts(route, ref)
        .map(lost ->
            finding(
                FindingCode.KIND_CONFLICT,
                route,
                ref,
                lost.rival().key()
                    + " acts in its stead at port "
                    + lost.port().port()
                    + " of "
                    + lost.service().key()
                    + ": "
                    + lost.rival().key().kind()
                    + " goes before "
                    + route.key().kind()));
  }

  /** A consumer route replaces the producer's routes for clients of its namespace. */
  private Stream<Finding> overridden(Route route, ParentRef ref) {
    String message =
        "replaces the producer routes of "
            + ref.parent()
            + " for clients in namespace "
            + route.key().namespace();
    return services.overrides(route, ref)
        ? Stream.of(finding(FindingCode.PRODUCER_OVERRIDDEN, route, ref, message))
        : Stream.empty();
  }

  private static Finding finding(FindingCode code, Route route, ParentRef ref, String message) {
    return MeshFindings.finding(code, route.metadata(), ref.field(), message);
  }
}
