package io.meshtwin.ingest.codec;

import io.meshtwin.twin.event.Adopted;
import io.meshtwin.twin.event.Audited;
import io.meshtwin.twin.event.ChangeEvent;
import io.meshtwin.twin.event.Event;
import io.meshtwin.twin.event.ResourceEvent;
import io.meshtwin.twin.event.WatchGap;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The CloudEvents {@code type} of each event, with the version of its data that is written today.
 * The log keeps what earlier versions wrote: a new version is a larger number here and a step in
 * {@link Upcasting}.
 */
enum EventType {
  RESOURCE_APPLIED("resource.applied", 1),
  RESOURCE_DELETED("resource.deleted", 2),
  WATCH_GAP("watch.gap", 2),
  ADOPTED("configuration.adopted", 1),
  AUDITED("request.audited", 1),
  CHANGE_PROPOSED("change.proposed", 1),
  CHANGE_PREVIEWED("change.previewed", 1),
  CHANGE_APPROVED("change.approved", 1),
  CHANGE_REJECTED("change.rejected", 1),
  CHANGE_PUBLISHED("change.published", 1),
  CHANGE_CONVERGED("change.converged", 1),
  CHANGE_ROLLED_BACK("change.rolledback", 1);

  private static final Map<String, EventType> BY_NAME =
      Arrays.stream(values())
          .collect(Collectors.toUnmodifiableMap(type -> type.name, Function.identity()));

  private static final Pattern TEXT =
      Pattern.compile("io\\.meshtwin\\.(?<name>[a-z.]+)\\.v(?<version>[1-9][0-9]{0,3})");

  private final String name;
  private final int version;
  private final String text;

  EventType(String name, int version) {
    this.name = name;
    this.version = version;
    this.text = "io.meshtwin." + name + ".v" + version;
  }

  /**
   * What a record's data is.
   *
   * @param version that wrote it, from 1 to the type's own
   */
  record Written(EventType type, int version) {}

  String text() {
    return text;
  }

  int version() {
    return version;
  }

  static Written parse(String text) {
    Matcher parts = TEXT.matcher(text);
    @Nullable EventType known = parts.matches() ? BY_NAME.get(parts.group("name")) : null;
    if (known == null) {
      throw new UndecodableException("the event type is not known to this version");
    }
    int version = Integer.parseInt(parts.group("version"));
    if (version > known.version) {
      throw new UndecodableException(
          "a later Meshtwin wrote it: %s in version %d, and this one reads up to %d"
              .formatted(known.name, version, known.version));
    }
    return new Written(known, version);
  }

  static EventType of(Event event) {
    return switch (event) {
      case ResourceEvent.Applied applied -> RESOURCE_APPLIED;
      case ResourceEvent.Deleted deleted -> RESOURCE_DELETED;
      case WatchGap gap -> WATCH_GAP;
      case Adopted adopted -> ADOPTED;
      case Audited audited -> AUDITED;
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
