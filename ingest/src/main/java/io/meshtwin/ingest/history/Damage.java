package io.meshtwin.ingest.history;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.image.SetAside;
import io.meshtwin.twin.image.TwinImage;
import java.util.List;

/**
 * The records of a log that cannot be read.
 *
 * @param history that stays open meanwhile
 */
public record Damage(History history) {
  /**
   * Those before an offset that no later one about the same replaces: what they said is missing in
   * the image there.
   */
  public List<SetAside> missing(long end) {
    return missing(history.imageBefore(end), end);
  }

  /** The same of an image that somebody else has folded. */
  public List<SetAside> missing(TwinImage image) {
    return missing(image, image.position().offset() + 1);
  }

  /** Those before an offset. */
  public List<SetAside> unreadable(long end) {
    return unreadable(history.imageBefore(end));
  }

  private List<SetAside> missing(TwinImage image, long end) {
    return unreadable(image).stream().filter(record -> !isReplaced(record, end)).toList();
  }

  /** Those that an image is or was without. */
  public static List<SetAside> unreadable(TwinImage image) {
    return image.setAside().stream()
        .filter(record -> record.cause() == SetAside.Cause.UNREADABLE)
        .toList();
  }

  private boolean isReplaced(SetAside record, long end) {
    ResourceKey about = record.about();
    return about != null
        && !about.group().equals(ResourceKey.OWN_GROUP)
        && (about.name().equals("*")
            || !history.offsets(new Span(record.offset() + 1, end), about::equals).isEmpty());
  }
}
