package io.meshtwin.twin.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshtwin.testkit.mesh.IstioMesh;
import io.meshtwin.twin.Meshes;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.routing.ServicePort;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Clients of whom it is known beforehand that they meet the same at a port do. {@code
 * -Dmeshtwin.apart.meshes} sets how many meshes, {@code -Dmeshtwin.seed} repeats one.
 */
class ClientsApartTest {
  private static final int MESHES = Integer.getInteger("meshtwin.apart.meshes", 30);

  /** Namespaces of clients about whom nothing is said. */
  private static final List<String> OTHERS = List.of("far", "nobody", "else", "bare");

  @Test
  void clientsThatNothingTellsApartMeetTheSame() {
    int together = 0;
    for (int i = 0; i < MESHES; i++) {
      long seed = Long.getLong("meshtwin.seed", new Random().nextLong());
      ResolvedMesh mesh = mesh(new Random(seed));
      for (ServicePort port : mesh.hostPorts()) {
        PortView view = mesh.view(port, false);
        List<ClientScope> clients = new ArrayList<>(mesh.clientScopes());
        OTHERS.forEach(namespace -> clients.add(ClientScope.of(namespace)));
        for (ClientScope client : clients) {
          assertThat(view.of(client))
              .as("seed %d, %s, %s", seed, port, client)
              .isEqualTo(mesh.outbound(client, port));
        }
        Set<String> apart = mesh.written().sidecars().apart(port);
        together += apart != null && !apart.containsAll(OTHERS) ? 1 : 0;
      }
    }
    assertThat(together).as("ports at which some meet the same").isGreaterThan(MESHES);
  }

  @Test
  void whoseRuleIsForThemAloneIsApart() {
    String yaml =
        Meshes.service("shop", "cart")
            + Meshes.service("bank", "pay")
            + """
            ---
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: cart, namespace: shop}
            spec:
              hosts: [cart]
              http:
              - match: [{sourceNamespace: vip}]
                route: [{destination: {host: pay.bank.svc.cluster.local}}]
              - route: [{destination: {host: cart}}]
            ---
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: cart, namespace: own}
            spec:
              hosts: [cart.shop.svc.cluster.local]
              exportTo: [., friend]
              http: [{route: [{destination: {host: cart.shop.svc.cluster.local}}]}]
            ---
            apiVersion: networking.istio.io/v1
            kind: DestinationRule
            metadata: {name: all, namespace: strict}
            spec: {host: "*.bank.svc.cluster.local", trafficPolicy: {tls: {mode: DISABLE}}}
            """;
    ResolvedMesh mesh = ResolvedMesh.of(Meshes.image(yaml), Dialect.ISTIO);
    var key = new ResourceKey(ResourceKey.LOCAL, "", "Service", "shop", "cart");
    assertThat(mesh.written().sidecars().apart(new ServicePort(key, 80)))
        .containsExactly("friend", "istio-system", "own", "shop", "strict", "vip");
  }

  /** Sidecars and hosts of several namespaces leave nothing to be known beforehand. */
  private static ResolvedMesh mesh(Random random) {
    var yaml = new StringBuilder();
    for (ObjectNode object : IstioMesh.objects(random)) {
      String kind = object.path("kind").asText();
      Map<String, Integer> often = Map.of("Sidecar", 20, "ServiceEntry", 5);
      if (random.nextInt(often.getOrDefault(kind, 1)) == 0) {
        yaml.append("---\n").append(object).append('\n');
      }
    }
    return ResolvedMesh.of(Meshes.image(yaml.toString()), Dialect.ISTIO);
  }
}
