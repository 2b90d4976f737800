package io.meshtwin.simulator.flow;

import io.meshtwin.twin.routing.HttpReading;
import io.meshtwin.twin.routing.Inbound;
import io.meshtwin.twin.routing.ValueMatch;
import io.meshtwin.twin.routing.access.AccessCondition;
import io.meshtwin.twin.routing.access.AccessFilter;
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
   * The same at a workload's proxy.
   *
   * @param received as it is sent to the workload
   * @param path as its proxy reads it
   */
  static @Nullable String otherwise(Inbound inbound, Request received, ArrivingPath path) {
    HttpReading reading = inbound.reading();
    if (reading.behind(0).equals(HttpReading.USUAL)) {
      return null;
    }
    String otherwise = path(reading, received.path(), path.path());
    return otherwise != null || reading.joinsValues()
        ? otherwise
        : several(
            inbound.chains().stream()
                .flatMap(chain -> chain.filters().stream())
                .flatMap(Readings::ofPolicies),
            received);
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
    return several(
        Stream.concat(ofRules, chain.chain().access().stream().flatMap(Readings::ofPolicies)),
        request);
  }

  private static @Nullable String several(Stream<String> names, Request request) {
    return names
        .filter(name -> request.headers().values().getOrDefault(name, List.of()).size() > 1)
        .map(name -> "several values of header " + name + " where they are not compared as one")
        .findFirst()
        .orElse(null);
  }

  private static Stream<String> ofPolicies(AccessFilter filter) {
    return filter.policies().stream()
        .flatMap(policy -> Stream.of(policy.permission(), policy.principal()))
        .flatMap(Readings::headers);
  }

  private static Stream<String> headers(AccessCondition condition) {
    return switch (condition) {
      case AccessCondition.All all -> all.of().stream().flatMap(Readings::headers);
      case AccessCondition.OneOf oneOf -> oneOf.of().stream().flatMap(Readings::headers);
      case AccessCondition.Not not -> headers(not.of());
      case AccessCondition.Header header -> Stream.of(header.name());
      case AccessCondition.Permission _, AccessCondition.Principal _ -> Stream.empty();
    };
  }
}
