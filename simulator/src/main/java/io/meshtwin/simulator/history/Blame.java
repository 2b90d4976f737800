package io.meshtwin.simulator.history;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.image.MeshDelta;
import io.meshtwin.twin.image.MeshImage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The events that together give a verdict.
 *
 * @param culprits newest first
 */
public record Blame(List<Culprit> culprits) {
  public Blame {
    culprits = List.copyOf(culprits);
  }

  /**
   * An event without which the verdict would be another.
   *
   * @param moment the event
   * @param resource what of it counts
   * @param without an image that differs by this event alone and gives another verdict: the proof
   */
  public record Culprit(Moment moment, ResourceKey resource, MeshImage without) {}

  /** One version of one resource. */
  private record Version(Moment moment, ResourceKey key, MeshDelta.Update update) {}

  /**
   * Finds them: the smallest part of the mesh that gives the same verdict as the whole, and of each
   * of its resources the event since which it does; and what was taken away or replaced last, where
   * the verdict would be another if it were still there.
   *
   * @param timeline from the beginning of the log
   * @param verdict of an image as a text that is equal where the behaviour is
   */
  public static Blame of(Timeline timeline, Function<MeshImage, String> verdict) {
    var search = new Search(timeline, verdict);
    search.giving();
    search.takenAway();
    return new Blame(
        search.culprits.stream()
            .sorted(
                Comparator.<Culprit>comparingLong(culprit -> -culprit.moment().offset())
                    .thenComparing(Culprit::resource))
            .toList());
  }

  private static final class Search {
    private final MeshImage base;
    private final MeshImage end;
    private final Function<MeshImage, String> verdict;
    private final String given;
    private final Map<ResourceKey, List<Version>> versions = new HashMap<>();
    private final List<Version> current = new ArrayList<>();
    private final List<Culprit> culprits = new ArrayList<>();

    Search(Timeline timeline, Function<MeshImage, String> verdict) {
      base = timeline.base();
      end = timeline.last();
      this.verdict = verdict;
      given = verdict.apply(end);
      for (Moment moment : timeline.moments()) {
        moment
            .updates()
            .forEach((key, update) ->
                versions
                    .computeIfAbsent(key, _ -> new ArrayList<>())
                    .add(new Version(moment, key, update)));
      }
      versions.values().stream()
          .map(List::getLast)
          .filter(version -> version.update().after() != null)
          .sorted(Comparator.comparingLong(version -> version.moment().offset()))
          .forEach(current::add);
    }

    void giving() {
      List<Version> needed = Smallest.of(current, some -> gives(with(base, some)));
      MeshImage image = with(base, needed);
      for (Version version : needed) {
        culprits.add(since(version, image));
      }
    }

    /** The version since which the resource counts as it does now. */
    private Culprit since(Version version, MeshImage image) {
      List<Version> all = versions.getOrDefault(version.key(), List.of());
      int i = all.size() - 1;
      MeshImage without = without(all.get(i), image);
      while (i > 0 && gives(without)) {
        i--;
        without = without(all.get(i), image);
      }
      return new Culprit(all.get(i).moment(), version.key(), without);
    }

    /**
     * The whole mesh with the version before, or the smallest part where others stand in for it.
     */
    private MeshImage without(Version version, MeshImage image) {
      MeshImage whole = before(version, end);
      return gives(whole) ? before(version, image) : whole;
    }

    /** Resources that are gone, and would change the verdict if they were not. */
    void takenAway() {
      for (List<Version> all : versions.values()) {
        Version last = all.getLast();
        if (last.update().after() == null) {
          MeshImage still = before(last, end);
          if (!gives(still)) {
            culprits.add(new Culprit(last.moment(), last.key(), still));
          }
        }
      }
    }

    private boolean gives(MeshImage image) {
      return verdict.apply(image).equals(given);
    }

    private static MeshImage with(MeshImage base, List<Version> some) {
      var delta = new MeshDelta(base);
      some.forEach(version -> delta.restore(version.key(), version.update().after()));
      return delta.apply(base.position());
    }

    private static MeshImage before(Version version, MeshImage image) {
      var delta = new MeshDelta(image);
      delta.restore(version.key(), version.update().before());
      return delta.apply(image.position());
    }
  }
}
