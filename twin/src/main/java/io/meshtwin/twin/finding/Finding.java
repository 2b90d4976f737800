package io.meshtwin.twin.finding;

import io.meshtwin.twin.event.ResourceKey;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * One diagnostic.
 *
 * @param code what it is about
 * @param resource the resource that has it
 * @param field the field's path, empty for the whole resource
 * @param message what is wrong and what follows from it, one sentence
 * @param source {@code file:line} where it is known
 */
public record Finding(
    FindingCode code, ResourceKey resource, String field, String message, @Nullable String source)
    implements Comparable<Finding> {
  private static final Comparator<Finding> ORDER =
      Comparator.comparing(Finding::severity)
          .thenComparing(Finding::resource)
          .thenComparing(Finding::code)
          .thenComparing(Finding::field)
          .thenComparing(Finding::message);

  /** The code's severity. */
  public Severity severity() {
    return code.severity();
  }

  @Override
  public int compareTo(Finding other) {
    return ORDER.compare(this, other);
  }
}
