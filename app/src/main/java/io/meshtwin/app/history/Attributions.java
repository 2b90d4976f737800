package io.meshtwin.app.history;

import io.meshtwin.app.history.Attribution.Certainty;
import io.meshtwin.twin.event.Actor;
import io.meshtwin.twin.event.Audited;
import io.meshtwin.twin.event.Event;
import io.meshtwin.twin.event.Provenance;
import io.meshtwin.twin.event.ResourceEvent;
import io.meshtwin.twin.event.ResourceKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Joins audited requests to the events that came of them. */
public final class Attributions {
  /** A field manager's time has whole seconds, and a watch is told a moment later. */
  private static final Duration NEAR = Duration.ofSeconds(5);

  private final Map<ResourceKey, List<Audited>> requests = new HashMap<>();
  private final Map<ResourceKey, Set<String>> versions = new HashMap<>();

  /** Learns of an event of the log: a request, or a change that has a version of its own. */
  public void learn(Event event) {
    if (event instanceof Audited audited) {
      requests.computeIfAbsent(audited.key(), _ -> new ArrayList<>()).add(audited);
    } else if (event instanceof ResourceEvent resource) {
      versions
          .computeIfAbsent(resource.key(), _ -> new HashSet<>())
          .add(resource.provenance().resourceVersion());
    }
  }

  /** Who did it, as far as it is known by now. */
  public Attribution of(Event event) {
    Actor actor = event.provenance().actor();
    boolean seen = !event.provenance().resourceVersion().isEmpty();
    if (event instanceof ResourceEvent change
        && seen
        && actor.evidence() != Actor.Evidence.STATED) {
      List<Audited> known = requests.getOrDefault(change.key(), List.of());
      return exact(change, known)
          .map(audited -> Attribution.of(audited, Certainty.EXACT))
          .or(() -> likely(change, known).map(a -> Attribution.of(a, Certainty.LIKELY)))
          .orElseGet(() -> Attribution.of(actor));
    }
    return Attribution.of(actor);
  }

  /** A version is given once; an object is asked to go by whoever asked first. */
  private static Optional<Audited> exact(ResourceEvent change, List<Audited> known) {
    return known.stream()
        .filter(audited ->
            switch (change) {
              case ResourceEvent.Applied applied ->
                  audited
                      .provenance()
                      .resourceVersion()
                      .equals(applied.provenance().resourceVersion());
              case ResourceEvent.Deleted deleted ->
                  audited.request().isDeletion()
                      && !deleted.uid().isEmpty()
                      && audited.request().uid().equals(deleted.uid());
            })
        .min(Comparator.comparing(audited -> audited.provenance().time()));
  }

  /**
   * The request that is nearest in time, of those that are not known to have made another version.
   */
  private Optional<Audited> likely(ResourceEvent change, List<Audited> known) {
    Set<String> made = versions.getOrDefault(change.key(), Set.of());
    return known.stream()
        .filter(
            audited -> audited.request().isDeletion() == change instanceof ResourceEvent.Deleted)
        .filter(audited -> !made.contains(audited.provenance().resourceVersion()))
        .filter(audited -> apart(audited, change.provenance()).compareTo(NEAR) <= 0)
        .min(Comparator.comparing(audited -> apart(audited, change.provenance())));
  }

  private static Duration apart(Audited audited, Provenance change) {
    return Duration.between(audited.provenance().time(), change.time()).abs();
  }
}
