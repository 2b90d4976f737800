package io.meshtwin.app.cli;

import io.meshtwin.twin.event.ResourceKey;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What may have been meant by a name that nothing has. */
final class Nearest {
  /** One letter in so many may be another, or missing, or too much. */
  private static final int LETTERS_FOR_ONE = 3;

  private Nearest() {}

  /**
   * The known name with the fewest letters changed, the first in the order of the alphabet; empty
   * where none is near.
   */
  static Optional<String> of(String name, Collection<String> known) {
    int most = Math.max(1, name.length() / LETTERS_FOR_ONE);
    return known.stream()
        .filter(other -> distance(name, other) <= most)
        .min(
            Comparator.<String>comparingInt(other -> distance(name, other))
                .thenComparing(Comparator.naturalOrder()));
  }

  /** The same as the end of a sentence; nothing where none is near. */
  static String words(String name, Collection<String> known) {
    return of(name, known).map(near -> "; did you mean " + near + "?").orElse("");
  }

  /**
   * What may have been meant by a resource that is not there, as the end of a sentence: one of its
   * kind with its name in another namespace, or with a name like it.
   */
  static String words(ResourceKey key, Stream<ResourceKey> known) {
    List<ResourceKey> alike =
        known
            .filter(other -> other.kind().equals(key.kind()) && other.group().equals(key.group()))
            .toList();
    return alike.stream()
        .filter(other -> other.name().equals(key.name()))
        .map(ResourceKey::qualifiedName)
        .min(Comparator.naturalOrder())
        .map(elsewhere -> "; did you mean " + elsewhere + "?")
        .orElseGet(() ->
            words(key.qualifiedName(), alike.stream().map(ResourceKey::qualifiedName).toList()));
  }

  /** Whether a name is another one with the case of letters, or one letter, otherwise. */
  static boolean isSlip(String name, String known) {
    return distance(name.toLowerCase(Locale.ROOT), known.toLowerCase(Locale.ROOT)) <= 1;
  }

  /** Levenshtein's: letters put in, taken out or changed. */
  private static int distance(String one, String other) {
    int[] last = new int[other.length() + 1];
    for (int j = 0; j <= other.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int[] row = new int[other.length() + 1];
      row[0] = i;
      for (int j = 1; j <= other.length(); j++) {
        int changed = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
        row[j] = Math.min(Math.min(row[j - 1], last[j]) + 1, last[j - 1] + changed);
      }
      last = row;
    }
    return last[other.length()];
  }
}
