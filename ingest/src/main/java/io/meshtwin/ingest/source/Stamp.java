package io.meshtwin.ingest.source;

import io.meshtwin.twin.event.Actor;
import io.meshtwin.twin.event.Provenance;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * When and by whom changes were made, where the caller knows better than the source: a commit's
 * time and author.
 *
 * @param at null to keep the source's time
 * @param actor null to keep the source's actor
 */
public record Stamp(@Nullable Instant at, @Nullable String actor) {
  /** Keeps what the source says. */
  public static final Stamp NONE = new Stamp(null, null);

  Provenance on(Provenance provenance) {
    return provenance.by(
        actor == null ? provenance.actor() : Actor.stated(actor),
        Objects.requireNonNullElse(at, provenance.time()));
  }
}
