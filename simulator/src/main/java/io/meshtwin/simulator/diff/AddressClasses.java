package io.meshtwin.simulator.diff;

import io.meshtwin.twin.routing.access.AddressRange;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Addresses that ranges tell apart. Ranges nest or are apart, so that a class begins where one of
 * them begins or right after one ends.
 */
final class AddressClasses {
  /** Those of documentation, and a public one: examples of what no range has. */
  private static final List<String> ELSEWHERE =
      List.of("203.0.113.77", "198.51.100.77", "192.0.2.77", "8.8.8.8", "2001:db8::77");

  private AddressClasses() {}

  /** One address of every class; none where nothing reads addresses. */
  static List<String> of(List<AddressRange> ranges) {
    if (ranges.isEmpty()) {
      return List.of();
    }
    Map<List<Boolean>, String> classes = new LinkedHashMap<>();
    candidates(ranges)
        .forEach(address -> {
          List<Boolean> in = ranges.stream().map(range -> range.contains(address)).toList();
          classes.putIfAbsent(in, address.text());
        });
    return new ArrayList<>(classes.values());
  }

  private static Stream<AddressRange> candidates(List<AddressRange> ranges) {
    Stream<AddressRange> elsewhere =
        ELSEWHERE.stream().flatMap(text -> Stream.ofNullable(AddressRange.parse(text)));
    return Stream.of(
            ranges.stream().map(AddressRange::first),
            elsewhere,
            ranges.stream().flatMap(range -> range.after().stream()))
        .flatMap(addresses -> addresses);
  }
}
