package io.meshtwin.fidelity.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Header lines in the order in which they stand on the wire.
 *
 * @param lines every line, repeated names included
 */
public record Headers(List<Header> lines) {
  /** No header. */
  public static final Headers NONE = new Headers(List.of());

  public Headers {
    lines = List.copyOf(lines);
  }

  /** These headers and one more line. */
  public Headers with(String name, String value) {
    var more = new ArrayList<>(lines);
    more.add(new Header(name, value));
    return new Headers(more);
  }

  /** The first value of a header, whatever the case of its name. */
  public Optional<String> first(String name) {
    return lines.stream()
        .filter(line -> line.name().equalsIgnoreCase(name))
        .map(Header::value)
        .findFirst();
  }

  /** Names in lower case to all their values, in order. */
  public SortedMap<String, List<String>> byName() {
    var result = new TreeMap<String, List<String>>();
    for (Header line : lines) {
      result
          .computeIfAbsent(line.name().toLowerCase(Locale.ROOT), _ -> new ArrayList<>())
          .add(line.value());
    }
    return result;
  }
}
