package io.meshtwin.twin.graph;

import io.meshtwin.twin.event.ResourceKey;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Where requests can get to behind some resources.
 *
 * @param services the Services
 * @param workloads what answers behind them: Pods, or templates of them
 * @param hops how many edges away the farthest is; 0 where nothing is downstream
 */
public record Downstream(
    SortedSet<ResourceKey> services, SortedSet<ResourceKey> workloads, int hops) {
  public Downstream {
    services = Collections.unmodifiableSortedSet(new TreeSet<>(services));
    workloads = Collections.unmodifiableSortedSet(new TreeSet<>(workloads));
  }

  /** What one or the other reaches. */
  public Downstream and(Downstream other) {
    var allServices = new TreeSet<>(services);
    allServices.addAll(other.services);
    var allWorkloads = new TreeSet<>(workloads);
    allWorkloads.addAll(other.workloads);
    return new Downstream(allServices, allWorkloads, Math.max(hops, other.hops));
  }
}
