package io.meshtwin.simulator.diff;

import com.google.re2j.Pattern;
import io.meshtwin.simulator.flow.CompiledChain;
import io.meshtwin.simulator.flow.CompiledRules;
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
import org.jspecify.annotations.Nullable;

/**
 * The Host headers that lead to the virtual hosts of two behaviours: rules may read Host (Istio's
 * {@code authority}), and a request with another one meets other rules. Written as matches that
 * must take a request, and others that must not.
 *
 * @param taking matches of the virtual hosts' own domains
 * @param refusing matches of the closer domains of others
 */
record HostSpace(List<RouteMatch> taking, List<RouteMatch> refusing) {
  /** The name of the header. */
  static final String HOST = "host";

  /** Every request has one. */
  private static final RouteMatch THERE =
      new RouteMatch(
          PathMatch.ANY,
          null,
          List.of(new ValueMatch.Named(HOST, new ValueMatch.Regex(".+"))),
          List.of());

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
    /** Where there are no virtual hosts. */
    static final Names NONE = new Names(Set.of(), TreeSet::new, false);

    /**
     * Those of a virtual host.
     *
     * @param rules null for none: all that no virtual host takes
     */
    static Names of(CompiledChain chain, @Nullable CompiledRules rules) {
      Set<String> own = rules == null ? Set.of("*") : Set.copyOf(rules.host().domains());
      return new Names(own, () -> others(chain, own), !chain.ignoresPort());
    }

    private static SortedSet<String> others(CompiledChain chain, Set<String> own) {
      var others = new TreeSet<String>();
      chain.hosts().forEach(host -> others.addAll(host.host().domains()));
      others.removeAll(own);
      return others;
    }

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
    return readsHost(before.matches()) || readsHost(after.matches())
        ? of(List.of(before.names(), after.names()))
        : ALL;
  }

  /**
   * The Host headers by which requests come to virtual hosts, all of them, where tests read Host.
   *
   * @param names of each its domains
   */
  static HostSpace of(Collection<RouteMatch> tests, Collection<Names> names) {
    if (!readsHost(tests)) {
      return ALL;
    }
    HostSpace space = of(names);
    return space.everything() ? new HostSpace(List.of(THERE), List.of()) : space;
  }

  /** One name, with a port or without. */
  static HostSpace named(String host) {
    Names names = new Names(Set.of(host), TreeSet::new, false);
    return new HostSpace(List.of(names.match(names.own())), List.of());
  }

  private static HostSpace of(Collection<Names> all) {
    var taking = new LinkedHashSet<RouteMatch>();
    var refusing = new LinkedHashSet<RouteMatch>();
    for (Names names : all) {
      if (!names.any()) {
        taking.add(names.match(new TreeSet<>(names.own())));
        names.others().get().stream()
            .filter(names::closer)
            .forEach(other -> refusing.add(names.match(Set.of(other))));
      }
    }
    return new HostSpace(List.copyOf(taking), List.copyOf(refusing));
  }

  /** Whether some test reads Host. */
  static boolean readsHost(Collection<RouteMatch> matches) {
    return matches.stream()
        .flatMap(match -> match.headers().stream())
        .anyMatch(named -> named.name().equals(HOST));
  }

  /** The requests that are meant. */
  Region region() {
    return new Region(taking, refusing);
  }

  /** Whether every request is meant. */
  boolean everything() {
    return taking.isEmpty();
  }
}
