package io.meshtwin.bridge.dump;

import io.meshtwin.bridge.dump.RouteReader.Ruled;
import io.meshtwin.twin.routing.RouteAction;
import io.meshtwin.twin.routing.RouteMatch;
import io.meshtwin.twin.routing.RouteRule;
import io.meshtwin.twin.routing.ValueMatch;
import io.meshtwin.twin.routing.WeightedDestination;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Routes that say one thing together, because Envoy has no single route for it: shares with paths
 * of their own, by fractions of one random number; a redirect whose port depends on Host.
 */
final class RouteMerges {
  private static final String AUTHORITY = ":authority";
  private static final String WITH_PORT = ".*:[0-9]+";

  private RouteMerges() {}

  /**
   * The rules.
   *
   * @param scheme of the requests
   */
  static List<RouteRule> of(List<Ruled> read, String scheme) {
    var rules = new ArrayList<RouteRule>();
    for (int i = 0; i < read.size(); i++) {
      Ruled first = read.get(i);
      RouteRule redirect =
          i + 1 < read.size() ? redirect(first.rule(), read.get(i + 1).rule(), scheme) : null;
      int parts = first.millionths() == null ? 0 : parts(read.subList(i, read.size()));
      if (redirect != null) {
        rules.add(redirect);
        i++;
      } else if (parts > 0) {
        rules.add(shared(read.subList(i, i + parts)));
        i += parts - 1;
      } else if (first.millionths() != null) {
        rules.add(fraction(first.rule()));
      } else {
        rules.add(first.rule());
      }
    }
    return rules;
  }

  private static RouteRule fraction(RouteRule rule) {
    List<String> why = List.of("runtime_fraction of RouteMatch (" + rule.origin().field() + ")");
    return RouteReader.unknown(rule.match(), why, rule.origin(), rule.precedence().order());
  }

  /** How many routes share one match, growing fractions first and one for the rest; 0 for none. */
  private static int parts(List<Ruled> from) {
    RouteRule first = from.getFirst().rule();
    int taken = 0;
    for (int i = 0; i < from.size(); i++) {
      Ruled next = from.get(i);
      boolean same =
          next.rule().match().equals(first.match())
              && next.rule().action() instanceof RouteAction.Forward own
              && first.action() instanceof RouteAction.Forward forward
              && own.delivery().equals(forward.delivery());
      if (!same) {
        return 0;
      }
      if (next.millionths() == null) {
        return i + 1;
      }
      if (next.millionths() <= taken) {
        return 0;
      }
      taken = next.millionths();
    }
    return 0;
  }

  private static RouteRule shared(List<Ruled> parts) {
    var shares = new ArrayList<WeightedDestination>();
    int taken = 0;
    for (Ruled part : parts) {
      int until = part.millionths() == null ? Fractions.MILLION : part.millionths();
      var forward = (RouteAction.Forward) part.rule().action();
      long sum = forward.destinations().stream().mapToLong(WeightedDestination::weight).sum();
      for (WeightedDestination share : forward.destinations()) {
        long weight = Math.max(1, Math.round((double) (until - taken) * share.weight() / sum));
        shares.add(
            new WeightedDestination(
                (int) weight, share.destination(), share.changes(), share.origin()));
      }
      taken = until;
    }
    RouteRule last = parts.getLast().rule();
    var forward = (RouteAction.Forward) last.action();
    return with(
        last, last.match(), new RouteAction.Forward(shares, forward.changes(), forward.delivery()));
  }

  /** The one redirect that two routes stand for; null where they do not. */
  private static @Nullable RouteRule redirect(RouteRule first, RouteRule second, String scheme) {
    boolean both =
        first.action() instanceof RouteAction.Redirect
            && second.action() instanceof RouteAction.Redirect
            && withPort(second.match()).equals(first.match());
    if (!both) {
      return null;
    }
    var written = (RouteAction.Redirect) first.action();
    var plain = (RouteAction.Redirect) second.action();
    String own = written.scheme() == null ? scheme : written.scheme();
    int port = written.port() == null ? 0 : written.port();
    boolean implied = port == (own.equals("https") ? 443 : 80);
    return implied && written.host() == null && with(plain, port, written.ports()).equals(written)
        ? with(second, second.match(), with(plain, port, RouteAction.Redirect.Ports.SPECIFICATION))
        : null;
  }

  private static RouteAction.Redirect with(
      RouteAction.Redirect redirect, int port, RouteAction.Redirect.Ports ports) {
    return new RouteAction.Redirect(
        redirect.status(),
        redirect.scheme(),
        redirect.host(),
        port,
        redirect.path(),
        redirect.response(),
        ports);
  }

  private static RouteMatch withPort(RouteMatch match) {
    var headers = new ArrayList<>(match.headers());
    headers.add(new ValueMatch.Named(AUTHORITY, new ValueMatch.Regex(WITH_PORT)));
    return new RouteMatch(match.path(), match.method(), headers, match.query(), match.ignoreCase());
  }

  private static RouteRule with(RouteRule rule, RouteMatch match, RouteAction action) {
    return new RouteRule(rule.name(), match, action, rule.cors(), rule.precedence(), rule.origin());
  }
}
