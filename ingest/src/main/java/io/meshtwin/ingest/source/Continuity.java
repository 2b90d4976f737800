package io.meshtwin.ingest.source;

import io.meshtwin.twin.event.Provenance;
import io.meshtwin.twin.event.WatchGap;
import java.time.Instant;
import java.util.Optional;

/**
 * Up to when everything that happened to a kind was seen, and why that ended: between the two, the
 * order of changes is unknown, which history must say.
 */
final class Continuity {
  private final MeshKind kind;

  /** The last moment up to which everything was seen. */
  private Instant complete = Instant.EPOCH;

  /** Why continuity was lost; empty when it was not. */
  private String lost = "";

  Continuity(MeshKind kind) {
    this.kind = kind;
  }

  /** A source that starts has seen what is recorded. */
  void resume(Instant recordedUntil) {
    if (complete.equals(Instant.EPOCH)) {
      complete = recordedUntil;
    }
  }

  /** From now on changes may go by unseen. */
  void lose(String reason) {
    lost = reason;
  }

  /** Changes went by that nobody saw, for a reason that holds unless a better one is known. */
  void missed(String reason) {
    if (lost.isEmpty()) {
      lost = reason;
    }
  }

  /** Everything up to this moment was seen, and is recorded. */
  Instant seen(Instant until) {
    complete = until;
    lost = "";
    return until;
  }

  /** The gap, if there is one, that a listing ends. */
  Optional<WatchGap> gap(Instant listed, Provenance provenance) {
    return lost.isEmpty()
        ? Optional.empty()
        : Optional.of(new WatchGap(kind.group(), kind.kind(), complete, listed, lost, provenance));
  }
}
