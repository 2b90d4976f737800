package io.meshtwin.simulator.diff;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.simulator.Meshes;
import io.meshtwin.simulator.diff.Population.Members;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resolve.ClientScope;
import io.meshtwin.twin.resolve.ResolvedMesh;
import io.meshtwin.twin.resolve.network.NetworkPeer;
import io.meshtwin.twin.routing.Listener;
import io.meshtwin.twin.routing.ServicePort;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Groups are what asking every client alone makes of them. {@code -Dmeshtwin.groups.meshes} sets
 * how many meshes, {@code -Dmeshtwin.seed} repeats one.
 */
class ClientGroupsTest {
  private static final int MESHES = Integer.getInteger("meshtwin.groups.meshes", 20);

  @ParameterizedTest
  @EnumSource(Style.class)
  void groupsAreThoseThatAskingEveryClientMakes(Style style) {
    int several = 0;
    for (int i = 0; i < MESHES; i++) {
      long seed = Long.getLong("meshtwin.seed", new Random().nextLong());
      var random = new Random(seed);
      MeshImage image = Meshes.image(style.objects(random));
      MeshImage changed = IncrementalPreviewTest.changed(image, style.objects(random), random);
      ResolvedMesh before = ResolvedMesh.of(image, style.dialect());
      ResolvedMesh after = ResolvedMesh.of(changed, style.dialect());
      Population population = Population.of(before, after);
      var groups = new ClientGroups(before, after, population);
      var ports = new TreeSet<ServicePort>(before.hostPorts());
      ports.addAll(after.hostPorts());
      for (ServicePort port : ports) {
        List<ClientGroup> asked = asked(before, after, population, port);
        assertThat(groups.at(port)).as("seed %d, %s", seed, port).isEqualTo(asked);
        several += asked.size() > 1 ? 1 : 0;
      }
    }
    assertThat(several).as("ports at which clients are told apart").isPositive();
  }

  private static List<ClientGroup> asked(
      ResolvedMesh before, ResolvedMesh after, Population population, ServicePort port) {
    Map<List<Object>, List<Map.Entry<ClientScope, Members>>> groups = new LinkedHashMap<>();
    for (Map.Entry<ClientScope, Members> clients : population.scopes()) {
      ClientScope scope = clients.getKey();
      if (scope.cluster().equals(port.service().cluster())) {
        List<Object> meets =
            Stream.of(before, after).flatMap(mesh -> meets(mesh, scope, port)).toList();
        groups.computeIfAbsent(meets, _ -> new ArrayList<>()).add(clients);
      }
    }
    return groups.values().stream().map(population::group).toList();
  }

  private static Stream<Object> meets(ResolvedMesh mesh, ClientScope scope, ServicePort port) {
    return Stream.of(
        mesh.network().isEmpty() ? "" : mesh.network().standing(NetworkPeer.of(scope)),
        told(mesh.outbound(scope, port)),
        told(mesh.datagrams(scope, port)));
  }

  private static List<Object> told(@Nullable Listener listener) {
    if (listener == null) {
      return List.of();
    }
    return List.of(
        listener.chains(),
        listener.binding() instanceof Listener.Binding.ToService to ? to.hostnames() : List.of());
  }
}
