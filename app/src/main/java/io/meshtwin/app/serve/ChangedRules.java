package io.meshtwin.app.serve;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.resolve.ClientScope;
import io.meshtwin.twin.resolve.ResolvedMesh;
import io.meshtwin.twin.routing.FilterChain;
import io.meshtwin.twin.routing.Handler;
import io.meshtwin.twin.routing.Listener;
import io.meshtwin.twin.routing.Origin;
import io.meshtwin.twin.routing.RouteRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Which manifests are behind an xDS resource that a proxy refused. */
final class ChangedRules {
  private ChangedRules() {}

  /**
   * The resource and field of every rule that a change brings to these listeners.
   *
   * @param names of xDS resources; a listener, its routes and its cluster share the name of the
   *     Service's or the Gateway's port
   * @return words such as {@code HTTPRoute shop/catalog spec.rules[0]}, empty when there is none
   */
  static String words(Set<String> names, ResolvedMesh before, ResolvedMesh after) {
    Set<RouteRule> known = Set.copyOf(rules(names, before));
    var origins = new TreeSet<String>();
    for (RouteRule rule : rules(names, after)) {
      if (!known.contains(rule)) {
        Origin origin = rule.origin();
        origins.add((origin.resource() + " " + origin.field()).strip());
      }
    }
    return String.join(", ", origins);
  }

  private static List<RouteRule> rules(Set<String> names, ResolvedMesh mesh) {
    var rules = new ArrayList<RouteRule>();
    for (Listener listener : listeners(mesh)) {
      for (FilterChain chain : listener.chains()) {
        if (concerns(names, listener) && chain.handler() instanceof Handler.Http http) {
          http.hosts().forEach(host -> rules.addAll(host.rules()));
        }
      }
    }
    return rules.stream().distinct().toList();
  }

  /** Routes of one chain of several are named after it too. */
  private static boolean concerns(Set<String> names, Listener listener) {
    return names.stream()
        .anyMatch(name -> name.equals(listener.name()) || name.startsWith(listener.name() + "/"));
  }

  private static List<Listener> listeners(ResolvedMesh mesh) {
    var listeners = new ArrayList<Listener>();
    var clients = new TreeSet<ClientScope>();
    mesh.workloads().stream().map(mesh::scope).forEach(clients::add);
    clients.forEach(client -> listeners.addAll(mesh.sidecar(client)));
    for (ResourceKey gateway : mesh.gateways()) {
      listeners.addAll(mesh.gateway(gateway));
    }
    return listeners;
  }
}
