package io.meshtwin.simulator.diff;

import io.meshtwin.simulator.access.Arrival;
import io.meshtwin.simulator.access.Arrival.Outcome;
import io.meshtwin.simulator.access.Token;
import io.meshtwin.simulator.flow.Call;
import io.meshtwin.simulator.flow.Caller;
import io.meshtwin.simulator.flow.Client;
import io.meshtwin.simulator.flow.CompiledChain;
import io.meshtwin.simulator.flow.CompiledListener;
import io.meshtwin.simulator.flow.CompiledRules;
import io.meshtwin.simulator.flow.Decision;
import io.meshtwin.simulator.flow.Dial;
import io.meshtwin.simulator.flow.Effect;
import io.meshtwin.simulator.flow.Simulator;
import io.meshtwin.simulator.space.Point;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.resolve.ClientScope;
import io.meshtwin.twin.resolve.ResolvedMesh;
import io.meshtwin.twin.resolve.Workload;
import io.meshtwin.twin.routing.Cluster;
import io.meshtwin.twin.routing.Endpoint;
import io.meshtwin.twin.routing.Inbound;
import io.meshtwin.twin.routing.RouteMatch;
import io.meshtwin.twin.routing.ServicePort;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Compares what the endpoints' own proxies let in, before and after: for every class of clients,
 * every class of requests that rules or policies tell apart, and every class of tokens one of each
 * is simulated on both sides. Done only at ports behind which a proxy changed.
 */
final class EntranceComparison {
  private final Simulator before;
  private final Simulator after;
  private final Causes causes;
  private final AskedNames asked;
  private final List<Difference> differences = new ArrayList<>();
  private int equal;

  EntranceComparison(Simulator before, Simulator after, Causes causes) {
    this.before = before;
    this.after = after;
    this.causes = causes;
    this.asked = new AskedNames(before.mesh(), after.mesh());
  }

  /** Classes that nothing changes for. */
  int equal() {
    return equal;
  }

  List<Difference> of(SortedSet<ServicePort> ports) {
    if (!before.mesh().dialect().mesh().sidecars()) {
      return List.of();
    }
    for (ServicePort port : ports) {
      compare(port);
    }
    return differences;
  }

  private void compare(ServicePort port) {
    Set<ServicePort> reached = reached(port);
    if (reached.stream().noneMatch(this::changed)) {
      return;
    }
    var atoms = new AccessAtoms();
    for (ResolvedMesh mesh : List.of(before.mesh(), after.mesh())) {
      reached.forEach(to -> inbounds(mesh, to).values().forEach(atoms::add));
    }
    List<Callers.Kind> callers = new ArrayList<>(Callers.of(before, after, atoms));
    callers.add(Callers.plain(port.service().cluster(), port.service().namespace()));
    for (Callers.Kind caller : callers) {
      compare(port, caller, atoms);
    }
  }

  /** The Service ports that requests to a port are sent on to, by any client's rules. */
  private Set<ServicePort> reached(ServicePort port) {
    Set<ServicePort> result = new LinkedHashSet<>(List.of(port));
    for (Simulator simulator : List.of(before, after)) {
      for (ClientScope scope : simulator.mesh().clientScopes()) {
        CompiledListener listener = simulator.outbound(scope, port);
        List<CompiledChain> chains = listener == null ? List.of() : listener.chains();
        for (CompiledChain chain : chains) {
          targets(chain.effect(), result);
          chain.hosts().stream()
              .flatMap(rules -> rules.entries().stream())
              .forEach(entry -> targets(entry.effect(), result));
        }
      }
    }
    return result;
  }

  static void targets(@Nullable Effect effect, Set<ServicePort> result) {
    if (effect instanceof Effect.Forward forward) {
      forward.shares().stream()
          .flatMap(share -> Stream.ofNullable(share.service()))
          .forEach(result::add);
    }
  }

  private void compare(ServicePort port, Callers.Kind caller, AccessAtoms atoms) {
    List<RouteMatch> tests = new ArrayList<>(new LinkedHashSet<>(rules(port, caller)));
    tests.addAll(atoms.requests());
    tests = tests.stream().distinct().filter(test -> !test.equals(RouteMatch.ANY)).toList();
    RequestClasses classes = RequestClasses.of(tests, "port");
    if (classes.unsure() != null) {
      undecided(port, caller, classes.unsure());
    }
    Map<String, List<Found>> found = new LinkedHashMap<>();
    for (Point point : classes.points()) {
      for (Token token : TokenClasses.of(atoms)) {
        for (boolean http : List.of(true, false)) {
          compare(port, caller, point, token, http, found);
        }
      }
    }
    found.forEach((_, same) -> differences.add(difference(port, caller, same)));
  }

  /** A request that is let in on one side and not on the other, or otherwise. */
  record Found(Call call, Decision was, Decision is) {}

  private void compare(
      ServicePort port,
      Callers.Kind caller,
      Point point,
      @Nullable Token token,
      boolean http,
      Map<String, List<Found>> found) {
    Client.InMesh example = caller.example();
    Caller own = example.caller();
    var from =
        new Client.InMesh(
            example.scope(),
            example.name(),
            new Caller(own.serviceAccount(), own.address(), token));
    String host = asked.of(port);
    Opening opening = new Opening.Plain();
    Call call = Calls.of(from, new Dial.ToHost(host, port.port()), opening, point, http);
    Decision was = before.decide(call);
    Decision is = after.decide(call);
    if (!http && reads(was) && reads(is)) {
      return;
    }
    String key = key(was, is) + "\n->\n" + key(is, was);
    if (key(was, is).equals(key(is, was))) {
      equal++;
    } else {
      found.computeIfAbsent(key, _ -> new ArrayList<>()).add(new Found(call, was, is));
    }
  }

  /** Whether the client's own proxy reads HTTP; HTTP that passes by as bytes is read behind it. */
  static boolean reads(Decision decision) {
    return decision.chain() == null || decision.rules() != null || decision.entry() != null;
  }

  /** Who takes it, and who refuses it for what reason, of those that are asked on both sides. */
  static String key(Decision decision, Decision other) {
    Set<String> asked = new TreeSet<>();
    other.arrivals().all().forEach(arrival -> asked.add(arrival.endpoint().workload()));
    boolean unknown = other.effect() instanceof Effect.Unknown;
    if (decision.effect() instanceof Effect.Unknown) {
      return EffectKey.of(decision.effect());
    }
    SortedSet<String> lines = new TreeSet<>();
    for (Arrival arrival : decision.arrivals().all().toList()) {
      String what =
          switch (arrival.outcome()) {
            case Outcome.Taken _ -> "taken" + (arrival.mutual() ? " in mutual TLS" : "");
            case Outcome.Refused refused -> "refused " + refused.reason() + refused.status();
            case Outcome.Undecided undecided -> undecided.toString();
          };
      if (unknown || asked.contains(arrival.endpoint().workload())) {
        lines.add(arrival.endpoint().workload() + " " + what);
      }
    }
    return String.join("\n", lines);
  }

  private Difference difference(ServicePort port, Callers.Kind caller, List<Found> same) {
    return difference(caller.group(), new Destination.OfService(port), same);
  }

  /** Clients from outside at a host of a gateway. */
  Difference difference(GatewayPlace place, List<Found> same) {
    return difference(place.clients(), place.destination(), same);
  }

  private Difference difference(ClientGroup clients, Destination destination, List<Found> same) {
    Found first = same.getFirst();
    String words = words(first, same.size());
    SortedSet<ResourceKey> policies = new TreeSet<>();
    for (Decision decision : List.of(first.was(), first.is())) {
      decision
          .arrivals()
          .all()
          .forEach(arrival -> {
            Inbound inbound = arrival.inbound();
            if (inbound != null) {
              policies.add(inbound.origin().resource());
            }
            if (arrival.policy() != null) {
              policies.add(arrival.policy().origin().resource());
            }
          });
    }
    return new Difference(
        clients,
        destination,
        words,
        impact(first),
        new Difference.Outcome.Changed(first.call(), first.was().verdict(), first.is().verdict()),
        causes.of(List.copyOf(policies)),
        String.join(
            "\n",
            clients.words(),
            destination.toString(),
            key(first.was(), first.is()),
            key(first.is(), first.was())));
  }

  private static String words(Found first, int classes) {
    Call call = first.call();
    Caller caller =
        switch (call.from()) {
          case Client.InMesh mesh -> mesh.caller();
          case Client.AtGateway gateway -> gateway.caller();
        };
    String what =
        call.protocol().http()
            ? call.request().method() + " " + call.request().target()
            : "connections";
    String token = caller.token() == null ? "" : " with a token of " + caller.token().issuer();
    String more = classes == 1 ? "" : " (and " + (classes - 1) + " classes more)";
    return "who may enter: like " + what + token + more;
  }

  private static Impact impact(Found found) {
    double was = taken(found.was());
    double is = taken(found.is());
    if (found.is().effect() instanceof Effect.Unknown) {
      return found.was().effect() instanceof Effect.Unknown ? Impact.REROUTES : Impact.BREAKS;
    }
    return is < was ? Impact.BREAKS : Impact.WEAKENS_SECURITY;
  }

  private static double taken(Decision decision) {
    List<Arrival> all = decision.arrivals().all().toList();
    long taken = all.stream().filter(a -> a.outcome() instanceof Outcome.Taken).count();
    return all.isEmpty() ? 0 : (double) taken / all.size();
  }

  private void undecided(ServicePort port, Callers.Kind caller, String reason) {
    differences.add(undecided(caller.group(), new Destination.OfService(port), reason));
  }

  Difference undecided(ClientGroup clients, Destination destination, String reason) {
    return new Difference(
        clients,
        destination,
        "who may enter",
        Impact.BREAKS,
        new Difference.Outcome.Undecided(reason),
        causes.of(List.of()),
        clients.words() + "\n" + destination + "\nundecided " + reason);
  }

  /** The matches of the rules by which the client's requests to the port are routed. */
  private List<RouteMatch> rules(ServicePort port, Callers.Kind caller) {
    var result = new ArrayList<RouteMatch>();
    for (Simulator simulator : List.of(before, after)) {
      CompiledListener listener = simulator.outbound(caller.example().scope(), port);
      for (CompiledChain chain : listener == null ? List.<CompiledChain>of() : listener.chains()) {
        for (CompiledRules rules : chain.hosts()) {
          rules.entries().forEach(entry -> result.add(entry.rule().match()));
        }
      }
    }
    return result;
  }

  boolean changed(ServicePort port) {
    Map<String, String> was = keys(before.mesh(), port);
    Map<String, String> is = keys(after.mesh(), port);
    return was.entrySet().stream()
        .anyMatch(
            entry -> !is.getOrDefault(entry.getKey(), entry.getValue()).equals(entry.getValue()));
  }

  private static Map<String, String> keys(ResolvedMesh mesh, ServicePort port) {
    var result = new TreeMap<String, String>();
    Cluster cluster = cluster(mesh, port);
    for (Endpoint endpoint : cluster == null ? List.<Endpoint>of() : cluster.endpoints()) {
      Workload workload = mesh.workload(port.service().cluster(), endpoint);
      Inbound inbound = workload == null ? null : mesh.inbound(workload, endpoint.port());
      result.put(endpoint.workload(), endpoint.mutual() + InboundKey.of(inbound));
    }
    return result;
  }

  static Map<String, Inbound> inbounds(ResolvedMesh mesh, ServicePort port) {
    var result = new TreeMap<String, Inbound>();
    Cluster cluster = cluster(mesh, port);
    for (Endpoint endpoint : cluster == null ? List.<Endpoint>of() : cluster.endpoints()) {
      Workload workload = mesh.workload(port.service().cluster(), endpoint);
      Inbound inbound = workload == null ? null : mesh.inbound(workload, endpoint.port());
      if (inbound != null) {
        result.put(endpoint.name(), inbound);
      }
    }
    return result;
  }

  private static @Nullable Cluster cluster(ResolvedMesh mesh, ServicePort port) {
    try {
      return mesh.cluster(port);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
