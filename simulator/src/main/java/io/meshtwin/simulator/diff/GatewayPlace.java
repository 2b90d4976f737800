package io.meshtwin.simulator.diff;

import io.meshtwin.simulator.flow.Call;
import io.meshtwin.simulator.flow.Client;
import io.meshtwin.simulator.flow.CompiledChain;
import io.meshtwin.simulator.flow.CompiledRules;
import io.meshtwin.simulator.flow.Dial;
import io.meshtwin.simulator.flow.Simulator;
import io.meshtwin.simulator.space.Point;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.routing.RouteMatch;
import java.util.List;
import java.util.TreeSet;

/**
 * Clients outside the mesh at a host of a Gateway.
 *
 * @param way how they come there
 * @param domain a domain of a virtual host, {@code *} for every host that no other domain takes
 * @param host a host of the domain that no other domain takes
 */
record GatewayPlace(GatewayWay way, String domain, String host) implements Place {

  /** What a place of one Gateway is called, in whichever mesh. */
  record Id(int port, Opening opening, String domain) {}

  /** Every host that rules tell apart there, before or after. */
  static List<GatewayPlace> all(GatewayWay way) {
    var domains = new TreeSet<String>();
    domains.add("*");
    for (CompiledChain chain : way.chains()) {
      chain.hosts().forEach(host -> domains.addAll(host.host().domains()));
    }
    return domains.stream()
        .map(domain -> new GatewayPlace(way, domain, Domains.hostOf(domain, domains)))
        .toList();
  }

  /** The name of the Gateway's listener, empty where none takes the host. */
  private String listener() {
    for (CompiledChain chain : way.chains()) {
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

  Id id() {
    return new Id(way.port(), way.opening(), domain);
  }

  /** The Gateway by which the host is there, of those that the same proxies serve. */
  ResourceKey gateway() {
    return way.group().owner(way.chains(), host);
  }

  int port() {
    return way.port();
  }

  Visitors visitors() {
    return way.visitors();
  }

  @Override
  public Opening opening() {
    return way.opening();
  }

  @Override
  public ClientGroup clients() {
    return ClientGroup.OUTSIDE;
  }

  @Override
  public Destination destination() {
    return new Destination.OfGateway(gateway(), port(), listener(), domain);
  }

  /** The Host headers by which requests come to the host, before and after. */
  HostSpace space(Simulator before, Simulator after, List<RouteMatch> tests) {
    return HostSpace.of(tests, List.of(behaviour(before).names(), behaviour(after).names()));
  }

  @Override
  public Call call(Point point, boolean http) {
    var to = new Dial.ToHost(host, port());
    return Calls.of(new Client.AtGateway(gateway(), null), to, opening(), point, http);
  }

  @Override
  public List<Call> calls(Point point, boolean http) {
    return calls(visitors(), point, http);
  }

  @Override
  public AccessAtoms atoms() {
    return visitors().atoms();
  }

  @Override
  public Senders senders(Doors doors, AccessAtoms read, boolean http) {
    Visitors all = Visitors.of(read);
    return point -> calls(all, point, http);
  }

  private List<Call> calls(Visitors all, Point point, boolean http) {
    var to = new Dial.ToHost(host, port());
    return all.at(gateway(), point).stream()
        .map(client -> Calls.of(client, to, opening(), point, http))
        .toList();
  }
}
