package io.meshtwin.simulator.diff;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.resolve.ClientScope;
import io.meshtwin.twin.resolve.ResolvedMesh;
import io.meshtwin.twin.resolve.Workload;
import io.meshtwin.twin.resource.Route;
import io.meshtwin.twin.resource.Service;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.pcollections.PSortedMap;
import org.pcollections.PSortedSet;
import org.pcollections.TreePMap;
import org.pcollections.TreePSet;

/**
 * Who the clients of a mesh are, or may come to be: the workloads of each scope, and scopes without
 * any where a namespace has Services or routes. Immutable, and shares what is not added.
 */
final class Population {
  private static final int EXAMPLES = 3;

  /**
   * The workloads of a scope.
   *
   * @param names sorted
   * @param first the first of them
   */
  record Members(PSortedSet<String> names, List<String> first) {
    static final Members NONE = new Members(TreePSet.empty(), List.of());

    static Members of(PSortedSet<String> names) {
      return new Members(names, names.stream().limit(EXAMPLES).toList());
    }
  }

  /** Workloads by scope. */
  private final PSortedMap<ClientScope, Members> names;

  /** The scopes of workloads that are in more than one: before and after a change. */
  private final Map<String, Set<ClientScope>> several;

  /** How many workloads there are. */
  private final int everybody;

  private volatile @Nullable List<Map.Entry<ClientScope, Members>> listed;

  /** Workloads by namespace. */
  private volatile @Nullable SortedMap<String, Integer> counted;

  /** All of a cluster, as a group. */
  private final Map<String, Optional<ClientGroup>> ofCluster = new ConcurrentHashMap<>();

  private Population(
      PSortedMap<ClientScope, Members> names,
      Map<String, Set<ClientScope>> several,
      int everybody) {
    this.names = names;
    this.several = several;
    this.everybody = everybody;
  }

  private static final Population NOBODY = new Population(TreePMap.empty(), Map.of(), 0);

  /** Those of two meshes together, with the labels that either reads. */
  static Population of(ResolvedMesh before, ResolvedMesh after) {
    Population population =
        NOBODY
            .with(after.workloads(), workload -> scope(after, before, workload))
            .withPlaces(after);
    return before == after
        ? population
        : population
            .with(before.workloads(), workload -> scope(before, after, workload))
            .withPlaces(before);
  }

  /**
   * The scope of a workload in both meshes: with what either reads of it.
   *
   * @param own the one that has the workload: it says where that is
   */
  @SuppressWarnings("ReferenceEquality") // of two equal meshes the long way finds the same
  static ClientScope scope(ResolvedMesh own, ResolvedMesh other, Workload workload) {
    ClientScope here = own.scope(workload);
    if (own == other) {
      return here;
    }
    ClientScope there = other.scope(workload);
    return here.with(own.labels(workload, other)).with(here.capture().and(there.capture()));
  }

  /** With workloads more. */
  Population with(Collection<Workload> workloads, Function<Workload, ClientScope> scopes) {
    Map<ClientScope, List<String>> added = new HashMap<>();
    workloads.forEach(workload ->
        added.computeIfAbsent(scopes.apply(workload), _ -> new ArrayList<>()).add(workload.name()));
    Population result = this;
    for (Map.Entry<ClientScope, List<String>> entry : added.entrySet()) {
      result = result.with(entry.getKey(), entry.getValue());
    }
    return result;
  }

  private Population with(ClientScope scope, List<String> more) {
    Members members = names.getOrDefault(scope, Members.NONE);
    List<String> fresh =
        more.stream().distinct().filter(n -> !members.names().contains(n)).toList();
    if (fresh.isEmpty()) {
      return names.containsKey(scope) ? this : place(scope);
    }
    Map<String, Set<ClientScope>> elsewhere = new HashMap<>(several);
    int known = 0;
    for (String name : fresh) {
      Set<ClientScope> others = scopesOf(name, scope);
      if (!others.isEmpty()) {
        known++;
        var all = new java.util.HashSet<>(others);
        all.add(scope);
        elsewhere.put(name, Set.copyOf(all));
      }
    }
    return new Population(
        names.plus(scope, Members.of(members.names().plusAll(fresh))),
        Map.copyOf(elsewhere),
        everybody + fresh.size() - known);
  }

  /** The other scopes that a workload is in: all are of its namespace. */
  private Set<ClientScope> scopesOf(String name, ClientScope scope) {
    var result = new java.util.HashSet<ClientScope>();
    var first = new ClientScope(scope.cluster(), scope.namespace(), new TreeMap<>(), false);
    for (Map.Entry<ClientScope, Members> entry : names.tailMap(first).entrySet()) {
      ClientScope other = entry.getKey();
      if (!other.namespace().equals(scope.namespace())
          || !other.cluster().equals(scope.cluster())) {
        break;
      }
      if (entry.getValue().names().contains(name)) {
        result.add(other);
      }
    }
    return result;
  }

  private Population place(ClientScope scope) {
    return new Population(names.plus(scope, Members.NONE), several, everybody);
  }

  /** With the namespaces in which clients may come to be. */
  Population withPlaces(ResolvedMesh mesh) {
    return withPlaces(
        Stream.concat(mesh.image().all(Service.class), mesh.image().all(Route.class))
            .map(resource -> resource.key()));
  }

  /** With the namespaces of Services and routes. */
  Population withPlaces(Stream<ResourceKey> keys) {
    return keys.map(key -> new ClientScope(key.cluster(), key.namespace()))
        .distinct()
        .reduce(
            this,
            (all, scope) -> all.names.containsKey(scope) ? all : all.place(scope),
            (one, _) -> one);
  }

  /** Every scope with its workloads, sorted. */
  List<Map.Entry<ClientScope, Members>> scopes() {
    List<Map.Entry<ClientScope, Members>> known = listed;
    if (known == null) {
      known = List.copyOf(names.entrySet());
      listed = known;
    }
    return known;
  }

  /** Whether two populations have the same scopes. */
  @SuppressWarnings("ReferenceEquality") // what is shared is not compared
  boolean hasScopesOf(Population other) {
    return names == other.names
        || (names.size() == other.names.size() && names.keySet().equals(other.names.keySet()));
  }

  /** The scopes of a cluster in some namespaces, sorted, with their workloads. */
  Stream<Map.Entry<ClientScope, Members>> in(String cluster, Predicate<String> namespaces) {
    return scopes().stream()
        .filter(clients -> clients.getKey().cluster().equals(cluster))
        .filter(clients -> namespaces.test(clients.getKey().namespace()));
  }

  /** All scopes of a cluster as a group; empty where it has none. */
  Optional<ClientGroup> all(String cluster) {
    return ofCluster.computeIfAbsent(
        cluster,
        _ -> {
          List<Map.Entry<ClientScope, Members>> own = in(cluster, _ -> true).toList();
          return own.isEmpty() ? Optional.empty() : Optional.of(group(own));
        });
  }

  /**
   * All scopes of a cluster but some, as a group; empty where there are no others. Where all
   * workloads are of this cluster, the others are not counted again.
   */
  Optional<ClientGroup> without(String cluster, List<Map.Entry<ClientScope, Members>> some) {
    if (some.isEmpty()) {
      return all(cluster);
    }
    Set<ClientScope> gone = some.stream().map(Map.Entry::getKey).collect(Collectors.toSet());
    List<Map.Entry<ClientScope, Members>> others =
        in(cluster, _ -> true).filter(clients -> !gone.contains(clients.getKey())).toList();
    if (others.isEmpty()) {
      return Optional.empty();
    }
    int here = all(cluster).map(ClientGroup::workloads).orElse(0);
    if (here != everybody || !several.isEmpty()) {
      return Optional.of(group(others));
    }
    SortedMap<String, Integer> homes = new TreeMap<>(inAll());
    boolean whole = true;
    for (Map.Entry<String, Integer> home : homes(some).entrySet()) {
      Integer left = homes.merge(home.getKey(), -home.getValue(), Population::left);
      whole &= left == null;
    }
    return Optional.of(group(others, homes, whole));
  }

  /** How many workloads are left of a namespace; null for none. */
  private static @Nullable Integer left(int all, int gone) {
    return all + gone == 0 ? null : Integer.valueOf(all + gone);
  }

  /** Some scopes, with their workloads, as a group. */
  ClientGroup group(List<Map.Entry<ClientScope, Members>> members) {
    SortedMap<String, Integer> homes = homes(members);
    SortedMap<String, Integer> all = inAll();
    boolean whole =
        homes.entrySet().stream().allMatch(home -> home.getValue().equals(all.get(home.getKey())));
    return group(members, homes, whole);
  }

  /**
   * Some scopes as a group.
   *
   * @param homes how many workloads of theirs there are in each namespace
   * @param whole whether these are all workloads of those namespaces
   */
  private ClientGroup group(
      List<Map.Entry<ClientScope, Members>> members,
      SortedMap<String, Integer> homes,
      boolean whole) {
    List<ClientScope> scopes = members.stream().map(Map.Entry::getKey).toList();
    var first = new ArrayList<String>();
    for (Map.Entry<ClientScope, Members> scope : members) {
      for (String name : scope.getValue().first()) {
        add(first, name);
      }
    }
    int workloads = homes.values().stream().mapToInt(Integer::intValue).sum();
    return new ClientGroup(
        scopes, List.copyOf(homes.keySet()), workloads, first, extent(workloads, whole));
  }

  private ClientGroup.Extent extent(int workloads, boolean whole) {
    if (workloads == everybody) {
      return ClientGroup.Extent.EVERYBODY;
    }
    return whole && workloads > 0 ? ClientGroup.Extent.NAMESPACES : ClientGroup.Extent.SOME;
  }

  /** How many workloads there are in each namespace. */
  private SortedMap<String, Integer> inAll() {
    SortedMap<String, Integer> known = counted;
    if (known == null) {
      known = homes(scopes());
      counted = known;
    }
    return known;
  }

  /**
   * How many workloads of some scopes are in each namespace; namespaces without any are left out.
   */
  private SortedMap<String, Integer> homes(List<Map.Entry<ClientScope, Members>> members) {
    SortedMap<String, Integer> homes = new TreeMap<>();
    for (Map.Entry<ClientScope, Members> scope : members) {
      int size = scope.getValue().names().size();
      if (size > 0) {
        homes.merge(scope.getKey().namespace(), size, Integer::sum);
      }
    }
    if (!several.isEmpty()) {
      Set<ClientScope> here = members.stream().map(Map.Entry::getKey).collect(Collectors.toSet());
      for (Set<ClientScope> in : several.values()) {
        int more = Math.max(0, (int) in.stream().filter(here::contains).count() - 1);
        homes.computeIfPresent(in.iterator().next().namespace(), (_, count) -> count - more);
      }
    }
    return homes;
  }

  private static void add(List<String> first, String name) {
    if (first.size() == EXAMPLES && name.compareTo(first.getLast()) >= 0) {
      return;
    }
    if (!first.contains(name)) {
      first.add(name);
      first.sort(null);
      if (first.size() > EXAMPLES) {
        first.removeLast();
      }
    }
  }
}
