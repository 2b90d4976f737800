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
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

    int of(@Nullable Listener listener) {
      return listener == null
          ? -1
          : seen.computeIfAbsent(
              listener, l -> numbers.computeIfAbsent(Met.of(l), _ -> numbers.size()));
    }
  }

  /** The groups at a port, by their first scopes. */
  List<ClientGroup> at(ServicePort port) {
    PortView was = before.view(port, false);
    PortView wasDatagrams = before.view(port, true);
    PortView is = after.view(port, false);
    PortView isDatagrams = after.view(port, true);
    var numbers = new Numbers();
    Map<Signature, List<Map.Entry<ClientScope, Members>>> groups = new LinkedHashMap<>();
    for (Map.Entry<ClientScope, Members> clients : population.scopes()) {
      ClientScope scope = clients.getKey();
      if (scope.cluster().equals(port.service().cluster())) {
        var signature =
            new Signature(
                standing(before, scope),
                standing(after, scope),
                numbers.of(was.of(scope)),
                numbers.of(wasDatagrams.of(scope)),
                numbers.of(is.of(scope)),
                numbers.of(isDatagrams.of(scope)));
        groups.computeIfAbsent(signature, _ -> new ArrayList<>()).add(clients);
      }
    }
    return groups.values().stream().map(population::group).toList();
  }

  private static String standing(ResolvedMesh mesh, ClientScope scope) {
    return mesh.network().isEmpty() ? "" : mesh.network().standing(NetworkPeer.of(scope));
  }
}
