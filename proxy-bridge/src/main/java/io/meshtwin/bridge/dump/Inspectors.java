package io.meshtwin.bridge.dump;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * At which ports a listener looks for TLS and for HTTP: {@code ListenerFilter.filter_disabled},
 * which istiod sets where a port's chains do not ask for it ({@code listener_inbound.go},
 * buildTLSInspector).
 */
final class Inspectors {
  private static final int MOST_PORTS = 64;

  private final @Nullable Entry tls;
  private final @Nullable Entry http;
  private final SortedSet<Integer> ports = new TreeSet<>();

  /**
   * @param listener told of what is not modelled
   */
  Inspectors(Entry listener) {
    Entry ofTls = null;
    Entry ofHttp = null;
    for (Entry filter : listener.messages("listener_filters", "ListenerFilter")) {
      Entry config = filter.harmless("name").typed("typed_config");
      String type = config.type().substring(config.type().lastIndexOf('.') + 1);
      switch (type) {
        case "TlsInspector" -> ofTls = filter;
        case "HttpInspector" -> ofHttp = filter;
        // Where a connection was going to, as iptables or a load balancer tells it.
        case "OriginalDst", "ProxyProtocol" -> {}
        default -> filter.refuse(config.type());
      }
      config.harmless();
    }
    this.tls = ofTls;
    this.http = ofHttp;
    Stream.concat(Stream.ofNullable(ofTls), Stream.ofNullable(ofHttp))
        .map(filter -> filter.message("filter_disabled", "Predicate"))
        .forEach(predicate -> collect(predicate, ports));
  }

  /** Whether TLS is looked for at a port. */
  boolean tls(int port) {
    return acts(tls, port);
  }

  /** Whether HTTP is looked for at a port, in connections without TLS. */
  boolean http(int port) {
    return acts(http, port);
  }

  private static boolean acts(@Nullable Entry filter, int port) {
    return filter != null
        && !(filter.has("filter_disabled")
            && holds(filter.message("filter_disabled", "Predicate"), port));
  }

  private static boolean holds(Entry predicate, int port) {
    if (predicate.has("or_match")) {
      return rules(predicate, "or_match").stream().anyMatch(rule -> holds(rule, port));
    }
    if (predicate.has("and_match")) {
      return rules(predicate, "and_match").stream().allMatch(rule -> holds(rule, port));
    }
    if (predicate.has("not_match")) {
      return !holds(predicate.message("not_match", "Predicate"), port);
    }
    if (predicate.has("destination_port_range")) {
      Entry range = predicate.message("destination_port_range", "Int32Range");
      return port >= range.number("start", 0) && port < range.number("end", 0);
    }
    return predicate.flag("any_match", false);
  }

  private static List<Entry> rules(Entry predicate, String field) {
    return predicate.message(field, "MatchSet").messages("rules", "Predicate");
  }

  /** The ports that are looked into otherwise than all others may be. */
  SortedSet<Integer> ports() {
    return ports;
  }

  private static void collect(Entry predicate, SortedSet<Integer> ports) {
    predicate.harmless("any_match");
    for (String field : List.of("or_match", "and_match")) {
      rules(predicate, field).forEach(rule -> collect(rule, ports));
    }
    if (predicate.has("not_match")) {
      collect(predicate.message("not_match", "Predicate"), ports);
    }
    if (predicate.has("destination_port_range")) {
      Entry range = predicate.message("destination_port_range", "Int32Range");
      int start = range.number("start", 0);
      int end = range.number("end", 0);
      if (end - start > MOST_PORTS) {
        range.refuse("more than " + MOST_PORTS + " ports");
      }
      for (int port = start; port < Math.min(end, start + MOST_PORTS); port++) {
        ports.add(port);
      }
    }
  }
}
