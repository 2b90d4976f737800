package io.meshtwin.simulator.diff;

import io.meshtwin.simulator.flow.CompiledChain;
import io.meshtwin.simulator.flow.CompiledListener;
import io.meshtwin.simulator.flow.Simulator;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.resource.VirtualService;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Gateways that the same proxies serve, before a change and after it: whatever comes to one of them
 * comes to all, so that they are compared once. Istio's Gateways are most often many, behind one
 * proxy.
 *
 * @param gateways sorted, at least one
 */
record GatewayGroup(Simulator before, Simulator after, List<ResourceKey> gateways) {
  /** The very lists of listeners that make a group. */
  private record Served(List<CompiledListener> before, List<CompiledListener> after) {
    @Override
    @SuppressWarnings("ReferenceEquality") // equal listeners at other proxies are another group
    public boolean equals(@Nullable Object other) {
      return other instanceof Served that && before == that.before && after == that.after;
    }

    @Override
    public int hashCode() {
      return 31 * System.identityHashCode(before) + System.identityHashCode(after);
    }
  }

  GatewayGroup {
    gateways = List.copyOf(gateways);
  }

  /** The groups of some Gateways, sorted by the first of each. */
  static List<GatewayGroup> of(Simulator before, Simulator after, SortedSet<ResourceKey> gateways) {
    Map<Served, List<ResourceKey>> groups = new LinkedHashMap<>();
    for (ResourceKey gateway : gateways) {
      var served = new Served(before.gateway(gateway), after.gateway(gateway));
      groups.computeIfAbsent(served, _ -> new ArrayList<>()).add(gateway);
    }
    return groups.values().stream().map(some -> new GatewayGroup(before, after, some)).toList();
  }

  /** The one that stands for all. */
  ResourceKey first() {
    return gateways.getFirst();
  }

  /**
   * The Gateway by which a host is there: the one that its rules name, or its filter chain, or the
   * one that stands for all.
   *
   * @param chains those that take the host
   */
  ResourceKey owner(List<CompiledChain> chains, String host) {
    if (gateways.size() == 1) {
      return first();
    }
    return Stream.concat(
            chains.stream()
                .map(chain -> chain.host(host))
                .flatMap(Stream::ofNullable)
                .flatMap(rules -> rules.entries().stream())
                .map(entry -> entry.rule().origin().resource()),
            chains.stream().map(chain -> chain.chain().origin().resource()))
        .flatMap(this::named)
        .findFirst()
        .orElse(first());
  }

  /** The Gateways that a resource is, or is bound to. */
  private Stream<ResourceKey> named(ResourceKey origin) {
    return gateways.contains(origin)
        ? Stream.of(origin)
        : Stream.of(after, before)
            .map(side -> side.mesh().image().get(origin, VirtualService.class))
            .flatMap(Stream::ofNullable)
            .flatMap(found -> found.boundTo().stream())
            .flatMap(
                name -> gateways.stream().filter(gateway -> gateway.qualifiedName().equals(name)));
  }
}
