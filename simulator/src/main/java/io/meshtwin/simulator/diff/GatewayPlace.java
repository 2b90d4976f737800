package io.meshtwin.simulator.diff;

import io.meshtwin.simulator.flow.Call;
import io.meshtwin.simulator.flow.Client;
import io.meshtwin.simulator.flow.CompiledListener;
import io.meshtwin.simulator.flow.CompiledRules;
import io.meshtwin.simulator.flow.Effect;
import io.meshtwin.simulator.flow.Simulator;
import io.meshtwin.simulator.space.Point;
import io.meshtwin.twin.event.ResourceKey;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Clients outside the mesh at a host of a Gateway.
 *
 * @param domain a domain of a virtual host, {@code *} for every host that no other domain takes
 * @param host a host of the domain that no other domain takes
 * @param listener the name of the Gateway's listener, empty where none takes the host
 */
record GatewayPlace(ResourceKey gateway, int port, String domain, String host, String listener)
    implements Place {

  /** Every host that any Gateway's rules tell apart, before or after. */
  static List<GatewayPlace> all(Simulator before, Simulator after) {
    SortedSet<ResourceKey> gateways = new TreeSet<>(before.mesh().gateways());
    gateways.addAll(after.mesh().gateways());
    var places = new ArrayList<GatewayPlace>();
    for (ResourceKey gateway : gateways) {
      var ports = new TreeSet<Integer>();
      before.gateway(gateway).forEach(l -> ports.add(l.listener().binding().port()));
      after.gateway(gateway).forEach(l -> ports.add(l.listener().binding().port()));
      ports.forEach(port -> addHosts(before, after, gateway, port, places));
    }
    return places;
  }

  private static void addHosts(
      Simulator before, Simulator after, ResourceKey gateway, int port, List<GatewayPlace> places) {
    var domains = new TreeSet<String>();
    domains.add("*");
    for (Simulator simulator : List.of(before, after)) {
      CompiledListener listener = at(simulator, gateway, port);
      if (listener != null) {
        listener.hosts().forEach(host -> domains.addAll(host.host().domains()));
      }
    }
    for (String domain : domains) {
      String host = hostOf(domain, domains);
      places.add(
          new GatewayPlace(gateway, port, domain, host, name(before, after, gateway, port, host)));
    }
  }

  /** A host that the domain takes and no closer one does. */
  private static String hostOf(String domain, SortedSet<String> domains) {
    if (!domain.startsWith("*")) {
      return domain;
    }
    String suffix = domain.equals("*") ? ".invalid" : domain.substring(1);
    String label = "any";
    while (taken(label + suffix, domain, domains)) {
      label += "x";
    }
    return label + suffix;
  }

  private static boolean taken(String host, String own, SortedSet<String> domains) {
    return domains.stream()
        .filter(domain -> !domain.equals(own) && domain.length() >= own.length())
        .anyMatch(domain ->
            domain.equals(host) || (domain.startsWith("*.") && host.endsWith(domain.substring(1))));
  }

  private static String name(
      Simulator before, Simulator after, ResourceKey gateway, int port, String host) {
    for (Simulator simulator : List.of(after, before)) {
      CompiledListener listener = at(simulator, gateway, port);
      CompiledRules rules = listener == null ? null : listener.host(host);
      if (rules != null) {
        String name = rules.host().name();
        return name.substring(0, Math.max(0, name.indexOf('|')));
      }
    }
    return "";
  }

  private static @Nullable CompiledListener at(Simulator simulator, ResourceKey gateway, int port) {
    return simulator.gateway(gateway).stream()
        .filter(listener -> listener.listener().binding().port() == port)
        .findFirst()
        .orElse(null);
  }

  @Override
  public ClientGroup clients() {
    return ClientGroup.OUTSIDE;
  }

  @Override
  public Destination destination() {
    return new Destination.OfGateway(gateway, port, listener, domain);
  }

  @Override
  public Behaviour behaviour(Simulator simulator) {
    CompiledListener found = at(simulator, gateway, port);
    return found == null
        ? Behaviour.of(new Effect.Unreachable("no_listener", "no listener has the port"), false)
        : Behaviour.of(found, host);
  }

  @Override
  public Call call(Point point, boolean http) {
    return Calls.of(new Client.AtGateway(gateway, null), host, port, point, http);
  }
}
