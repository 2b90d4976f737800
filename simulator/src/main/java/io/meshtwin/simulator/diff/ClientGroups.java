package io.meshtwin.simulator.diff;

import io.meshtwin.simulator.diff.Population.Members;
import io.meshtwin.twin.resolve.ClientScope;
import io.meshtwin.twin.resolve.PortView;
import io.meshtwin.twin.resolve.ResolvedMesh;
import io.meshtwin.twin.resolve.network.NetworkPeer;
import io.meshtwin.twin.routing.FilterChain;
import io.meshtwin.twin.routing.Listener;
import io.meshtwin.twin.routing.ServicePort;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Groups clients by what they meet at a port, before and after: those of a group are told apart by
 * nothing there.
 */
final class ClientGroups {
  private final ResolvedMesh before;
  private final ResolvedMesh after;
  private final Population population;

  ClientGroups(ResolvedMesh before, ResolvedMesh after, Population population) {
    this.before = before;
    this.after = after;
    this.population = population;
  }

  /** What clients of a scope meet. */
  private record Meeting(
      String standingBefore,
      String standingAfter,
      @Nullable Listener was,
      @Nullable Listener wasDatagrams,
      @Nullable Listener is,
      @Nullable Listener isDatagrams) {

    /** Whether it is the very same, as it most often is for the next scope. */
    @SuppressWarnings("ReferenceEquality") // equal listeners get one number
    boolean isThatOf(@Nullable Meeting other) {
      return other != null
          && was == other.was
          && wasDatagrams == other.wasDatagrams
          && is == other.is
          && isDatagrams == other.isDatagrams
          && standingBefore.equals(other.standingBefore)
          && standingAfter.equals(other.standingAfter);
    }
  }

  /** What clients of a group have in common. */
  private record Signature(
      String standingBefore,
      String standingAfter,
      int was,
      int wasDatagrams,
      int is,
      int isDatagrams) {}

  /** Listeners by number: those that do the same have one. */
  private static final class Numbers {
    private final IdentityHashMap<Listener, Integer> seen = new IdentityHashMap<>();
    private final Map<Met, Integer> numbers = new HashMap<>();

    /**
     * What clients meet, and by which names.
     *
     * @param names empty where every name leads there
     */
    private record Met(List<FilterChain> chains, List<String> names) {
      static Met of(Listener listener) {
        return new Met(
            listener.chains(),
            listener.binding() instanceof Listener.Binding.ToService to
                ? to.hostnames()
                : List.of());
      }
    }

    Signature of(Meeting meeting) {
      return new Signature(
          meeting.standingBefore(),
          meeting.standingAfter(),
          of(meeting.was()),
          of(meeting.wasDatagrams()),
          of(meeting.is()),
          of(meeting.isDatagrams()));
    }

    private int of(@Nullable Listener listener) {
      return listener == null
          ? -1
          : seen.computeIfAbsent(
              listener, l -> numbers.computeIfAbsent(Met.of(l), _ -> numbers.size()));
    }
  }

  /** The groups at a port, by their first scopes. */
  List<ClientGroup> at(ServicePort port) {
    List<PortView> views =
        List.of(
            before.view(port, false),
            before.view(port, true),
            after.view(port, false),
            after.view(port, true));
    String cluster = port.service().cluster();
    Set<String> apart = apart(views);
    if (apart != null) {
      return aroundOthers(cluster, apart, views);
    }
    return grouped(population.in(cluster, _ -> true).toList(), views, new Numbers())
        .values()
        .stream()
        .map(population::group)
        .toList();
  }

  /** Namespaces whose clients may differ from all others; null where clients may in other ways. */
  private @Nullable Set<String> apart(List<PortView> views) {
    if (!before.network().isEmpty() || !after.network().isEmpty()) {
      return null;
    }
    var all = new HashSet<String>();
    for (PortView view : views) {
      Set<String> some = view.apart();
      if (some == null) {
        return null;
      }
      all.addAll(some);
    }
    return all;
  }

  /** One of the clients that nothing sets apart stands for all of them. */
  private List<ClientGroup> aroundOthers(String cluster, Set<String> apart, List<PortView> views) {
    if (apart.isEmpty()) {
      return population.all(cluster).stream().toList();
    }
    var numbers = new Numbers();
    Map<Signature, List<Map.Entry<ClientScope, Members>>> own =
        grouped(population.in(cluster, apart::contains).toList(), views, numbers);
    population
        .in(cluster, name -> !apart.contains(name))
        .findFirst()
        .ifPresent(other -> own.remove(numbers.of(meeting(other.getKey(), views))));
    var others = population.without(cluster, own.values().stream().flatMap(List::stream).toList());
    return Stream.concat(own.values().stream().map(population::group), others.stream())
        .sorted(Comparator.comparing(group -> group.scopes().getFirst()))
        .toList();
  }

  private Map<Signature, List<Map.Entry<ClientScope, Members>>> grouped(
      List<Map.Entry<ClientScope, Members>> all, List<PortView> views, Numbers numbers) {
    Map<Signature, List<Map.Entry<ClientScope, Members>>> groups = new LinkedHashMap<>();
    Meeting last = null;
    List<Map.Entry<ClientScope, Members>> group = List.of();
    for (Map.Entry<ClientScope, Members> clients : all) {
      Meeting meeting = meeting(clients.getKey(), views);
      if (!meeting.isThatOf(last)) {
        group = groups.computeIfAbsent(numbers.of(meeting), _ -> new ArrayList<>());
        last = meeting;
      }
      group.add(clients);
    }
    return groups;
  }

  private Meeting meeting(ClientScope scope, List<PortView> views) {
    return new Meeting(
        standing(before, scope),
        standing(after, scope),
        views.get(0).of(scope),
        views.get(1).of(scope),
        views.get(2).of(scope),
        views.get(3).of(scope));
  }

  private static String standing(ResolvedMesh mesh, ClientScope scope) {
    return mesh.network().isEmpty() ? "" : mesh.network().standing(NetworkPeer.of(scope));
  }
}
