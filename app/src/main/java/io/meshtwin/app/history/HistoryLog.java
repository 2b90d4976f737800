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
  private final LogQuestion question;
  private final LogQuestion.Filter filter;
  private final Attributions attributions = new Attributions();
  private final Map<ResourceKey, Optional<Manifest>> versions = new HashMap<>();
  private final Deque<EventFacts> told = new ArrayDeque<>();
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
   * Tells what a stretch of the log has.
   *
   * @param behaviour what else is to be told of each event, null for nothing
   */
  public static Told read(History history, LogQuestion question, @Nullable Behaviour behaviour) {
    var log = new HistoryLog(question);
    Span span = question.span();
    if (span.from() > 0) {
      log.before = history.imageBefore(span.from());
    }
    if (behaviour == null) {
      history.read(span, question::mayConcern, recorded -> log.next(recorded).ifPresent(log::keep));
    } else {
      log.withBehaviour(history, behaviour);
    }
    List<EventFacts> all = log.told.stream().map(log::attributed).toList();
    List<EventFacts> wanted = all.stream().filter(facts -> question.isBy(facts.by())).toList();
    int passed = question.newest() > 0 ? Math.max(0, wanted.size() - question.newest()) : 0;
    return new Told(
        wanted.stream()
            .skip(passed)
            .map(facts -> behaviour == null ? moving(history, facts) : facts)
            .toList(),
        actors(all));
  }

  private static Set<String> actors(List<EventFacts> events) {
    return events.stream()
        .map(facts -> facts.by().name())
        .filter(name -> !name.isEmpty())
        .collect(Collectors.toCollection(TreeSet::new));
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
    Event event = recorded.event();
    attributions.learn(event);
    Manifest last = event instanceof ResourceEvent resource ? version(resource) : null;
    return filter.takes(event)
        ? Optional.of(EventFacts.of(recorded.offset(), event, last))
        : Optional.empty();
  }

  /** The same with who did it, as far as it is known by now. */
  private EventFacts attributed(EventFacts facts) {
    return facts.by(attributions.of(facts.event()));
  }

  private void keep(EventFacts facts) {
    if (facts.event() instanceof Audited) {
      return;
    }
    told.add(facts);
    // Which of them somebody did is known at the end only.
    if (question.actor() == null && question.newest() > 0 && told.size() > question.newest()) {
      told.removeFirst();
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

  /** Everything is folded, so that each event meets the whole mesh as it was. */
  private void withBehaviour(History history, Behaviour behaviour) {
    var folded = new Folded(before, question.view(), behaviour);
    history.read(question.span(), entry -> step(entry, folded).ifPresent(this::keep));
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
