package io.meshtwin.app.history;

import io.meshtwin.twin.event.Adopted;
import io.meshtwin.twin.event.Audited;
import io.meshtwin.twin.event.ChangeEvent;
import io.meshtwin.twin.event.Event;
import io.meshtwin.twin.event.Manifest;
import io.meshtwin.twin.event.ResourceEvent;
import io.meshtwin.twin.event.WatchGap;
import org.jspecify.annotations.Nullable;

/**
 * An event with what can be told of it.
 *
 * @param offset in the log
 * @param event the event
 * @param edit what it did to resources
 * @param by who did it
 * @param behaviour what it does to behaviour in one line, null where nobody asked
 */
public record EventFacts(
    long offset, Event event, Edit edit, Attribution by, @Nullable String behaviour) {
  /** Before it is known who did it, and what it does. */
  static EventFacts of(long offset, Event event, @Nullable Manifest before) {
    Edit edit = event instanceof ResourceEvent resource ? Edit.of(resource, before) : Edit.NONE;
    return new EventFacts(offset, event, edit, Attribution.of(event.provenance().actor()), null);
  }

  EventFacts with(Edit known) {
    return new EventFacts(offset, event, known, by, behaviour);
  }

  EventFacts by(Attribution known) {
    return new EventFacts(offset, event, edit, known, behaviour);
  }

  EventFacts doing(String words) {
    return new EventFacts(offset, event, edit, by, words);
  }

  /** What it is about: a resource, a change, the kinds whose order is unknown. */
  public String subject() {
    return switch (event) {
      case ResourceEvent resource -> resource.key().toString();
      case Audited audited -> audited.key().toString();
      case ChangeEvent change -> "change " + change.change();
      case Adopted _ -> "configuration";
      case WatchGap gap -> gap.kind().equals("*") ? "every kind" : gap.kind();
    };
  }

  /**
   * What it is, in one word: {@code create}, {@code update}, {@code delete}, {@code gap}, {@code
   * adopted}, {@code proposed} and the other steps of a change.
   */
  public String operation() {
    return switch (event) {
      case ResourceEvent.Applied _ -> edit.creates() ? "create" : "update";
      case ResourceEvent.Deleted _ -> "delete";
      case Audited _ -> "audited";
      case WatchGap _ -> "gap";
      case Adopted _ -> "adopted";
      case ChangeEvent.Proposed _ -> "proposed";
      case ChangeEvent.Previewed _ -> "previewed";
      case ChangeEvent.Approved _ -> "approved";
      case ChangeEvent.Rejected _ -> "rejected";
      case ChangeEvent.Published _ -> "published";
      case ChangeEvent.Converged _ -> "converged";
      case ChangeEvent.RolledBack _ -> "rolled-back";
    };
  }
}
