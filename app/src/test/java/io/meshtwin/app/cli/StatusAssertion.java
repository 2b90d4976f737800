package io.meshtwin.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** An assertion of the conformance suite about status, compared as the upstream harness does. */
final class StatusAssertion {
  private final JsonNode entry;
  private final JsonNode statuses;
  private final List<String> wrong = new ArrayList<>();

  /**
   * Prepares to compare.
   *
   * @param statuses as {@code status -o json} prints them
   */
  StatusAssertion(JsonNode entry, JsonNode statuses) {
    this.entry = entry;
    this.statuses = statuses;
  }

  List<String> differences() {
    String resource = entry.path("resource").asText();
    switch (entry.path("assert").asText()) {
      case "routeParent", "routeCondition" -> someHas(at(resource, "parent"));
      case "ancestorCondition" -> someHas(at(resource, "ancestor"));
      case "condition" -> someHas(self(resource));
      case "noAcceptedParents" -> noAcceptedParents(of(resource));
      case "listeners" -> listeners(resource);
      case "listenerConditions" -> listenerConditions(resource);
      case "zeroAttachedRoutes" -> zeroAttachedRoutes(resource);
      case "attachedListenerSets" ->
          equal(
              "attachedListenerSets",
              self(resource).findFirst().map(s -> s.path("attachedListenerSets").asInt()),
              entry.path("count").asInt());
      case "namespacesReady" ->
          entry.path("gateways").forEach(name -> someHas(self("Gateway " + name.asText())));
      default -> wrong.add("is an assertion that nobody here knows");
    }
    return wrong;
  }

  private Stream<JsonNode> of(String resource) {
    return StreamSupport.stream(statuses.spliterator(), false)
        .filter(status -> status.path("resource").asText().equals(resource));
  }

  private Stream<JsonNode> self(String resource) {
    return of(resource).filter(s -> s.path("parent").isNull() && s.path("listener").isNull());
  }

  private Stream<JsonNode> at(String resource, String field) {
    return of(resource)
        .filter(s -> s.path("parent").asText().equals(entry.path(field).asText()))
        .filter(s -> s.path("controllerName").isTextual());
  }

  private Stream<JsonNode> listenersOf(String resource) {
    return of(resource).filter(status -> status.path("listener").isTextual());
  }

  private void someHas(Stream<JsonNode> places) {
    List<JsonNode> all = places.toList();
    if (all.stream().noneMatch(place -> missing(place, entry.path("conditions")).isEmpty())) {
      wrong.add("wants " + entry.path("conditions") + ", found " + all);
    }
  }

  private static List<JsonNode> missing(JsonNode place, JsonNode conditions) {
    var missing = new ArrayList<JsonNode>();
    for (JsonNode wanted : conditions) {
      boolean found = false;
      for (JsonNode condition : place.path("conditions")) {
        found |= holds(wanted, condition);
      }
      if (!found) {
        missing.add(wanted);
      }
    }
    return missing;
  }

  private static boolean holds(JsonNode wanted, JsonNode condition) {
    return Stream.of("type", "status", "reason")
        .filter(wanted::has)
        .allMatch(field -> wanted.path(field).equals(condition.path(field)));
  }

  private void noAcceptedParents(Stream<JsonNode> places) {
    List<JsonNode> written = places.filter(p -> !p.path("conditions").isEmpty()).toList();
    boolean refused =
        written.size() == 1
            && StreamSupport.stream(written.getFirst().path("conditions").spliterator(), false)
                .anyMatch(c ->
                    c.path("type").asText().equals("Accepted")
                        && c.path("status").asText().equals("False"));
    if (!written.isEmpty() && !refused) {
      wrong.add("wants no accepted parent, found " + written);
    }
  }

  private void listeners(String resource) {
    List<JsonNode> found = listenersOf(resource).toList();
    equal("number of listeners", Optional.of(found.size()), entry.path("listeners").size());
    for (JsonNode wanted : entry.path("listeners")) {
      List<JsonNode> named =
          found.stream().filter(l -> l.path("listener").equals(wanted.path("name"))).toList();
      if (named.size() != 1) {
        wrong.add("has not the listener " + wanted.path("name"));
        continue;
      }
      JsonNode listener = named.getFirst();
      equal(
          "attachedRoutes of " + wanted.path("name"),
          Optional.of(listener.path("attachedRoutes").asInt()),
          wanted.path("attachedRoutes").asInt());
      missing(listener, wanted.path("conditions"))
          .forEach(condition -> wrong.add("wants " + condition + ", found " + listener));
      kinds(wanted.path("supportedKinds"), listener.path("supportedKinds"));
    }
  }

  /** All wanted kinds must be there; where none is wanted none may be. */
  private void kinds(JsonNode wanted, JsonNode found) {
    Set<String> there = new TreeSet<>();
    found.forEach(kind -> there.add(kind.toString()));
    boolean all =
        StreamSupport.stream(wanted.spliterator(), false)
            .allMatch(kind -> there.contains(kind.toString()));
    if (!all || (wanted.isEmpty() && !there.isEmpty())) {
      wrong.add("wants the kinds " + wanted + ", found " + found);
    }
  }

  private void listenerConditions(String resource) {
    JsonNode names = entry.path("listeners");
    boolean every = names.toString().contains("*");
    List<JsonNode> found =
        listenersOf(resource).filter(l -> every || contains(names, l.path("listener"))).toList();
    if (found.isEmpty()) {
      wrong.add("has no listener " + names);
    }
    for (JsonNode listener : found) {
      missing(listener, entry.path("conditions"))
          .forEach(condition -> wrong.add("wants " + condition + ", found " + listener));
    }
  }

  private static boolean contains(JsonNode names, JsonNode name) {
    return StreamSupport.stream(names.spliterator(), false).anyMatch(name::equals);
  }

  private void zeroAttachedRoutes(String resource) {
    List<JsonNode> found = listenersOf(resource).toList();
    boolean zero = found.size() == 1 && found.getFirst().path("attachedRoutes").asInt() == 0;
    if (!found.isEmpty() && !zero) {
      wrong.add("wants no attached routes, found " + found);
    }
  }

  private void equal(String what, Optional<Integer> found, int wanted) {
    if (!found.equals(Optional.of(wanted))) {
      wrong.add("wants " + what + " " + wanted + ", found " + found);
    }
  }
}
