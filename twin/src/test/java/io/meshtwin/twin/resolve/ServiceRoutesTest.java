package io.meshtwin.twin.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.twin.Meshes;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.resource.Route;
import io.meshtwin.twin.resource.Service;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ServiceRoutesTest {
  private static final String CART = Meshes.service("shop", "cart");
  private static final String HTTP = Meshes.route("shop", "http", "shop/cart", "[{name: h}]");

  private static String route(String kind, String namespace, String name) {
    return """
    ---
    apiVersion: gateway.networking.k8s.io/v1
    kind: KIND
    metadata: {name: NAME, namespace: SPACE}
    spec:
      parentRefs: [{group: "", kind: Service, name: cart, namespace: shop}]
      hostnames: [a.example]
      rules: [{backendRefs: [{name: cart, port: 80}]}]
    """
        .replace("KIND", kind)
        .replace("NAME", name)
        .replace("SPACE", namespace);
  }

  private static List<String> acting(String yaml, Dialect dialect, String client) {
    var image = Meshes.image(yaml);
    Service cart = Objects.requireNonNull(image.get(CART_KEY, Service.class));
    return new ServiceRoutes(image, dialect)
        .of(ClientScope.of(client), cart, cart.ports().getFirst()).all().stream()
            .map(Route::key)
            .map(ResourceKey::toString)
            .toList();
  }

  private static final ResourceKey CART_KEY = Meshes.key("Service", "shop", "cart");

  @Test
  void grpcGoesBeforeHttpBeforeTlsBeforeTcp() {
    String tcp = CART + route("TCPRoute", "shop", "tcp");
    assertThat(acting(tcp, Dialect.SPEC, "web")).containsExactly("TCPRoute shop/tcp");
    String tls = tcp + route("TLSRoute", "shop", "tls");
    assertThat(acting(tls, Dialect.SPEC, "web")).containsExactly("TLSRoute shop/tls");
    assertThat(acting(tls + HTTP, Dialect.SPEC, "web")).containsExactly("HTTPRoute shop/http");
    String grpc = tls + HTTP + route("GRPCRoute", "shop", "grpc");
    assertThat(acting(grpc, Dialect.SPEC, "web")).containsExactly("GRPCRoute shop/grpc");
  }

  @Test
  void inIstioGrpcAndHttpMergeAndTheOthersDoNothingOnAnHttpPort() {
    String mesh =
        CART + HTTP + route("GRPCRoute", "shop", "grpc") + route("TCPRoute", "shop", "tcp");
    assertThat(acting(mesh, Dialect.ISTIO, "web"))
        .containsExactlyInAnyOrder("HTTPRoute shop/http", "GRPCRoute shop/grpc");
  }

  @Test
  void aConsumersGrpcRouteLeavesTheProducersHttpRouteToOthers() {
    String mesh = CART + HTTP + route("GRPCRoute", "web", "grpc");
    assertThat(acting(mesh, Dialect.SPEC, "web")).containsExactly("GRPCRoute web/grpc");
    assertThat(acting(mesh, Dialect.SPEC, "other")).containsExactly("HTTPRoute shop/http");
  }

  @Test
  void ofSeveralTcpRoutesTheOldestAloneServes() {
    String young = route("TCPRoute", "shop", "a");
    String old = route("TCPRoute", "shop", "b");
    String mesh =
        CART
            + young.replace("name: a,", "name: a, creationTimestamp: '2026-02-01T00:00:00Z',")
            + old.replace("name: b,", "name: b, creationTimestamp: '2026-01-01T00:00:00Z',");
    assertThat(acting(mesh, Dialect.SPEC, "web")).containsExactly("TCPRoute shop/b");
  }

  @Test
  void aSectionNameNamesThePortAndIstioDoesNotLookAtIt() {
    String mesh = CART + HTTP.replace("name: cart}]", "name: cart, sectionName: other}]");
    assertThat(acting(mesh, Dialect.SPEC, "web")).isEmpty();
    assertThat(acting(mesh, Dialect.ISTIO, "web")).containsExactly("HTTPRoute shop/http");
  }

  @Test
  void aConsumersUdpRouteLeavesConnectionsToTheProducersRoutes() {
    String mesh = CART + HTTP + route("UDPRoute", "web", "udp");
    assertThat(acting(mesh, Dialect.SPEC, "web")).containsExactly("HTTPRoute shop/http");
  }
}
