package io.meshtwin.ingest.source;

import io.meshtwin.twin.event.Actor;
import io.meshtwin.twin.event.Event;
import io.meshtwin.twin.event.Provenance;
import io.meshtwin.twin.event.ResourceEvent;
import io.meshtwin.twin.event.WatchGap;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * When, by whom and in which cluster changes were made, where the caller knows better than the
 * source: a commit's time and author, the cluster's name.
 *
 * @param at null to keep the source's time
 * @param actor null to keep the source's actor
 * @param cluster where it was seen; null to keep the source's
 */
public record Stamp(@Nullable Instant at, @Nullable String actor, @Nullable String cluster) {
  /** Keeps what the source says. */
  public static final Stamp NONE = new Stamp(null, null, null);

  /** Says only where it was seen. */
  public static Stamp in(@Nullable String cluster) {
    return new Stamp(null, null, cluster);
  }

  /** The same event with what is known better. */
  Event on(Event event) {
    return switch (event) {
      case ResourceEvent.Applied applied -> on(applied);
      case ResourceEvent.Deleted(var key, String uid, Provenance provenance) ->
          new ResourceEvent.Deleted(key, uid, on(provenance));
      case WatchGap gap -> gap.with(on(gap.provenance()));
      case Event other -> other;
    };
  }

  ResourceEvent.Applied on(ResourceEvent.Applied applied) {
    return new ResourceEvent.Applied(applied.manifest(), on(applied.provenance()));
  }

  Provenance on(Provenance provenance) {
    return provenance
        .by(
            actor == null ? provenance.actor() : Actor.stated(actor),
            Objects.requireNonNullElse(at, provenance.time()))
        .in(Objects.requireNonNullElse(cluster, provenance.cluster()));
  }
}
