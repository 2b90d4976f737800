package io.meshtwin.simulator.flow;

import io.meshtwin.twin.routing.HttpReading;
import io.meshtwin.twin.routing.Inbound;
import io.meshtwin.twin.routing.ValueMatch;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Requests that a proxy reads in another way than the mesh's own, so that nothing is said. */
final class Readings {
  private static final String FORWARDED_PROTO = "x-forwarded-proto";

  private Readings() {}

  /**
   * Why nothing is said of a request; null where it is read as usual.
   *
   * @param given its path as it was sent
   * @param normal the request with its path normalised
   */
  static @Nullable String otherwise(CompiledChain chain, String given, Request normal) {
    HttpReading reading = chain.reading();
    if (reading.trustedHops() > 0 && normal.headers().values().containsKey(FORWARDED_PROTO)) {
      return "x-forwarded-proto from proxies that are trusted (xff_num_trusted_hops)";
    }
    if (reading.behind(0).equals(HttpReading.USUAL)) {
      return null;
    }
    String path = path(reading, given, normal.path());
    return path != null || reading.joinsValues() ? path : values(chain, normal);
  }

  /**
   * The same at a workload's proxy, which chooses by no headers.
   *
   * @param received as it is sent to the workload
   * @param path as its proxy reads it
   */
  static @Nullable String otherwise(Inbound inbound, Request received, ArrivingPath path) {
    HttpReading reading = inbound.reading();
    if (reading.behind(0).equals(HttpReading.USUAL)) {
      return null;
    }
    return path(reading, received.path(), path.path());
  }

  private static @Nullable String path(HttpReading reading, String given, String normal) {
    if (!reading.normalises() && !given.equals(normal)) {
      return "a path with dot segments or escapes where normalize_path is not set";
    }
    if (reading.mergesSlashes() && normal.contains("//")) {
      return "a path with // where merge_slashes is set";
    }
    String lower = normal.toLowerCase(Locale.ROOT);
    boolean escaped = lower.contains("%2f") || lower.contains("%5c");
    return !reading.keepsEscapedSlashes() && escaped
        ? "a path with %2F or %5C where path_with_escaped_slashes_action is set"
        : null;
  }

  private static @Nullable String values(CompiledChain chain, Request request) {
    CompiledRules rules = chain.host(request.authority());
    Stream<String> ofRules =
        rules == null
            ? Stream.empty()
            : rules.host().rules().stream()
                .flatMap(rule -> rule.match().headers().stream())
                .map(ValueMatch.Named::name);
    return ofRules
        .filter(name -> request.headers().values().getOrDefault(name, List.of()).size() > 1)
        .map(name -> "several values of header " + name + " where they are not compared as one")
        .findFirst()
        .orElse(null);
  }
}
