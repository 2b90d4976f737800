package io.meshtwin.twin.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshtwin.testkit.mesh.IstioMesh;
import io.meshtwin.twin.Meshes;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.routing.Handler;
import io.meshtwin.twin.routing.Listener;
import io.meshtwin.twin.routing.VirtualHost;
import io.meshtwin.twin.routing.VirtualHosts;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What one name means at a port is what it means among all virtual hosts of the port. {@code
 * -Dmeshtwin.names.meshes} sets how many meshes, {@code -Dmeshtwin.seed} repeats one.
 */
class NameByNameTest {
  private static final int MESHES = Integer.getInteger("meshtwin.names.meshes", 15);

  @Test
  void aNameMeansByItselfWhatItMeansAmongAll() {
    int asked = 0;
    for (int i = 0; i < MESHES; i++) {
      long seed = Long.getLong("meshtwin.seed", new Random().nextLong());
      MeshImage image = image(IstioMesh.objects(new Random(seed)));
      ResolvedMesh whole = ResolvedMesh.of(image, Dialect.ISTIO);
      ResolvedMesh single = ResolvedMesh.of(image, Dialect.ISTIO);
      for (ClientScope client : whole.clientScopes()) {
        Map<String, VirtualHosts> byName = tables(single, client);
        for (Map.Entry<String, VirtualHosts> table : tables(whole, client).entrySet()) {
          List<VirtualHost> all = List.copyOf(table.getValue());
          for (String name : names(all)) {
            asked++;
            assertThat(Objects.requireNonNull(byName.get(table.getKey())).named(name))
                .as("seed %d, %s, %s, %s", seed, client, table.getKey(), name)
                .isEqualTo(among(all, name));
          }
        }
      }
    }
    assertThat(asked).isGreaterThan(MESHES);
  }

  private static Map<String, VirtualHosts> tables(ResolvedMesh mesh, ClientScope client) {
    var result = new TreeMap<String, VirtualHosts>();
    for (Listener listener : mesh.sidecar(client)) {
      listener.chains().stream()
          .filter(chain -> chain.handler() instanceof Handler.Http)
          .map(chain -> ((Handler.Http) chain.handler()).hosts())
          .filter(VirtualHosts.class::isInstance)
          .forEach(hosts -> result.put(listener.name(), (VirtualHosts) hosts));
    }
    return result;
  }

  /** Every name that somebody has, those within wildcards, and some that nobody has. */
  private static SortedSet<String> names(List<VirtualHost> all) {
    var names = new TreeSet<>(List.of("nobody.example.com", "cart", "cart.nowhere", "nobody"));
    for (VirtualHost host : all) {
      for (String domain : host.domains()) {
        names.add(domain.startsWith("*") ? "a.b" + domain.substring(1) : domain);
      }
    }
    return names;
  }

  /** As Envoy looks: exact, then the longest suffix, then any. */
  private static @Nullable VirtualHost among(List<VirtualHost> all, String name) {
    VirtualHost found = null;
    int length = -1;
    for (VirtualHost host : all) {
      for (String domain : host.domains()) {
        boolean wild = domain.startsWith("*");
        int own = wild ? domain.length() : Integer.MAX_VALUE;
        boolean takes =
            wild
                ? name.length() >= domain.length() && name.endsWith(domain.substring(1))
                : name.equals(domain);
        if ((takes || domain.equals("*")) && own > length) {
          found = host;
          length = own;
        }
      }
    }
    return found;
  }

  private static MeshImage image(List<ObjectNode> objects) {
    return Meshes.image(
        objects.stream().map(object -> "---\n" + object + "\n").collect(Collectors.joining()));
  }
}
