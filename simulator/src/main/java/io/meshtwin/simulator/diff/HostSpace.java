package io.meshtwin.simulator.diff;

import com.google.re2j.Pattern;
import io.meshtwin.twin.routing.PathMatch;
import io.meshtwin.twin.routing.RouteMatch;
import io.meshtwin.twin.routing.ValueMatch;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The Host headers that lead to the virtual hosts of two behaviours: rules may read Host (Istio's
 * {@code authority}), and a request with another one meets other rules. Written as matches that
 * must take a request, and others that must not.
 *
 * @param taking matches of the virtual hosts' own domains
 * @param refusing matches of the closer domains of others
 */
record HostSpace(List<RouteMatch> taking, List<RouteMatch> refusing) {
  private static final String HOST = "host";

  /** Where nobody reads Host. */
  static final HostSpace ALL = new HostSpace(List.of(), List.of());

  /**
   * The domains of a virtual host.
   *
   * @param own its own: exact, with a {@code *} at one end, or {@code *}
   * @param others those of its neighbours, asked for only where a rule reads Host
   * @param withPort whether a port in Host counts
   */
  record Names(Set<String> own, Supplier<SortedSet<String>> others, boolean withPort) {
    /** Of what is no virtual host. */
    static final Names NONE = new Names(Set.of(), TreeSet::new, false);

    /** Whether every Host leads there. */
    boolean any() {
      return own.isEmpty() || (own.contains("*") && others.get().isEmpty());
    }

    /** Whether a neighbour's domain is taken out of one of these: it is longer, or has no star. */
    private boolean closer(String other) {
      return own.stream()
          .filter(domain -> domain.indexOf('*') >= 0)
          .anyMatch(domain -> other.indexOf('*') < 0 || other.length() > domain.length());
    }

    private RouteMatch match(Collection<String> domains) {
      String expression = domains.stream().map(this::expression).collect(Collectors.joining("|"));
      var value = new ValueMatch.Regex(expression);
      return new RouteMatch(
          PathMatch.ANY, null, List.of(new ValueMatch.Named(HOST, value)), List.of());
    }

    private String expression(String domain) {
      String port = withPort ? "" : "(:[0-9]+)?";
      if (domain.equals("*")) {
        return ".+";
      }
      if (domain.startsWith("*")) {
        return ".+" + Pattern.quote(domain.substring(1)) + port;
      }
      return domain.endsWith("*")
          ? Pattern.quote(domain.substring(0, domain.length() - 1)) + ".+"
          : Pattern.quote(domain) + port;
    }
  }

  /** The Host headers by which requests come to what both behaviours are of. */
  static HostSpace of(Behaviour before, Behaviour after) {
    if (!readsHost(before) && !readsHost(after)) {
      return ALL;
    }
    var taking = new LinkedHashSet<RouteMatch>();
    var refusing = new LinkedHashSet<RouteMatch>();
    for (Names names : List.of(before.names(), after.names())) {
      if (!names.any()) {
        taking.add(names.match(new TreeSet<>(names.own())));
        names.others().get().stream()
            .filter(names::closer)
            .forEach(other -> refusing.add(names.match(Set.of(other))));
      }
    }
    return new HostSpace(List.copyOf(taking), List.copyOf(refusing));
  }

  private static boolean readsHost(Behaviour behaviour) {
    return behaviour.rulings().stream()
        .flatMap(ruling -> ruling.match().headers().stream())
        .anyMatch(named -> named.name().equals(HOST));
  }

  /** Whether every request is meant. */
  boolean everything() {
    return taking.isEmpty();
  }
}
