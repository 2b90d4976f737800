package io.meshtwin.twin.resolve.virtualservice;

import io.meshtwin.twin.resource.HeaderFormat;
import io.meshtwin.twin.resource.HeaderOperations;
import io.meshtwin.twin.resource.HeaderOperations.Operations;
import io.meshtwin.twin.routing.HeaderChanges;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Changes to headers of a rule and of one of its destinations, as one ({@code
 * TranslateHeadersOperations}).
 *
 * <p>With one destination istiod writes both into the route: Envoy takes away what either removes,
 * then sets and adds in order, the rule's first. With several, each has its own, which Envoy
 * applies before the route's.
 */
final class HeaderSequence {
  private HeaderSequence() {}

  static HeaderChanges of(Operations rule, Operations target, boolean alone) {
    if (alone) {
      var removed =
          new HeaderChanges(
              Map.of(),
              Map.of(),
              Stream.concat(removed(rule), removed(target)).distinct().toList());
      return removed.then(changes(rule, false)).then(changes(target, false));
    }
    return changes(target, true).then(changes(rule, true));
  }

  /** The changes of one place alone. */
  static HeaderChanges of(Operations operations) {
    return changes(operations, true);
  }

  /** Host that is set or added, in Envoy a rewrite; what is set goes first. */
  static @Nullable String authority(HeaderOperations headers) {
    return Stream.of(headers.request().set(), headers.request().add())
        .flatMap(map -> new TreeMap<>(map).entrySet().stream())
        .filter(entry -> HeaderOperations.isAuthority(entry.getKey()))
        .map(Map.Entry::getValue)
        .filter(value -> !value.isEmpty())
        .findFirst()
        .orElse(null);
  }

  /** A header whose value depends on what only the proxy knows; null for none. */
  static @Nullable String computed(HeaderOperations headers) {
    return Stream.of(headers.request(), headers.response())
        .flatMap(message -> Stream.of(message.set(), message.add()))
        .flatMap(map -> new TreeMap<>(map).entrySet().stream())
        .filter(entry -> HeaderFormat.plain(entry.getValue()) == null)
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(null);
  }

  private static Stream<String> removed(Operations operations) {
    return operations.remove().stream().filter(name -> !HeaderOperations.isInternal(name));
  }

  private static HeaderChanges changes(Operations operations, boolean removes) {
    return new HeaderChanges(
        plain(operations.set()),
        plain(operations.add()),
        removes ? removed(operations).toList() : List.of());
  }

  private static Map<String, String> plain(Map<String, String> values) {
    var result = new TreeMap<String, String>();
    values.forEach((name, value) -> {
      String plain = HeaderFormat.plain(value);
      if (!HeaderOperations.isInternal(name)) {
        result.put(name.toLowerCase(java.util.Locale.ROOT), plain == null ? value : plain);
      }
    });
    return result;
  }
}
