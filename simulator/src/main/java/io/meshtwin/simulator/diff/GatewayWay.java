package io.meshtwin.simulator.diff;

import io.meshtwin.simulator.flow.CompiledChain;
import io.meshtwin.simulator.flow.CompiledListener;
import io.meshtwin.simulator.flow.CompiledRules;
import io.meshtwin.twin.routing.FilterChain;
import io.meshtwin.twin.routing.Handler;
import io.meshtwin.twin.routing.Listener;
import io.meshtwin.twin.routing.RouteRule;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * How clients outside the mesh come to Gateways that the same proxies serve.
 *
 * @param port the port that they dial
 * @param opening how they come to the port
 * @param after the filter chains that take them after the change: one, where any does
 * @param before the same before it
 * @param visitors the clients that policies of the port tell apart
 */
record GatewayWay(
    GatewayGroup group,
    int port,
    Opening opening,
    List<CompiledChain> after,
    List<CompiledChain> before,
    Visitors visitors) {

  /** Every way that their listeners tell apart, before or after. */
  static List<GatewayWay> all(GatewayGroup group) {
    List<CompiledListener> was = group.before().gateway(group.first());
    List<CompiledListener> is = group.after().gateway(group.first());
    var ports = new TreeSet<Integer>();
    Stream.concat(is.stream(), was.stream()).forEach(listener -> ports.add(port(listener)));
    var ways = new ArrayList<GatewayWay>();
    for (int port : ports) {
      List<CompiledListener> wasThere = at(port, was);
      List<CompiledListener> isThere = at(port, is);
      var both = Stream.concat(isThere.stream(), wasThere.stream()).toList();
      for (Opening opening : Opening.of(both)) {
        ways.add(of(group, port, opening, opening.chains(isThere), opening.chains(wasThere)));
      }
    }
    return ways;
  }

  private static GatewayWay of(
      GatewayGroup group,
      int port,
      Opening opening,
      List<CompiledChain> after,
      List<CompiledChain> before) {
    var atoms = new AccessAtoms();
    Stream.concat(after.stream(), before.stream())
        .forEach(chain -> {
          atoms.add(chain.chain().access());
          atoms.behind(chain.reading().trustedHops());
        });
    return new GatewayWay(group, port, opening, after, before, Visitors.of(atoms));
  }

  private static List<CompiledListener> at(int port, List<CompiledListener> listeners) {
    return listeners.stream().filter(listener -> port(listener) == port).toList();
  }

  /** What clients dial. */
  private static int port(CompiledListener listener) {
    Listener.Binding binding = listener.listener().binding();
    return binding instanceof Listener.Binding.ToGateway to ? to.outside() : binding.port();
  }

  /** All chains, those of after the change first. */
  List<CompiledChain> chains() {
    return Stream.concat(after.stream(), before.stream()).toList();
  }

  /** Whether one chain takes them before and after, and differs in its virtual hosts at most. */
  boolean isLeftAlone() {
    if (after.size() != 1 || before.size() != 1) {
      return false;
    }
    FilterChain was = before.getFirst().chain();
    FilterChain is = after.getFirst().chain();
    return was.handler() instanceof Handler.Http old
        && is.handler() instanceof Handler.Http now
        && old.reading().equals(now.reading())
        && was.equals(is.with(old));
  }

  /**
   * Whether the same virtual host takes a host before and after, and does the same; of one whose
   * rules read Host, which of its requests there are depends on its neighbours.
   */
  boolean leavesAlone(String host) {
    CompiledRules was = before.getFirst().host(host);
    CompiledRules is = after.getFirst().host(host);
    if (was == null || is == null) {
      return was == null && is == null;
    }
    return was.doesAs(is)
        && !HostSpace.readsHost(was.host().rules().stream().map(RouteRule::match).toList());
  }
}
