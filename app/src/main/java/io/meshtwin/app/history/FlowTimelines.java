package io.meshtwin.app.history;

import io.meshtwin.app.progress.Stage;
import io.meshtwin.ingest.codec.EventCodec;
import io.meshtwin.ingest.codec.LogEntry;
import io.meshtwin.ingest.history.History;
import io.meshtwin.ingest.history.Span;
import io.meshtwin.simulator.history.Reach;
import io.meshtwin.simulator.history.Timeline;
import io.meshtwin.twin.event.ChangeEvent;
import io.meshtwin.twin.event.Event;
import io.meshtwin.twin.event.Manifest;
import io.meshtwin.twin.event.ResourceEvent;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.image.ResourceState;
import io.meshtwin.twin.image.TwinImage;
import io.meshtwin.twin.resource.EndpointSlice;
import io.meshtwin.twin.resource.Resource;
import io.meshtwin.twin.resource.ResourceReader;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads of a stretch of the log what flows can depend on. The log is passed over once for all that
 * is no workload, since an edit of anything can bring it into reach; of workloads, which are most
 * of a log, only those are looked up that count by their names. Those of the flows' own namespaces,
 * which are mostly all that count, come along in the first pass.
 */
public final class FlowTimelines {
  /** So many events of workloads may be held that turn out not to count. */
  private static final int ALONG = 100_000;

  private final History history;
  private final Span span;
  private final TwinImage base;
  private final View view;
  private final Stage stage;

  /**
   * Prepares to read.
   *
   * @param before the image before the stretch
   * @param stage told how far the reading is
   */
  public FlowTimelines(History history, Span span, TwinImage before, View view, Stage stage) {
    this.stage = stage;
    this.history = history;
    this.span = span;
    this.base = view.base(before);
    this.view = view;
  }

  /**
   * The timeline of each reach.
   *
   * @param reaches that have learned nothing yet
   */
  public List<Timeline> of(List<Reach> reaches) {
    Predicate<ResourceKey> along = along(reaches);
    stage.now("reading the log");
    List<LogEntry.Recorded> read =
        history.events(span, key -> !Reach.isWorkload(key) || along.test(key), stage::step);
    learn(reaches, read);
    learnEndpoints(reaches);
    Predicate<ResourceKey> counts = key -> mayCount(reaches, key);
    List<LogEntry.Recorded> events =
        Stream.concat(
                read.stream(),
                history
                    .events(
                        span, key -> Reach.isWorkload(key) && !along.test(key) && counts.test(key))
                    .stream())
            .filter(recorded -> counts.test(EventCodec.key(recorded.event())))
            .sorted(Comparator.comparingLong(LogEntry.Recorded::offset))
            .toList();
    learnEndpoints(reaches, events);
    return reaches.stream().map(reach -> timeline(reach, events)).toList();
  }

  /** The workloads that are read in the first pass, if they are few enough to be held. */
  private Predicate<ResourceKey> along(List<Reach> reaches) {
    // As they are before anything is learned.
    Set<String> namespaces =
        reaches.stream()
            .flatMap(reach -> reach.namespaces().stream())
            .collect(Collectors.toUnmodifiableSet());
    Predicate<ResourceKey> near =
        key -> Reach.isWorkload(key) && namespaces.contains(key.namespace());
    return history.offsets(span, near).size() <= ALONG ? near : key -> false;
  }

  private void learn(List<Reach> reaches, List<LogEntry.Recorded> read) {
    for (var image : List.of(base.observed(), base.approved())) {
      image
          .resources()
          .forEach((key, state) -> {
            if (!Reach.isWorkload(key)) {
              reaches.forEach(reach -> reach.learn(state.manifest(), state::resource));
            }
          });
    }
    for (LogEntry.Recorded recorded : read) {
      if (Reach.isWorkload(EventCodec.key(recorded.event()))) {
        continue;
      }
      for (Manifest manifest : manifests(recorded.event())) {
        reaches.forEach(reach -> reach.learn(manifest, () -> read(manifest)));
      }
    }
    reaches.forEach(Reach::close);
  }

  private static Resource read(Manifest manifest) {
    return ResourceReader.read(manifest, null).resource();
  }

  private static List<Manifest> manifests(Event event) {
    return switch (event) {
      case ResourceEvent.Applied applied -> List.of(applied.manifest());
      case ChangeEvent.Proposed proposed -> proposed.apply();
      case Event _ -> List.of();
    };
  }

  /**
   * Whether an event of a resource may count, by its name alone. Steps of changes, and the
   * adoption, are of our own group: they decide what proxies run.
   */
  private boolean mayCount(List<Reach> reaches, ResourceKey key) {
    return key.group().equals(ResourceKey.OWN_GROUP)
        || reaches.stream().anyMatch(reach -> mayCount(reach, key));
  }

  /** Workloads of the base that do not count are not expected to count later. */
  private boolean mayCount(Reach reach, ResourceKey key) {
    if (!reach.admits(key) || !Reach.isWorkload(key)) {
      return reach.admits(key);
    }
    ResourceState state = base.observed().state(key);
    return state == null || reach.takes(state);
  }

  private void learnEndpoints(List<Reach> reaches) {
    base.observed()
        .resources()
        .forEach((key, state) -> {
          if (key.kind().equals("EndpointSlice")
              && reaches.stream().anyMatch(reach -> reach.admits(key))
              && state.resource() instanceof EndpointSlice slice) {
            learn(reaches, slice);
          }
        });
  }

  private static void learnEndpoints(List<Reach> reaches, List<LogEntry.Recorded> events) {
    for (LogEntry.Recorded recorded : events) {
      if (recorded.event() instanceof ResourceEvent.Applied applied
          && applied.key().kind().equals("EndpointSlice")
          && read(applied.manifest()) instanceof EndpointSlice slice) {
        learn(reaches, slice);
      }
    }
  }

  private static void learn(List<Reach> reaches, EndpointSlice slice) {
    reaches.stream()
        .filter(reach -> reach.admits(slice.key()))
        .forEach(reach -> reach.learnEndpoints(slice));
  }

  private Timeline timeline(Reach reach, List<LogEntry.Recorded> events) {
    TwinImage some = base.only(reach::takes);
    var timeline = new Timeline(some);
    // A workload that counted once counts until it is gone, whatever its labels become.
    Set<ResourceKey> seen = new HashSet<>(some.observed().resources().keySet());
    for (LogEntry.Recorded recorded : events) {
      if (view.takes(recorded.event()) && counts(reach, recorded.event(), seen)) {
        timeline.add(recorded.offset(), recorded.event());
      }
    }
    return timeline;
  }

  private static boolean counts(Reach reach, Event event, Set<ResourceKey> seen) {
    return switch (event) {
      case ResourceEvent.Applied applied -> {
        boolean taken =
            seen.contains(applied.key())
                || reach.takes(ResourceState.of(applied.manifest(), applied.provenance(), null));
        if (taken) {
          seen.add(applied.key());
        }
        yield taken;
      }
      case ResourceEvent.Deleted deleted -> seen.contains(deleted.key());
      case Event _ -> true;
    };
  }
}
