package io.meshtwin.simulator.diff;

import io.meshtwin.simulator.flow.Call;
import io.meshtwin.simulator.flow.Client;
import io.meshtwin.simulator.flow.CompiledChain;
import io.meshtwin.simulator.flow.CompiledListener;
import io.meshtwin.simulator.flow.CompiledRules;
import io.meshtwin.simulator.flow.Decision;
import io.meshtwin.simulator.flow.Dial;
import io.meshtwin.simulator.flow.Effect;
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

  private static void add(@Nullable Effect effect, Set<ServicePort> result) {
    if (effect instanceof Effect.Forward forward) {
      forward.shares().stream()
          .flatMap(share -> Stream.ofNullable(share.service()))
          .forEach(result::add);
    }
  }

  private static List<CompiledChain> chains(
      Simulator simulator, ClientScope scope, ServicePort port) {
    CompiledListener listener = simulator.outbound(scope, port);
    return listener == null ? List.of() : listener.chains();
  }

  /**
   * The Host headers by which a client's requests come to a port, those that lead to the same
   * virtual host before, and to the same after, together.
   *
   * @param names by which the client may ask for it
   */
  List<HostSpace> spaces(Client client, List<Dial.ToHost> names, Collection<RouteMatch> tests) {
    if (!HostSpace.readsHost(tests)) {
      return List.of(HostSpace.ALL);
    }
    Collection<HostSpace.Names> all = names(after, client, names);
    Set<HostSpace> result = new LinkedHashSet<>();
    for (HostSpace.Names was : names(before, client, names)) {
      for (HostSpace.Names is : all) {
        result.add(HostSpace.of(tests, List.of(was, is)));
      }
    }
    return List.copyOf(result);
  }

  private static Collection<HostSpace.Names> names(
      Simulator simulator, Client client, List<Dial.ToHost> asked) {
    Map<Set<String>, HostSpace.Names> result = new LinkedHashMap<>();
    for (Dial.ToHost to : asked) {
      Call call = Calls.of(client, to, new Opening.Plain(), Calls.ANYTHING, true);
      Decision decision = simulator.decide(call);
      CompiledChain chain = decision.chain();
      // Where nothing on the way reads Host, any leads there.
      HostSpace.Names names =
          chain == null ? HostSpace.Names.NONE : HostSpace.Names.of(chain, decision.rules());
      result.putIfAbsent(names.own(), names);
    }
    return result.values();
  }

  /** The matches of the rules by which a client's requests to a port are routed. */
  Set<RouteMatch> matches(ClientScope scope, ServicePort port) {
    Set<RouteMatch> result = new LinkedHashSet<>();
    for (Simulator simulator : List.of(before, after)) {
      for (CompiledChain chain : chains(simulator, scope, port)) {
        for (CompiledRules rules : chain.hosts()) {
          rules.entries().forEach(entry -> result.add(entry.rule().match()));
        }
      }
    }
    return result;
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
