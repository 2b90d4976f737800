package io.meshtwin.ingest.history;

import io.meshtwin.twin.event.Actor;
import io.meshtwin.twin.event.Digest;
import io.meshtwin.twin.event.Event;
import io.meshtwin.twin.event.Provenance;
import io.meshtwin.twin.event.ResourceEvent;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.event.WatchGap;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Leaves out updates of Pods and endpoints, as if these were listed once in a period instead of
 * watched: of each resource the last state of the period is kept, stamped with the period's end,
 * behind a gap event for its kind that says how many updates are left out. Which of them exist is
 * kept exactly, and so is every event of anything else, in the order of the log.
 *
 * <p>So every image at a period's end, and behind the thinned part, is the one it was; within a
 * period only the content of Pods and endpoints is that of its beginning.
 *
 * <p>Periods are told by the latest event time so far, since times are not monotonic along a log.
 * Memory: a digest for each Pod and endpoint that stands, and the updates of one period.
 */
public final class UpdateThinning {
  /** The kinds of which updates are left out: what says how workloads are, never configuration. */
  private static final Set<String> KINDS = Set.of("Pod", "Endpoints", "EndpointSlice");

  private final long period;
  private final Consumer<? super Event> kept;
  private final Map<ResourceKey, Digest> standing = new HashMap<>();
  private final Map<ResourceKey, ResourceEvent.Applied> updates = new TreeMap<>();
  private final Map<ResourceKey, Long> counts = new TreeMap<>();
  private @Nullable Instant latest;
  private Instant complete = Instant.MIN;
  private Instant next = Instant.MIN;
  private long leftOut;

  /**
   * @param period at least a second
   * @param kept takes what stays, in order
   */
  public UpdateThinning(Duration period, Consumer<? super Event> kept) {
    if (period.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalArgumentException("a period is at least a second, not " + period);
    }
    this.period = period.toSeconds();
    this.kept = kept;
  }

  /** The next event of the log. */
  public void add(Event event) {
    turn(event.provenance().time());
    if (!(event instanceof ResourceEvent about) || !KINDS.contains(about.key().kind())) {
      kept.accept(event);
      return;
    }
    switch (about) {
      case ResourceEvent.Applied applied when standing.containsKey(applied.key()) -> {
        updates.put(applied.key(), applied);
        counts.merge(kindOf(applied.key()), 1L, Long::sum);
      }
      case ResourceEvent.Applied applied -> {
        standing.put(applied.key(), applied.manifest().digest());
        kept.accept(applied);
      }
      case ResourceEvent.Deleted deleted -> {
        standing.remove(deleted.key());
        updates.remove(deleted.key());
        kept.accept(deleted);
      }
    }
  }

  /** Ends the last period: what follows in the log stays as it is. */
  public void end() {
    if (latest != null) {
      list(latest);
    }
  }

  /** How many updates are left out so far. */
  public long leftOut() {
    return leftOut;
  }

  private void turn(Instant time) {
    if (latest == null) {
      complete = time;
      next = after(time);
    }
    latest = latest == null || latest.isBefore(time) ? time : latest;
    if (!latest.isBefore(next)) {
      list(next);
      next = after(latest);
    }
  }

  /** The end of the period that a time is in. */
  private Instant after(Instant time) {
    return Instant.ofEpochSecond((Math.floorDiv(time.getEpochSecond(), period) + 1) * period);
  }

  /** Hands over what stands at a time and was not handed over yet, kind by kind. */
  private void list(Instant time) {
    counts.forEach((kind, count) -> {
      var changed =
          updates.values().stream()
              .filter(update -> kindOf(update.key()).equals(kind))
              .filter(update -> !update.manifest().digest().equals(standing.get(update.key())))
              .toList();
      kept.accept(gap(kind, count - changed.size(), changed.size(), time));
      for (ResourceEvent.Applied update : changed) {
        standing.put(update.key(), update.manifest().digest());
        Provenance provenance = update.provenance();
        kept.accept(
            new ResourceEvent.Applied(update.manifest(), provenance.by(provenance.actor(), time)));
      }
      leftOut += count - changed.size();
    });
    updates.clear();
    counts.clear();
    complete = time;
  }

  private WatchGap gap(ResourceKey kind, long without, int follow, Instant time) {
    return new WatchGap(
        kind.group(),
        kind.kind(),
        complete,
        time,
        "thinned: %d updates are left out, what stood in the end follows".formatted(without),
        follow,
        new Provenance(kind.cluster(), "", Actor.UNKNOWN, time, null));
  }

  private static ResourceKey kindOf(ResourceKey key) {
    return new ResourceKey(key.cluster(), key.group(), key.kind(), "", "");
  }
}
