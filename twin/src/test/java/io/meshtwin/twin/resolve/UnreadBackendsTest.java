package io.meshtwin.twin.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.twin.Meshes;
import io.meshtwin.twin.finding.Finding;
import io.meshtwin.twin.finding.FindingCode;
import io.meshtwin.twin.routing.FilterChain;
import io.meshtwin.twin.routing.Handler;
import io.meshtwin.twin.routing.RouteAction;
import io.meshtwin.twin.routing.ServicePort;
import io.meshtwin.twin.status.Condition;
import io.meshtwin.twin.status.MeshStatus;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Backends of kinds that Istio serves beside Service. */
class UnreadBackendsTest {
  private static final ServicePort CART =
      new ServicePort(Meshes.key("Service", "shop", "cart"), 80);
  private static final String IMPORT =
      "{group: multicluster.x-k8s.io, kind: ServiceImport, name: far, port: 80}";
  private static final String HOSTNAME =
      "{group: networking.istio.io, kind: Hostname, name: far.example, port: 80}";

  private static ResolvedMesh mesh(Dialect dialect, String kind, String backends, String filters) {
    String rules = "[{backendRefs: " + backends + ", filters: " + filters + "}]";
    String route = Meshes.route("shop", "r", "shop/cart", rules).replace("HTTPRoute", kind);
    String service = Meshes.service("shop", "cart");
    return ResolvedMesh.of(
        Meshes.image((kind.equals("TCPRoute") ? tcp(service) : service) + route), dialect);
  }

  private static String tcp(String service) {
    return service.replace("name: http", "name: tcp");
  }

  private static List<Handler> handlers(ResolvedMesh mesh) {
    return Objects.requireNonNull(mesh.outbound(ClientScope.of("web"), CART)).chains().stream()
        .map(FilterChain::handler)
        .toList();
  }

  private static RouteAction action(ResolvedMesh mesh) {
    return ((Handler.Http) handlers(mesh).getFirst())
        .hosts()
        .getFirst()
        .rules()
        .getFirst()
        .action();
  }

  @Test
  void aShareOfAServiceImportOrAHostnameIsNotKnownInIstio() {
    for (String backend : List.of(IMPORT, HOSTNAME)) {
      for (String kind : List.of("HTTPRoute", "GRPCRoute")) {
        assertThat(action(mesh(Dialect.ISTIO, kind, "[" + backend + "]", "[]")))
            .isInstanceOfSatisfying(
                RouteAction.Unmodelled.class,
                unknown -> assertThat(unknown.caveat().reason()).contains("a backend of kind"));
      }
    }
  }

  @Test
  void bySpecificationAKindThatIsNotSupportedKeepsItsShare() {
    assertThat(action(mesh(Dialect.SPEC, "HTTPRoute", "[" + IMPORT + "]", "[]")))
        .isInstanceOf(RouteAction.Forward.class);
  }

  @Test
  void aMirrorToAServiceImportIsNotKnownInIstio() {
    String filters =
        "[{type: RequestMirror, requestMirror: {backendRef: IMPORT}}]".replace("IMPORT", IMPORT);
    assertThat(action(mesh(Dialect.ISTIO, "GRPCRoute", "[{name: cart, port: 80}]", filters)))
        .isInstanceOf(RouteAction.Unmodelled.class);
  }

  @Test
  void connectionsToAServiceImportAreNotKnownInIstio() {
    assertThat(handlers(mesh(Dialect.ISTIO, "TCPRoute", "[" + IMPORT + "]", "[]")))
        .singleElement()
        .isInstanceOf(Handler.Unmodelled.class);
  }

  @Test
  void statusAndFindingsSayThatItIsNotKnown() {
    ResolvedMesh mesh = mesh(Dialect.ISTIO, "HTTPRoute", "[" + IMPORT + "]", "[]");
    assertThat(MeshStatus.of(mesh))
        .flatMap(status -> status.conditions())
        .filteredOn(condition -> condition.type().equals("ResolvedRefs"))
        .extracting(Condition::status)
        .containsExactly("Unknown");
    assertThat(mesh.findings())
        .extracting(Finding::code)
        .contains(FindingCode.NOT_MODELLED)
        .doesNotContain(FindingCode.BACKEND_NOT_FOUND);
  }
}
