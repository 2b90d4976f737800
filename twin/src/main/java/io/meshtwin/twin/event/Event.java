package io.meshtwin.twin.event;

/** One immutable fact in the log. */
public sealed interface Event permits ResourceEvent, WatchGap, Adopted, ChangeEvent, Audited {
  /** Where the event comes from. */
  Provenance provenance();
}
