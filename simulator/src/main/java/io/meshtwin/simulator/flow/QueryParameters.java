package io.meshtwin.simulator.flow;

import org.jspecify.annotations.Nullable;

/**
 * Query parameters as Envoy's route matcher reads them: nothing is decoded, the first of several
 * with one name counts, a name without {@code =} has the empty value.
 */
final class QueryParameters {
  private QueryParameters() {}

  /** The parameter's value, null when it is absent. */
  static @Nullable String first(@Nullable String query, String name) {
    if (query == null) {
      return null;
    }
    int from = 0;
    while (from <= query.length()) {
      int end = query.indexOf('&', from);
      end = end < 0 ? query.length() : end;
      int equals = query.indexOf('=', from);
      int nameEnd = equals < 0 || equals > end ? end : equals;
      if (nameEnd - from == name.length() && query.startsWith(name, from)) {
        return nameEnd == end ? "" : query.substring(nameEnd + 1, end);
      }
      from = end + 1;
    }
    return null;
  }
}
