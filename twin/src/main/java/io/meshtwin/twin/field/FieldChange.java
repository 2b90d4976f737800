package io.meshtwin.twin.field;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One field that differs.
 *
 * @param path as findings and traces write it, for example {@code spec.rules[0].timeouts}; of what
 *     is gone where it was, of everything else where it is
 * @param kind what became of it
 * @param before the value that it had, null where it is new
 * @param after the value that it has, null where it is gone
 */
public record FieldChange(
    String path, Kind kind, @Nullable JsonNode before, @Nullable JsonNode after) {
  /** What becomes of a field. */
  public enum Kind {
    /** It is new. */
    ADDED,
    /** It is gone. */
    REMOVED,
    /** It has another value. */
    CHANGED,
    /** An entry of a list stands before others that it stood behind, or the reverse. */
    MOVED;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
