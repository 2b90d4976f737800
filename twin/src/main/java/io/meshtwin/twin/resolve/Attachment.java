package io.meshtwin.twin.resolve;

import io.meshtwin.twin.resource.ParentRef;
import io.meshtwin.twin.resource.Route;
import java.util.Comparator;
import java.util.List;

/**
 * A route at one of its parents, a Gateway or a ListenerSet: what came of it, and where it acts.
 *
 * @param route the route
 * @param ref the reference to the parent
 * @param places every listener that the reference means, in order of precedence
 */
public record Attachment(Route route, ParentRef ref, List<Place> places) {
  public Attachment {
    places = List.copyOf(places);
  }

  /**
   * What came of it, from the earliest refusal to acceptance. The words are those of the condition
   * Accepted (RouteConditionReason).
   */
  public enum Outcome {
    /** The reference means no listener. */
    NO_MATCHING_PARENT("NoMatchingParent"),
    /** The listener does not take the route's kind or namespace. */
    NOT_ALLOWED_BY_LISTENERS("NotAllowedByListeners"),
    /** The listener has none of the route's hostnames. */
    NO_MATCHING_LISTENER_HOSTNAME("NoMatchingListenerHostname"),
    /** An older route of another kind has the place. */
    CONFLICTED("Conflicted"),
    /** The route acts. */
    ACCEPTED("Accepted");

    private final String reason;

    Outcome(String reason) {
      this.reason = reason;
    }

    /** The reason in the condition Accepted. */
    public String reason() {
      return reason;
    }
  }

  /**
   * A route at one listener.
   *
   * @param listener the listener
   * @param outcome what came of it there
   * @param hostnames by which it acts: the intersections of its own with the listener's
   */
  public record Place(ResolvedListener listener, Outcome outcome, List<String> hostnames) {
    public Place {
      hostnames = List.copyOf(hostnames);
    }

    boolean accepted() {
      return outcome == Outcome.ACCEPTED;
    }
  }

  /**
   * The best that came of it: one listener that accepts is enough (ParentReference.sectionName).
   */
  public Outcome outcome() {
    return places.stream()
        .map(Place::outcome)
        .max(Comparator.naturalOrder())
        .orElse(Outcome.NO_MATCHING_PARENT);
  }
}
