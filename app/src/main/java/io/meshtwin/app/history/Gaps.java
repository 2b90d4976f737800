package io.meshtwin.app.history;

import io.meshtwin.ingest.codec.LogEntry;
import io.meshtwin.ingest.history.History;
import io.meshtwin.ingest.history.Span;
import io.meshtwin.twin.event.ResourceEvent;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.event.WatchGap;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The times of which the order of events is not known: what happened in them and was undone in them
 * is not in the log at all.
 *
 * @param history that stays open meanwhile
 */
public record Gaps(History history) {
  /** A listing after a gap is recorded at once, this many events at the most. */
  private static final int AFTER_GAP = 2_000;

  /**
   * Gaps of one kind follow each other in time, so the first of each kind behind a moment count.
   */
  private static final int NEAR = 100;

  private static final String ALL = "*";

  /** All that a stretch has, in order. */
  public List<EventFacts> in(Span span) {
    return found(span, Gaps::isGap, _ -> true);
  }

  /** Those from which an event came: what was listed after one may have happened in any order. */
  public List<EventFacts> before(EventFacts facts) {
    if (!(facts.event() instanceof ResourceEvent resource)) {
      return List.of();
    }
    Instant time = resource.provenance().time();
    return found(
        new Span(Math.max(0, facts.offset() - AFTER_GAP), facts.offset()),
        key -> isGap(key) && concerns(key, resource.key()),
        gap -> !time.isAfter(gap.until()) && !time.isBefore(gap.from()));
  }

  /**
   * Those in which a time lies, of the gaps that are recorded near it.
   *
   * @param end the exclusive end of what the time means in the log
   * @param head the exclusive end of the log
   */
  public List<WatchGap> around(Instant time, long end, long head) {
    var near = new Span(Math.max(0, end - AFTER_GAP), head);
    List<Long> offsets = history.offsets(near, Gaps::isGap).stream().limit(NEAR).toList();
    return history.at(offsets).stream()
        .flatMap(entry ->
            entry instanceof LogEntry.Recorded recorded && recorded.event() instanceof WatchGap gap
                ? Stream.of(gap)
                : Stream.empty())
        .filter(gap -> time.isAfter(gap.from()) && time.isBefore(gap.until()))
        .toList();
  }

  private List<EventFacts> found(
      Span span, Predicate<ResourceKey> which, Predicate<WatchGap> wanted) {
    return history.events(span, which).stream()
        .filter(recorded -> recorded.event() instanceof WatchGap gap && wanted.test(gap))
        .map(recorded -> EventFacts.of(recorded.offset(), recorded.event(), null))
        .toList();
  }

  private static boolean isGap(ResourceKey key) {
    return key.name().equals(ALL);
  }

  private static boolean concerns(ResourceKey gap, ResourceKey resource) {
    return gap.kind().equals(ALL)
        || (gap.kind().equals(resource.kind()) && gap.group().equals(resource.group()));
  }
}
