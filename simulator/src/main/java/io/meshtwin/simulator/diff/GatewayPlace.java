package io.meshtwin.simulator.diff;

import io.meshtwin.simulator.flow.Call;
import io.meshtwin.simulator.flow.Client;
import io.meshtwin.simulator.flow.CompiledChain;
import io.meshtwin.simulator.flow.CompiledListener;
import io.meshtwin.simulator.flow.CompiledRules;
import io.meshtwin.simulator.flow.Dial;
import io.meshtwin.simulator.flow.Simulator;
import io.meshtwin.simulator.space.Point;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.routing.Listener;
import io.meshtwin.twin.routing.RouteMatch;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Clients outside the mesh at a host of a Gateway.
 *
 * @param opening how they come to the port
 * @param domain a domain of a virtual host, {@code *} for every host that no other domain takes
 * @param host a host of the domain that no other domain takes
 * @param listener the name of the Gateway's listener, empty where none takes the host
 * @param visitors the clients that policies of the port tell apart
 */
record GatewayPlace(
    ResourceKey gateway,
    int port,
    Opening opening,
    String domain,
    String host,
    String listener,
    Visitors visitors)
    implements Place {

  /** Every host that a Gateway's rules tell apart, before or after. */
  static List<GatewayPlace> all(Simulator before, Simulator after, ResourceKey gateway) {
    var places = new ArrayList<GatewayPlace>();
    List<CompiledListener> listeners =
        Stream.concat(after.gateway(gateway).stream(), before.gateway(gateway).stream()).toList();
    var ports = new TreeSet<Integer>();
    listeners.forEach(listener -> ports.add(port(listener)));
    for (int port : ports) {
      List<CompiledListener> there = listeners.stream().filter(l -> port(l) == port).toList();
      Opening.of(there).forEach(opening -> addHosts(gateway, port, opening, there, places));
    }
    return places;
  }

  /** What clients dial. */
  private static int port(CompiledListener listener) {
    Listener.Binding binding = listener.listener().binding();
    return binding instanceof Listener.Binding.ToGateway to ? to.outside() : binding.port();
  }

  private static void addHosts(
      ResourceKey gateway,
      int port,
      Opening opening,
      List<CompiledListener> listeners,
      List<GatewayPlace> places) {
    List<CompiledChain> chains = opening.chains(listeners);
    var domains = new TreeSet<String>();
    domains.add("*");
    for (CompiledChain chain : chains) {
      chain.hosts().forEach(host -> domains.addAll(host.host().domains()));
    }
    var atoms = new AccessAtoms();
    chains.forEach(chain -> atoms.add(chain.chain().access()));
    chains.stream().map(chain -> chain.reading().trustedHops()).forEach(atoms::behind);
    var visitors = Visitors.of(atoms);
    for (String domain : domains) {
      String host = Domains.hostOf(domain, domains);
      String name = name(chains, host);
      places.add(new GatewayPlace(gateway, port, opening, domain, host, name, visitors));
    }
  }

  private static String name(List<CompiledChain> chains, String host) {
    for (CompiledChain chain : chains) {
      CompiledRules rules = chain.host(host);
      if (rules != null) {
        String name = rules.host().name();
        return name.substring(0, Math.max(0, name.indexOf('|')));
      }
      if (chain.effect() != null && !chain.chain().origin().field().isEmpty()) {
        return chain.chain().name();
      }
    }
    return "";
  }

  @Override
  public ClientGroup clients() {
    return ClientGroup.OUTSIDE;
  }

  @Override
  public Destination destination() {
    return new Destination.OfGateway(gateway, port, listener, domain);
  }

  /** The Host headers by which requests come to the host, before and after. */
  HostSpace space(Simulator before, Simulator after, List<RouteMatch> tests) {
    return HostSpace.of(tests, List.of(behaviour(before).names(), behaviour(after).names()));
  }

  @Override
  public Call call(Point point, boolean http) {
    var to = new Dial.ToHost(host, port);
    return Calls.of(new Client.AtGateway(gateway, null), to, opening, point, http);
  }

  @Override
  public List<Call> calls(Point point, boolean http) {
    return calls(visitors, point, http);
  }

  @Override
  public AccessAtoms atoms() {
    return visitors.atoms();
  }

  @Override
  public Senders senders(Doors doors, AccessAtoms read, boolean http) {
    Visitors all = Visitors.of(read);
    return point -> calls(all, point, http);
  }

  private List<Call> calls(Visitors all, Point point, boolean http) {
    var to = new Dial.ToHost(host, port);
    return all.at(gateway, point).stream()
        .map(client -> Calls.of(client, to, opening, point, http))
        .toList();
  }
}
