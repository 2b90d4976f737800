package io.meshtwin.simulator.diff;

import io.meshtwin.simulator.flow.Simulator;
import io.meshtwin.simulator.space.RuleReach;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.resolve.ResolvedMesh;
import io.meshtwin.twin.resource.Service;
import io.meshtwin.twin.routing.ServicePort;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * How many classes of requests each destination of a mesh has, so that those that a change does not
 * reach are counted without being looked at.
 *
 * @param ports of Services and other hosts, by host
 * @param gateways of Gateways at each of their hosts; of those that the same proxies serve under
 *     the first
 * @param all together
 */
record ClassCounts(
    Map<ResourceKey, Map<ServicePort, Integer>> ports,
    Map<ResourceKey, Map<GatewayPlace.Id, Integer>> gateways,
    int all) {

  /** Counts. */
  static ClassCounts of(Simulator simulator, Population population, RuleReach reach, Steps steps) {
    return new ClassCounts(new HashMap<>(), new HashMap<>(), 0)
        .with(
            simulator,
            population,
            reach,
            simulator.mesh().destinations(),
            new TreeSet<>(simulator.mesh().gateways()),
            steps);
  }

  /**
   * The same counts, with some destinations counted again, whether they are still there or not; by
   * all processors.
   */
  ClassCounts with(
      Simulator simulator,
      Population population,
      RuleReach reach,
      SortedSet<ServicePort> again,
      SortedSet<ResourceKey> gatewaysAgain,
      Steps steps) {
    Map<ResourceKey, Map<ServicePort, Integer>> counted = new HashMap<>(ports);
    Map<ResourceKey, Map<GatewayPlace.Id, Integer>> atGateways = new HashMap<>(gateways);
    int sum = all;
    var done = new AtomicInteger();
    // Which of them are one group shows when they are resolved: that takes a while.
    gatewaysAgain.parallelStream().forEach(simulator::gateway);
    List<GatewayGroup> groups = GatewayGroup.of(simulator, simulator, gatewaysAgain);
    int of = again.size() + groups.size();
    List<Integer> counts =
        List.copyOf(again).parallelStream()
            .map(port -> {
              steps.step(Steps.Phase.COUNTING, done.getAndIncrement(), of);
              return count(simulator, population, reach, port);
            })
            .toList();
    Iterator<Integer> next = counts.iterator();
    for (ServicePort port : again) {
      int count = next.next();
      Map<ServicePort, Integer> own = new HashMap<>(counted.getOrDefault(port.service(), Map.of()));
      Integer old = count == 0 ? own.remove(port) : own.put(port, count);
      counted.put(port.service(), own);
      sum += count - (old == null ? 0 : old);
    }
    for (ResourceKey gateway : gatewaysAgain) {
      sum -= sum(atGateways.getOrDefault(gateway, Map.of()));
      atGateways.remove(gateway);
    }
    Map<ResourceKey, Map<GatewayPlace.Id, Integer>> places =
        groups.parallelStream()
            .collect(
                Collectors.toMap(
                    GatewayGroup::first,
                    group -> {
                      steps.step(Steps.Phase.COUNTING, done.getAndIncrement(), of);
                      return comparison(simulator, population, reach).gateways(group, Map.of());
                    }));
    atGateways.putAll(places);
    sum += places.values().stream().mapToInt(ClassCounts::sum).sum();
    return new ClassCounts(counted, atGateways, sum);
  }

  /** A port that is gone has no classes. */
  private static boolean exists(ResolvedMesh mesh, ServicePort port) {
    Service service = mesh.image().get(port.service(), Service.class);
    return port.isHost()
        ? mesh.destinations().contains(port)
        : service != null && service.port(port.port()).isPresent();
  }

  /** The count of some destinations together. */
  int of(SortedSet<ServicePort> some, SortedSet<ResourceKey> someGateways) {
    int sum = 0;
    for (ServicePort port : some) {
      sum += ports.getOrDefault(port.service(), Map.of()).getOrDefault(port, 0);
    }
    for (ResourceKey gateway : someGateways) {
      sum += sum(gateways.getOrDefault(gateway, Map.of()));
    }
    return sum;
  }

  /** The ports of some hosts, as they were counted and as another mesh has them. */
  SortedSet<ServicePort> ports(SortedSet<ResourceKey> hosts, ResolvedMesh after) {
    var result = new TreeSet<ServicePort>();
    for (ResourceKey key : hosts) {
      result.addAll(ports.getOrDefault(key, Map.of()).keySet());
      Service service = after.image().get(key, Service.class);
      if (service != null) {
        service.ports().forEach(port -> result.add(new ServicePort(key, port.port())));
      } else if (ServicePort.isHost(key)) {
        result.addAll(
            after
                .destinations()
                .subSet(new ServicePort(key, 1), true, new ServicePort(key, 65_535), true));
      }
    }
    return result;
  }

  private static int sum(Map<GatewayPlace.Id, Integer> counts) {
    return counts.values().stream().mapToInt(Integer::intValue).sum();
  }

  private static int count(
      Simulator simulator, Population population, RuleReach reach, ServicePort port) {
    if (!exists(simulator.mesh(), port)) {
      return 0;
    }
    var comparison = comparison(simulator, population, reach);
    comparison.port(port);
    return comparison.equal();
  }

  private static Comparison comparison(
      Simulator simulator, Population population, RuleReach reach) {
    var image = simulator.mesh().image();
    var causes = new Causes(List.of(), image, image, false);
    return new Comparison(simulator, simulator, causes, population, reach);
  }
}
