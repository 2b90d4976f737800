package io.meshtwin.ingest.codec;

import io.meshtwin.twin.event.Adopted;
import io.meshtwin.twin.event.ChangeEvent;
import io.meshtwin.twin.event.Event;
import io.meshtwin.twin.event.ResourceEvent;
import io.meshtwin.twin.event.WatchGap;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The CloudEvents {@code type} of each event, with the version of its data. A new version is a new
 * constant; the old ones stay, since the log keeps what they wrote.
 */
enum EventType {
  RESOURCE_APPLIED("io.meshtwin.resource.applied.v1"),
  RESOURCE_DELETED("io.meshtwin.resource.deleted.v1"),
  WATCH_GAP("io.meshtwin.watch.gap.v1"),
  ADOPTED("io.meshtwin.configuration.adopted.v1"),
  CHANGE_PROPOSED("io.meshtwin.change.proposed.v1"),
  CHANGE_PREVIEWED("io.meshtwin.change.previewed.v1"),
  CHANGE_APPROVED("io.meshtwin.change.approved.v1"),
  CHANGE_REJECTED("io.meshtwin.change.rejected.v1"),
  CHANGE_PUBLISHED("io.meshtwin.change.published.v1"),
  CHANGE_CONVERGED("io.meshtwin.change.converged.v1"),
  CHANGE_ROLLED_BACK("io.meshtwin.change.rolledback.v1");

  private static final Map<String, EventType> BY_NAME =
      Arrays.stream(values())
          .collect(Collectors.toUnmodifiableMap(EventType::text, Function.identity()));

  private final String text;

  EventType(String text) {
    this.text = text;
  }

  String text() {
    return text;
  }

  static EventType parse(String text) {
    @Nullable EventType known = BY_NAME.get(text);
    if (known == null) {
      throw new UndecodableException("the event type is not known to this version");
    }
    return known;
  }

  static EventType of(Event event) {
    return switch (event) {
      case ResourceEvent.Applied applied -> RESOURCE_APPLIED;
      case ResourceEvent.Deleted deleted -> RESOURCE_DELETED;
      case WatchGap gap -> WATCH_GAP;
      case Adopted adopted -> ADOPTED;
      case ChangeEvent.Proposed proposed -> CHANGE_PROPOSED;
      case ChangeEvent.Previewed previewed -> CHANGE_PREVIEWED;
      case ChangeEvent.Approved approved -> CHANGE_APPROVED;
      case ChangeEvent.Rejected rejected -> CHANGE_REJECTED;
      case ChangeEvent.Published published -> CHANGE_PUBLISHED;
      case ChangeEvent.Converged converged -> CHANGE_CONVERGED;
      case ChangeEvent.RolledBack rolledBack -> CHANGE_ROLLED_BACK;
    };
  }
}
