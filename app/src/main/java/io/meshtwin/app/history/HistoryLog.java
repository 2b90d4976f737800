package io.meshtwin.app.history;

import io.meshtwin.ingest.codec.EventCodec;
import io.meshtwin.ingest.codec.LogEntry;
import io.meshtwin.ingest.history.Fold;
import io.meshtwin.ingest.history.History;
import io.meshtwin.ingest.history.Span;
import io.meshtwin.twin.event.Audited;
import io.meshtwin.twin.event.ChangeEvent;
import io.meshtwin.twin.event.Event;
import io.meshtwin.twin.event.Manifest;
import io.meshtwin.twin.event.ResourceEvent;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.image.ResourceState;
import io.meshtwin.twin.image.TwinDelta;
import io.meshtwin.twin.image.TwinImage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Tells events of the log, each with what it changed and who did it. */
public final class HistoryLog {
  /** Who did the newest events is asked of so many entries before them, too. */
  private static final long AROUND = 10_000;

  /** How much farther is looked where that was not enough. */
  private static final int FARTHER = 4;

  private final LogQuestion question;
  private final LogQuestion.Filter filter;
  private final Attributions attributions = new Attributions();
  private final Map<ResourceKey, Optional<Manifest>> versions = new HashMap<>();
  private final Deque<Seen> seen = new ArrayDeque<>();
  private TwinImage before = TwinImage.EMPTY;
  private @Nullable Folded following;

  /** What a step from one running image to another does, in one line. */
  public interface Behaviour extends BiFunction<MeshImage, MeshImage, String> {}

  private HistoryLog(LogQuestion question) {
    this.question = question;
    this.filter = question.new Filter();
  }

  /**
   * Begins to tell what is appended from an image on, one event after the other.
   *
   * @param behaviour what else is to be told of each event, null for nothing
   */
  public static HistoryLog following(
      LogQuestion question, TwinImage image, @Nullable Behaviour behaviour) {
    var log = new HistoryLog(question);
    log.before = image;
    log.following = new Folded(image, question.view(), behaviour);
    return log;
  }

  /**
   * What was read of a stretch.
   *
   * @param events oldest first
   * @param actors who did something there, also those who were not asked for
   */
  public record Told(List<EventFacts> events, Set<String> actors) {}

  /**
   * Tells what a stretch of the log has. Where only the newest events are asked for, whoever did
   * them, what lies far before them is not read.
   *
   * @param behaviour what else is to be told of each event, null for nothing
   */
  public static Told read(History history, LogQuestion question, @Nullable Behaviour behaviour) {
    HistoryLog log = looked(history, question);
    List<Done> all =
        log.seen.stream().map(one -> new Done(one, log.attributions.of(one.event()))).toList();
    List<Done> wanted = all.stream().filter(done -> question.isBy(done.by())).toList();
    int passed = question.newest() > 0 ? Math.max(0, wanted.size() - question.newest()) : 0;
    List<Done> newest = wanted.subList(passed, wanted.size());
    return new Told(
        behaviour == null
            ? newest.stream().map(done -> moving(history, done.facts())).toList()
            : withBehaviour(history, question, newest, behaviour),
        all.stream()
            .map(done -> done.by().name())
            .filter(name -> !name.isEmpty())
            .collect(Collectors.toCollection(TreeSet::new)));
  }

  private static HistoryLog looked(History history, LogQuestion question) {
    Span whole = question.span();
    boolean some = question.newest() > 0 && question.resource() == null && question.actor() == null;
    long reach = some ? question.newest() + AROUND : whole.end() - whole.from();
    while (true) {
      var log = new HistoryLog(question);
      long from = Math.max(whole.from(), whole.end() - reach);
      if (from > 0) {
        log.before = history.imageBefore(from);
      }
      history.read(new Span(from, whole.end()), question::mayConcern, log::look);
      if (from == whole.from() || log.seen.size() >= question.newest()) {
        return log;
      }
      reach *= FARTHER;
    }
  }

  /**
   * An event that is asked for.
   *
   * @param last the version that it replaces, null for none
   */
  private record Seen(LogEntry.Recorded recorded, @Nullable Manifest last) {
    Event event() {
      return recorded.event();
    }

    EventFacts facts() {
      return EventFacts.of(recorded.offset(), recorded.event(), last);
    }
  }

  private record Done(Seen seen, Attribution by) {
    EventFacts facts() {
      return seen.facts().by(by);
    }
  }

  /** Of a change that moved what proxies run: which resources, and which of their fields. */
  private static EventFacts moving(History history, EventFacts facts) {
    if (!moves(facts.event())) {
      return facts;
    }
    TwinImage was = history.imageBefore(facts.offset());
    return moved(facts, was, history.imageBefore(facts.offset() + 1));
  }

  private static EventFacts moved(EventFacts facts, TwinImage was, TwinImage is) {
    return facts.with(Edit.of(is.approved().changesSince(was.approved())));
  }

  private static boolean moves(Event event) {
    return event instanceof ChangeEvent.Published || event instanceof ChangeEvent.RolledBack;
  }

  /**
   * The next entry of a log that is followed, with who did it; empty where it is not asked for.
   *
   * @throws IllegalStateException when the log is read, not followed
   */
  public Optional<EventFacts> told(LogEntry entry) {
    Folded folded = following;
    if (folded == null) {
      throw new IllegalStateException("this log is not followed");
    }
    return step(entry, folded).map(this::attributed).filter(facts -> question.isBy(facts.by()));
  }

  /** Folds an entry; what it did where it is asked for. */
  private Optional<EventFacts> step(LogEntry entry, Folded folded) {
    if (entry instanceof LogEntry.Recorded recorded
        && question.mayConcern(EventCodec.key(recorded.event()))) {
      Optional<EventFacts> facts = next(recorded);
      if (facts.isPresent()) {
        return Optional.of(folded.step(recorded, facts.get()));
      }
    }
    folded.add(entry);
    return Optional.empty();
  }

  private Optional<EventFacts> next(LogEntry.Recorded recorded) {
    return seen(recorded).map(Seen::facts);
  }

  private Optional<Seen> seen(LogEntry.Recorded recorded) {
    Event event = recorded.event();
    attributions.learn(event);
    Manifest last = event instanceof ResourceEvent resource ? version(resource) : null;
    return filter.takes(event) ? Optional.of(new Seen(recorded, last)) : Optional.empty();
  }

  /** The same with who did it, as far as it is known by now. */
  private EventFacts attributed(EventFacts facts) {
    return facts.by(attributions.of(facts.event()));
  }

  private void look(LogEntry.Recorded recorded) {
    Optional<Seen> found = seen(recorded);
    if (found.isEmpty() || recorded.event() instanceof Audited) {
      return;
    }
    seen.add(found.get());
    // Which of them somebody did is known at the end only.
    if (question.actor() == null && question.newest() > 0 && seen.size() > question.newest()) {
      seen.removeFirst();
    }
  }

  /** The version that an event replaces; keeps the new one. */
  private @Nullable Manifest version(ResourceEvent event) {
    Optional<Manifest> now =
        event instanceof ResourceEvent.Applied applied
            ? Optional.of(applied.manifest().compact())
            : Optional.empty();
    Optional<Manifest> last = versions.put(event.key(), now);
    if (last != null) {
      return last.orElse(null);
    }
    ResourceState state = before.observed().state(event.key());
    return state == null ? null : state.manifest();
  }

  /** Everything from the first is folded, so that each meets the whole mesh as it was. */
  private static List<EventFacts> withBehaviour(
      History history, LogQuestion question, List<Done> events, Behaviour behaviour) {
    if (events.isEmpty()) {
      return List.of();
    }
    Map<Long, Done> asked = new HashMap<>();
    events.forEach(done -> asked.put(done.seen().recorded().offset(), done));
    long from = events.getFirst().seen().recorded().offset();
    var folded = new Folded(history.imageBefore(from), question.view(), behaviour);
    var told = new ArrayList<EventFacts>();
    history.read(
        new Span(from, question.span().end()),
        entry -> {
          Done done = asked.get(entry.offset());
          if (done == null) {
            folded.add(entry);
          } else {
            told.add(folded.step(done.seen().recorded(), done.facts()));
          }
        });
    return told;
  }

  private static final class Folded {
    private final View view;
    private final @Nullable Behaviour behaviour;
    private TwinImage image;
    private TwinDelta pending;

    Folded(TwinImage image, View view, @Nullable Behaviour behaviour) {
      this.view = view;
      this.behaviour = behaviour;
      this.image = image;
      this.pending = new TwinDelta(image);
    }

    void add(LogEntry entry) {
      Fold.entry(entry, pending);
    }

    EventFacts step(LogEntry.Recorded recorded, EventFacts facts) {
      TwinImage was = settle();
      add(recorded);
      TwinImage is = settle();
      EventFacts known = moves(recorded.event()) ? moved(facts, was, is) : facts;
      return behaviour == null ? known : known.doing(words(behaviour, view.of(was), view.of(is)));
    }

    private static String words(Behaviour behaviour, MeshImage was, MeshImage is) {
      return was.digest().equals(is.digest())
          ? "nothing changes at the proxies"
          : behaviour.apply(was, is);
    }

    private TwinImage settle() {
      image = pending.apply();
      pending = new TwinDelta(image);
      return image;
    }
  }
}
