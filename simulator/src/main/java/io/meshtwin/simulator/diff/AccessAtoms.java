package io.meshtwin.simulator.diff;

import com.google.re2j.Pattern;
import io.meshtwin.simulator.access.Matchers;
import io.meshtwin.simulator.access.Shown;
import io.meshtwin.twin.routing.Inbound;
import io.meshtwin.twin.routing.PathMatch;
import io.meshtwin.twin.routing.RouteMatch;
import io.meshtwin.twin.routing.ValueMatch;
import io.meshtwin.twin.routing.access.AccessCondition;
import io.meshtwin.twin.routing.access.AccessFilter;
import io.meshtwin.twin.routing.access.AccessPolicy;
import io.meshtwin.twin.routing.access.AddressRange;
import io.meshtwin.twin.routing.access.StringMatch;
import io.meshtwin.twin.routing.access.TokenRule;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Everything that the proxies of some workloads can tell requests and clients apart by. */
public final class AccessAtoms {
  private final SortedSet<RouteMatch> requests = sorted();
  private final SortedSet<RouteMatch> hosts = sorted();
  private final SortedSet<AccessCondition> paths = sorted();
  private final SortedSet<StringMatch> peers = sorted();
  private final SortedSet<AddressRange> ranges = sorted();
  private final SortedSet<AccessCondition.Claim> claims = sorted();
  private final SortedSet<TokenRule> tokens = sorted();

  /** In an order that does not depend on which side of a change something was found on. */
  private static <T> SortedSet<T> sorted() {
    return new TreeSet<>(Comparator.comparing(Object::toString));
  }

  /** Whether nothing is read. */
  boolean isEmpty() {
    return Stream.of(requests, hosts, paths, peers, ranges, claims, tokens)
        .allMatch(Collection::isEmpty);
  }

  /** Takes in what others take in. */
  void add(AccessAtoms others) {
    requests.addAll(others.requests);
    hosts.addAll(others.hosts);
    paths.addAll(others.paths);
    peers.addAll(others.peers);
    ranges.addAll(others.ranges);
    claims.addAll(others.claims);
    tokens.addAll(others.tokens);
  }

  /** Takes in what a port reads. */
  public void add(Inbound inbound) {
    inbound.chains().forEach(chain -> add(chain.filters()));
  }

  /** Takes in what filters read. */
  public void add(List<AccessFilter> filters) {
    for (AccessFilter filter : filters) {
      filter.policies().forEach(this::add);
      if (filter instanceof AccessFilter.Unmodelled unmodelled) {
        add(unmodelled.when());
      }
      if (filter instanceof AccessFilter.Tokens rules) {
        tokens.addAll(rules.rules());
        add(rules.when());
      }
    }
  }

  /** Takes in that so many proxies before are trusted to say where clients are. */
  void behind(int proxies) {
    if (proxies > 0) {
      String others = ", 192.0.2.1".repeat(proxies - 1);
      AddressClasses.of(ranges())
          .forEach(address ->
              header(Shown.FORWARDED_FOR, new StringMatch.Exact(address + others, false)));
    }
  }

  private void add(AccessPolicy policy) {
    add(policy.permission());
    add(policy.principal());
  }

  private void add(AccessCondition condition) {
    switch (condition) {
      case AccessCondition.All all -> all.of().forEach(this::add);
      case AccessCondition.OneOf oneOf -> oneOf.of().forEach(this::add);
      case AccessCondition.Not not -> add(not.of());
      case AccessCondition.Path path -> path(path, path(path.match()));
      case AccessCondition.PathTemplate template ->
          path(template, new PathMatch.Regex(Matchers.expression(template.template())));
      case AccessCondition.Method method -> method(method.match());
      case AccessCondition.Header header -> header(header.name(), header.match());
      case AccessCondition.Host host -> hosts.add(named(HostSpace.HOST, host.match()));
      case AccessCondition.Peer peer -> peers.add(peer.match());
      case AccessCondition.SourceIp ip -> ranges.add(ip.range());
      case AccessCondition.RemoteIp ip -> {
        ranges.add(ip.range());
        header(Shown.FORWARDED_FOR, StringMatch.PRESENT);
      }
      case AccessCondition.Claim claim -> claims.add(claim);
      // What a request is sent by is tried for every place.
      case AccessCondition.DestinationIp _,
          AccessCondition.DestinationPort _,
          AccessCondition.ServerName _,
          AccessCondition.FilterMetadata _ -> {}
    }
  }

  private void path(AccessCondition condition, PathMatch match) {
    paths.add(condition);
    requests.add(new RouteMatch(match, null, List.of(), List.of()));
  }

  private void method(StringMatch match) {
    if (match instanceof StringMatch.Exact exact) {
      requests.add(new RouteMatch(PathMatch.ANY, exact.value(), List.of(), List.of()));
    } else if (!(match instanceof StringMatch.Present)) {
      for (String method : List.of("GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS")) {
        requests.add(new RouteMatch(PathMatch.ANY, method, List.of(), List.of()));
      }
    }
  }

  private void header(String name, StringMatch match) {
    requests.add(named(name, match));
  }

  private static RouteMatch named(String name, StringMatch match) {
    ValueMatch value =
        switch (match) {
          case StringMatch.Present _ -> new ValueMatch.Present();
          case StringMatch.Exact exact -> new ValueMatch.Exact(exact.value());
          case StringMatch other -> new ValueMatch.Regex(expression(other));
        };
    return new RouteMatch(
        PathMatch.ANY, null, List.of(new ValueMatch.Named(name, value)), List.of());
  }

  private static PathMatch path(StringMatch match) {
    return switch (match) {
      case StringMatch.Exact exact -> new PathMatch.Exact(exact.value());
      case StringMatch.Prefix prefix -> new PathMatch.Prefix(prefix.value());
      case StringMatch other -> new PathMatch.Regex(expression(other));
    };
  }

  private static String expression(StringMatch match) {
    return switch (match) {
      case StringMatch.Present _ -> ".*";
      case StringMatch.Exact exact -> Pattern.quote(exact.value());
      case StringMatch.Prefix prefix -> Pattern.quote(prefix.value()) + ".*";
      case StringMatch.Suffix suffix -> ".*" + Pattern.quote(suffix.value());
      case StringMatch.Regex regex -> regex.value();
    };
  }

  /** Tests of requests, one each, but for those of Host. */
  public List<RouteMatch> requests() {
    return List.copyOf(requests);
  }

  /** Conditions of paths. */
  List<AccessCondition> paths() {
    return List.copyOf(paths);
  }

  /** Tests of requests, one each, those of Host among them. */
  List<RouteMatch> tests() {
    return Stream.concat(requests.stream(), hosts.stream()).toList();
  }

  /** Tests of identities. */
  List<StringMatch> peers() {
    return List.copyOf(peers);
  }

  /** Tests of addresses. */
  List<AddressRange> ranges() {
    return List.copyOf(ranges);
  }

  /** Tests of tokens' contents. */
  List<AccessCondition.Claim> claims() {
    return List.copyOf(claims);
  }

  /** Tokens that are known. */
  List<TokenRule> tokens() {
    return List.copyOf(tokens);
  }
}
