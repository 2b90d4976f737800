package io.meshtwin.twin.resolve;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.finding.Finding;
import io.meshtwin.twin.finding.FindingCode;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.image.ResourceState;
import io.meshtwin.twin.resolve.Attachment.Outcome;
import io.meshtwin.twin.resource.Foreign;
import io.meshtwin.twin.resource.HttpMatch;
import io.meshtwin.twin.resource.HttpRoute;
import io.meshtwin.twin.resource.HttpRule;
import io.meshtwin.twin.resource.Metadata;
import io.meshtwin.twin.resource.ParentRef;
import io.meshtwin.twin.resource.Service;
import io.meshtwin.twin.routing.Changes;
import io.meshtwin.twin.routing.ServicePort;
import io.meshtwin.twin.routing.WeightedDestination;
import io.meshtwin.twin.routing.WeightedDestination.Destination;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The diagnostics of a mesh: what reading it found, and what resolving its routes finds. */
final class MeshFindings {
  private final ResolvedMesh mesh;
  private final MeshImage image;
  private final Backends backends;

  MeshFindings(ResolvedMesh mesh) {
    this.mesh = mesh;
    this.image = mesh.image();
    this.backends = new Backends(image, mesh.dialect());
  }

  List<Finding> all() {
    Stream<Finding> reading =
        image.resources().values().stream().map(ResourceState::findings).flatMap(List::stream);
    Stream<Finding> routes = image.all(HttpRoute.class).flatMap(route -> of(route).stream());
    Stream<Finding> foreign =
        image.all(Foreign.class).filter(Foreign::concernsTraffic).map(MeshFindings::notModelled);
    return Stream.of(reading, routes, foreign).flatMap(s -> s).sorted().distinct().toList();
  }

  private static Finding notModelled(Foreign foreign) {
    return finding(
        FindingCode.NOT_MODELLED,
        foreign.metadata(),
        "",
        foreign.key() + " is not modelled: answers that it can touch are unknown");
  }

  private List<Finding> of(HttpRoute route) {
    var result = new ArrayList<Finding>();
    route.parents().forEach(ref -> parent(route, ref, result));
    boolean inMesh = route.parents().stream().allMatch(ParentRef::isService);
    for (HttpRule rule : route.rules()) {
      rule.backends().stream()
          .filter(ref -> ref.weight() > 0)
          .map(ref -> backends.of(route, ref, Changes.NONE, inMesh))
          .forEach(destination -> destination(route, destination, result));
      rule.matches().forEach(match -> expressions(route, match, result));
    }
    return result;
  }

  private void parent(HttpRoute route, ParentRef ref, List<Finding> result) {
    Attachment attachment = mesh.attachment(route, ref);
    Outcome outcome = attachment == null ? null : attachment.outcome();
    if (outcome == null ? !isServicePort(ref) : outcome == Outcome.NO_MATCHING_PARENT) {
      result.add(
          finding(
              FindingCode.PARENT_NOT_FOUND,
              route.metadata(),
              ref.field(),
              described(ref) + " does not exist, so the route does not act there"));
      return;
    }
    Service service = image.get(ref.parent(), Service.class);
    ResourceKey key = route.key();
    if (service != null && !key.namespace().equals(service.key().namespace())) {
      overridden(route, service, ref, result);
    }
    if (outcome != null && outcome != Outcome.ACCEPTED) {
      result.add(
          finding(
              FindingCode.NO_LISTENER_ACCEPTS,
              route.metadata(),
              ref.field(),
              "no listener of " + ref.parent() + " takes the route: " + words(outcome)));
    }
  }

  private static String words(Outcome outcome) {
    return switch (outcome) {
      case NO_MATCHING_PARENT -> "there is none with that name and port";
      case NOT_ALLOWED_BY_LISTENERS -> "its kind or its namespace is not allowed";
      case NO_MATCHING_LISTENER_HOSTNAME -> "they have none of its hostnames";
      case CONFLICTED -> "an older route of another kind has its hostnames";
      case ACCEPTED -> "it does";
    };
  }

  private boolean isServicePort(ParentRef ref) {
    Service service = image.get(ref.parent(), Service.class);
    Integer port = ref.port();
    return service != null && (port == null || service.port(port).isPresent());
  }

  /** A consumer route replaces the producer's routes for clients of its namespace. */
  private void overridden(HttpRoute route, Service service, ParentRef ref, List<Finding> result) {
    boolean producer =
        service.ports().stream()
            .flatMap(port -> mesh.serviceListeners().routes().attached(service, port).stream())
            .anyMatch(other -> other.key().namespace().equals(service.key().namespace()));
    if (producer) {
      result.add(
          finding(
              FindingCode.PRODUCER_OVERRIDDEN,
              route.metadata(),
              ref.field(),
              "replaces the producer routes of "
                  + service.key()
                  + " for clients in namespace "
                  + route.key().namespace()));
    }
  }

  private void destination(HttpRoute route, WeightedDestination share, List<Finding> result) {
    String field = share.origin().field();
    switch (share.destination()) {
      case Destination.Invalid invalid -> {
        boolean grant = invalid.reason().startsWith("no ReferenceGrant");
        result.add(
            finding(
                grant ? FindingCode.REFERENCE_NOT_PERMITTED : FindingCode.BACKEND_NOT_FOUND,
                route.metadata(),
                field,
                invalid.reason() + "; its share is answered with " + invalid.status()));
      }
      case Destination.ToService to -> withoutEndpoints(route, to.service(), field, result);
    }
  }

  private void withoutEndpoints(
      HttpRoute route, ServicePort port, String field, List<Finding> result) {
    if (mesh.cluster(port).endpoints().isEmpty()) {
      result.add(
          finding(
              FindingCode.BACKEND_WITHOUT_ENDPOINTS,
              route.metadata(),
              field,
              "no ready workload stands behind " + port + "; its share is answered with 503"));
    }
  }

  private static void expressions(HttpRoute route, HttpMatch match, List<Finding> result) {
    for (String expression : Matches.refused(match)) {
      result.add(
          finding(
              FindingCode.EXPRESSION_REFUSED,
              route.metadata(),
              match.field(),
              "RE2 refuses the expression " + expression));
    }
  }

  private static String described(ParentRef ref) {
    String text = ref.parent().toString();
    text += ref.sectionName() == null ? "" : ", listener " + ref.sectionName();
    return text + (ref.port() == null ? "" : ", port " + ref.port());
  }

  private static Finding finding(
      FindingCode code, Metadata resource, String field, String message) {
    return new Finding(code, resource.key(), field, message, resource.source(field));
  }
}
