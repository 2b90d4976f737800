package io.meshtwin.simulator.diff;

import io.meshtwin.simulator.flow.Call;
import io.meshtwin.simulator.flow.Client;
import io.meshtwin.simulator.flow.CompiledChain;
import io.meshtwin.simulator.flow.CompiledListener;
import io.meshtwin.simulator.flow.CompiledRules;
import io.meshtwin.simulator.flow.Copy;
import io.meshtwin.simulator.flow.Decision;
import io.meshtwin.simulator.flow.Dial;
import io.meshtwin.simulator.flow.Effect;
import io.meshtwin.simulator.flow.Share;
import io.meshtwin.simulator.flow.Simulator;
import io.meshtwin.twin.resolve.ClientScope;
import io.meshtwin.twin.resolve.PortView;
import io.meshtwin.twin.resolve.ResolvedMesh;
import io.meshtwin.twin.resolve.Workload;
import io.meshtwin.twin.routing.Cluster;
import io.meshtwin.twin.routing.Endpoint;
import io.meshtwin.twin.routing.Inbound;
import io.meshtwin.twin.routing.Listener;
import io.meshtwin.twin.routing.RouteMatch;
import io.meshtwin.twin.routing.ServicePort;
import java.util.Collection;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BinaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The proxies of the workloads behind Service ports, before and after: what they read, and whether
 * that changed.
 */
record Doors(Simulator before, Simulator after) {
  /** Whether proxies stand before workloads at all, and may let in another thing than before. */
  boolean mayDiffer() {
    return before.mesh().dialect().mesh().sidecars() && !before.mesh().letsInAs(after.mesh());
  }

  /** Whether proxies of endpoints are asked at all, on either side. */
  boolean areThere() {
    return Stream.of(before, after)
        .anyMatch(simulator -> simulator.mesh().dialect().mesh().sidecars());
  }

  /** The Service ports that requests to a port are sent on to, by any client's rules. */
  Set<ServicePort> reached(ServicePort port) {
    Set<ServicePort> result = new LinkedHashSet<>(List.of(port));
    for (Simulator simulator : List.of(before, after)) {
      for (ClientScope scope : different(simulator.mesh(), port)) {
        for (CompiledChain chain : chains(simulator, scope, port)) {
          add(chain.effect(), result);
          chain.hosts().stream()
              .flatMap(rules -> rules.entries().stream())
              .forEach(entry -> add(entry.effect(), result));
        }
      }
    }
    return result;
  }

  /** One client of all that meet the very same listener. */
  private static Collection<ClientScope> different(ResolvedMesh mesh, ServicePort port) {
    PortView view = mesh.view(port, false);
    var result = new IdentityHashMap<Listener, ClientScope>();
    for (ClientScope scope : mesh.clientScopes()) {
      Listener listener = view.of(scope);
      if (listener != null) {
        result.merge(listener, scope, BinaryOperator.minBy(Comparator.naturalOrder()));
      }
    }
    return new TreeSet<>(result.values());
  }

  /** The Service ports that requests to a gateway's host are sent on to. */
  Set<ServicePort> reached(GatewayPlace place) {
    Set<ServicePort> result = new LinkedHashSet<>();
    for (Simulator simulator : List.of(before, after)) {
      place.behaviour(simulator).rulings().forEach(ruling -> add(ruling.effect(), result));
    }
    return result;
  }

  /** The Service ports that requests of a cell are sent on to. */
  Set<ServicePort> reached(Cells.Cell cell) {
    Set<ServicePort> result = new LinkedHashSet<>();
    add(cell.before().effect(), result);
    add(cell.after().effect(), result);
    return result;
  }

  private static void add(@Nullable Effect effect, Set<ServicePort> result) {
    if (effect instanceof Effect.Forward forward) {
      Stream.concat(
              forward.shares().stream().map(Share::target),
              forward.handling().copies().stream().map(Copy::target))
          .flatMap(target -> Stream.ofNullable(target.service()))
          .forEach(result::add);
    }
  }

  private static List<CompiledChain> chains(
      Simulator simulator, ClientScope scope, ServicePort port) {
    CompiledListener listener = simulator.outbound(scope, port);
    return listener == null ? List.of() : listener.chains();
  }

  /**
   * A way to a port, and the rules there before and after.
   *
   * @param to the name that is asked for
   * @param rewrites what the rules make of paths
   */
  record Way(Dial.ToHost to, RulePairs rules, Set<SentPaths.Rewrite> rewrites) {}

  /** What a name leads to on one side. */
  private record Met(
      List<RouteMatch> matches,
      List<SentPaths.Rewrite> rewrites,
      HostSpace.Names names,
      boolean read) {}

  /**
   * The ways in which a client's requests come to a port: by each name that leads to other rules
   * than the names before it; where Host is read, by each Host header that does.
   *
   * @param names by which the client may ask for it
   * @param tests what is read behind the rules
   */
  List<Way> ways(Client client, List<Dial.ToHost> names, Collection<RouteMatch> tests) {
    List<Met> was = names.stream().map(to -> met(before, client, to)).toList();
    List<Met> is = names.stream().map(to -> met(after, client, to)).toList();
    var all = new LinkedHashSet<>(tests);
    Stream.concat(was.stream(), is.stream()).forEach(met -> all.addAll(met.matches()));
    boolean hosts = HostSpace.readsHost(all);
    Map<List<Object>, Way> ways = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      for (int j = hosts ? 0 : i; j < (hosts ? names.size() : i + 1); j++) {
        Met one = was.get(i);
        Met other = is.get(j);
        if (i + j == 0 || one.read() || other.read()) {
          HostSpace space = HostSpace.of(all, List.of(one.names(), other.names()));
          var rules = new RulePairs(one.matches(), other.matches(), space);
          Set<SentPaths.Rewrite> rewrites = new LinkedHashSet<>(one.rewrites());
          rewrites.addAll(other.rewrites());
          ways.putIfAbsent(
              List.of(one.names().own(), other.names().own()),
              new Way(names.get(hosts ? 0 : i), rules, rewrites));
        }
      }
    }
    return hosts && ways.size() > 1
        ? ways.values().stream().sorted(Comparator.comparing(Doors::order)).toList()
        : List.copyOf(ways.values());
  }

  /** The same there and back. */
  private static String order(Way way) {
    return way.rules().all().stream().map(region -> region.sorted().toString()).sorted().toList()
        + way.to().host();
  }

  private static Met met(Simulator simulator, Client client, Dial.ToHost to) {
    Call call = Calls.of(client, to, new Opening.Plain(), Calls.ANYTHING, true);
    Decision decision = simulator.reached(call);
    CompiledChain chain = decision.chain();
    CompiledRules rules = decision.rules();
    if (chain == null || chain.effect() != null) {
      // Where nothing on the way reads Host, any leads there.
      return new Met(List.of(), List.of(), HostSpace.Names.NONE, false);
    }
    List<CompiledRules.Entry> entries = rules == null ? List.of() : rules.entries();
    return new Met(
        entries.stream().map(entry -> entry.rule().match()).toList(),
        entries.stream()
            .flatMap(entry -> SentPaths.Rewrite.of(entry.rule().match(), entry.effect()).stream())
            .toList(),
        HostSpace.Names.of(chain, rules),
        rules != null);
  }

  /** What they read behind some ports. */
  AccessAtoms atoms(Set<ServicePort> ports) {
    var atoms = new AccessAtoms();
    for (ResolvedMesh mesh : List.of(before.mesh(), after.mesh())) {
      for (ServicePort port : ports) {
        inbounds(mesh, port).values().forEach(atoms::add);
      }
    }
    return atoms;
  }

  /** Whether one behind a port changed, where they {@link #mayDiffer}. */
  boolean changed(ServicePort port) {
    Map<String, String> was = keys(before.mesh(), port);
    Map<String, String> is = keys(after.mesh(), port);
    return was.entrySet().stream()
        .anyMatch(
            entry -> !is.getOrDefault(entry.getKey(), entry.getValue()).equals(entry.getValue()));
  }

  private static Map<String, String> keys(ResolvedMesh mesh, ServicePort port) {
    var result = new TreeMap<String, String>();
    for (Endpoint endpoint : endpoints(mesh, port)) {
      result.put(
          endpoint.workload(), endpoint.mutual() + InboundKey.of(inbound(mesh, port, endpoint)));
    }
    return result;
  }

  private static Map<String, Inbound> inbounds(ResolvedMesh mesh, ServicePort port) {
    var result = new TreeMap<String, Inbound>();
    for (Endpoint endpoint : endpoints(mesh, port)) {
      Inbound inbound = inbound(mesh, port, endpoint);
      if (inbound != null) {
        result.put(endpoint.name(), inbound);
      }
    }
    return result;
  }

  private static @Nullable Inbound inbound(ResolvedMesh mesh, ServicePort port, Endpoint endpoint) {
    Workload workload = mesh.workload(port.service().cluster(), endpoint);
    return workload == null ? null : mesh.inbound(workload, endpoint.port());
  }

  private static List<Endpoint> endpoints(ResolvedMesh mesh, ServicePort port) {
    try {
      Cluster cluster = mesh.cluster(port);
      return cluster == null ? List.of() : cluster.endpoints();
    } catch (IllegalArgumentException e) {
      return List.of();
    }
  }
}
