package io.meshtwin.twin.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.twin.Meshes;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.routing.Cluster.Protocol;
import io.meshtwin.twin.routing.FilterChain;
import io.meshtwin.twin.routing.Handler;
import io.meshtwin.twin.routing.Listener;
import io.meshtwin.twin.routing.ServicePort;
import io.meshtwin.twin.routing.VirtualHost;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a client's sidecar listens on in Istio, and whose names its HTTP ports know. */
class OutboundSideTest {
  private static final String SERVICES =
      """
      apiVersion: v1
      kind: Service
      metadata: {name: cart, namespace: shop}
      spec: {clusterIP: 10.0.0.1, ports: [{name: http, port: 80}, {name: tcp-db, port: 5432}]}
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: pay, namespace: bank, annotations: {networking.istio.io/exportTo: shop}}
      spec: {clusterIP: 10.0.0.2, ports: [{name: http, port: 80}]}
      """;

  private static final ResourceKey ANY =
      new ResourceKey(ResourceKey.LOCAL, "", "Service", "shop", "any");

  private static ResolvedMesh mesh(String more) {
    return ResolvedMesh.of(Meshes.image(SERVICES + more), Dialect.ISTIO);
  }

  private static List<String> names(String client, String more) {
    return mesh(more).sidecar(ClientScope.of(client)).stream().map(Listener::name).toList();
  }

  private static List<VirtualHost> hosts(String client, int port, String more) {
    return mesh(more).sidecar(ClientScope.of(client)).stream()
        .filter(listener -> listener.name().equals("0.0.0.0_" + port))
        .flatMap(listener -> listener.chains().stream())
        .map(FilterChain::handler)
        .filter(Handler.Http.class::isInstance)
        .flatMap(handler -> ((Handler.Http) handler).hosts().stream())
        .toList();
  }

  private static List<String> hostNames(String client, String more) {
    return hosts(client, 80, more).stream().map(VirtualHost::name).toList();
  }

  @Test
  void aPortThatSaysNothingIsSpokenToAsItsClientDoes() {
    String more =
        """
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: any, namespace: shop}
        spec:
          clusterIP: 10.0.0.3
          ports: [{name: web, port: 1}, {name: web-sql, port: 3306}, {name: grpc-a, port: 2}]
        """;
    assertThat(List.of(1, 3306, 2))
        .map(port -> mesh(more).cluster(new ServicePort(ANY, port)).protocol())
        .containsExactly(Protocol.UNSAID, Protocol.TCP, Protocol.HTTP2);
    var specification = ResolvedMesh.of(Meshes.image(SERVICES + more), Dialect.SPEC);
    assertThat(specification.cluster(new ServicePort(ANY, 1)).protocol()).isEqualTo(Protocol.TCP);
  }

  @Test
  void httpPortsShareOneListenerAndOthersHaveTheirOwnAddress() {
    assertThat(names("shop", "")).containsExactly("0.0.0.0_80", "10.0.0.1_5432", "virtualOutbound");
  }

  @Test
  void aServiceIsSeenWhereItIsExportedTo() {
    assertThat(hostNames("shop", ""))
        .containsExactly(
            "cart.shop.svc.cluster.local:80", "pay.bank.svc.cluster.local:80", "allow_any");
    assertThat(hostNames("bank", "")).doesNotContain("pay.bank.svc.cluster.local:80");
  }

  @Test
  void aShortNameMeansTheClientsOwnNamespace() {
    assertThat(hosts("shop", 80, "").getFirst().domains())
        .containsExactly(
            "cart.shop.svc.cluster.local",
            "cart.shop.svc.cluster.local.",
            "cart",
            "cart.shop.svc",
            "cart.shop",
            "10.0.0.1");
    assertThat(hosts("other", 80, "").getFirst().domains()).doesNotContain("cart");
  }

  @Test
  void aSidecarHidesWhatItDoesNotName() {
    String sidecar =
        """
        ---
        apiVersion: networking.istio.io/v1
        kind: Sidecar
        metadata: {name: default, namespace: shop}
        spec: {egress: [{hosts: ["bank/*"]}], outboundTrafficPolicy: {mode: REGISTRY_ONLY}}
        """;
    assertThat(hostNames("shop", sidecar))
        .containsExactly("pay.bank.svc.cluster.local:80", "block_all");
  }

  @Test
  void whatIsNotSaidToBeHttpIsLookedInto() {
    String unsaid =
        """
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: any, namespace: shop}
        spec: {clusterIP: 10.0.0.3, ports: [{name: any, port: 7000}]}
        """;
    Listener listener =
        mesh(unsaid).sidecar(ClientScope.of("shop")).stream()
            .filter(found -> found.name().equals("10.0.0.3_7000"))
            .findFirst()
            .orElseThrow();
    assertThat(listener.chains().stream().map(FilterChain::name))
        .containsExactly("10.0.0.3_7000|http", "10.0.0.3_7000");
  }

  @Test
  void anEntryWithoutAddressIsToldByItsServerName() {
    String entry =
        """
        ---
        apiVersion: networking.istio.io/v1
        kind: ServiceEntry
        metadata: {name: ext, namespace: shop}
        spec:
          hosts: [ext.example.org]
          resolution: DNS
          ports: [{number: 443, name: tls, protocol: TLS}]
        """;
    assertThat(names("shop", entry)).contains("0.0.0.0_443");
    assertThat(mesh(entry).hostPorts("local")).anyMatch(port -> port.isHost());
  }
}
