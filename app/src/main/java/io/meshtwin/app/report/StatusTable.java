package io.meshtwin.app.report;

import io.meshtwin.twin.resource.ParentRef;
import io.meshtwin.twin.status.Condition;
import io.meshtwin.twin.status.ObjectStatus;
import io.meshtwin.twin.status.ObjectStatus.Place;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Statuses for people: a line for each place that has conditions. */
public final class StatusTable {
  private static final Set<String> COLUMNS = Set.of("Accepted", "Programmed", "ResolvedRefs");

  /** Conditions that are good news when they do not hold. */
  private static final Set<String> NEGATIVE = Set.of("Conflicted");

  private StatusTable() {}

  public static void print(List<ObjectStatus> statuses, PrintStream out) {
    if (statuses.isEmpty()) {
      out.println("the mesh has no Gateway API objects with a status");
      return;
    }
    var table =
        new Table("RESOURCE", "AT", "ACCEPTED", "PROGRAMMED", "RESOLVED REFS", "ROUTES", "ALSO");
    for (ObjectStatus status : statuses) {
      Integer routes = status.counts().attachedRoutes();
      table.add(
          status.resource().toString(),
          place(status.place()),
          cell(status, "Accepted"),
          cell(status, "Programmed"),
          cell(status, "ResolvedRefs"),
          routes == null ? "-" : routes.toString(),
          also(status));
    }
    table.print(out);
  }

  private static String place(Place place) {
    return switch (place) {
      case Place.Self _ -> "-";
      case Place.Listener listener -> "listener " + listener.name();
      case Place.Ancestor ancestor -> ancestor.gateway().toString();
      case Place.Parent parent -> reference(parent.ref());
    };
  }

  private static String reference(ParentRef ref) {
    String section = ref.sectionName() == null ? "" : ", " + ref.sectionName();
    return ref.parent() + section + (ref.port() == null ? "" : ", port " + ref.port());
  }

  /** The status, with its reason where that says more. */
  private static String cell(ObjectStatus status, String type) {
    Optional<Condition> found =
        status.conditions().stream().filter(c -> c.type().equals(type)).findFirst();
    return found
        .map(c -> c.reason().equals(type) ? c.status() : c.status() + " " + c.reason())
        .orElse("-");
  }

  private static String also(ObjectStatus status) {
    if (status.conditions().isEmpty()) {
      return "no controller writes it";
    }
    Integer sets = status.counts().attachedListenerSets();
    String conditions =
        status.conditions().stream()
            .filter(c -> !COLUMNS.contains(c.type()))
            .filter(c -> c.holds() || !NEGATIVE.contains(c.type()))
            .map(c -> c.type() + " " + c.status() + " " + c.reason())
            .collect(Collectors.joining(", "));
    boolean counted = sets != null && sets > 0;
    return counted ? (sets + " ListenerSets " + conditions).strip() : conditions;
  }
}
