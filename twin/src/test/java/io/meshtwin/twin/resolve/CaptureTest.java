package io.meshtwin.twin.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.twin.Meshes;
import io.meshtwin.twin.routing.Handler;
import io.meshtwin.twin.routing.Listener;
import io.meshtwin.twin.routing.ServicePort;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Ports that annotations keep from sidecars. */
class CaptureTest {
  private static final String PORTS = "traffic.sidecar.istio.io/excludeOutboundPorts";

  private static ResolvedMesh mesh(String annotations) {
    return mesh(annotations, "1000");
  }

  private static ResolvedMesh mesh(String annotations, String user) {
    String web =
        """
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web, namespace: shop}
        spec:
          template:
            metadata: {labels: {app: web}, annotations: ANNOTATIONS}
            spec: {containers: [{name: app, securityContext: {runAsUser: USER}}]}
        """
            .replace("USER", user)
            .replace("ANNOTATIONS", annotations);
    return ResolvedMesh.of(Meshes.image(Meshes.service("shop", "cart") + web), Dialect.ISTIO);
  }

  private static Workload web(ResolvedMesh mesh) {
    return Objects.requireNonNull(mesh.workload("local", "shop/web"));
  }

  private static Listener seen(String annotations) {
    ResolvedMesh mesh = mesh(annotations);
    var port = new ServicePort(Meshes.key("Service", "shop", "cart"), 80);
    return Objects.requireNonNull(mesh.outbound(mesh.scope(web(mesh)), port));
  }

  @Test
  void whatIsDialedAtAnExcludedPortPassesTheSidecarBy() {
    assertThat(seen("{" + PORTS + ": '443, 80'}").chains().getFirst().handler())
        .isInstanceOf(Handler.Tcp.class);
  }

  @Test
  void whatTheProxysUserSendsIsUnknown() {
    ResolvedMesh mesh = mesh("{}", "1337");
    assertThat(mesh.scope(web(mesh)).capture().unread()).contains("1337");
  }

  @Test
  void otherPortsAreTheSidecars() {
    assertThat(seen("{" + PORTS + ": '443'}").chains().getFirst().handler())
        .isInstanceOf(Handler.Http.class);
  }

  @Test
  void aChangeOfAnnotationsIsNotComparedAsIfNothingHadChanged() {
    Capture before = Capture.of(Map.of());
    assertThat(before.and(Capture.of(Map.of()))).isEqualTo(Capture.ALL);
    assertThat(before.and(Capture.of(Map.of(PORTS, "80"))).unread()).isNotEmpty();
  }

  @Test
  void aMeshThatKnowsAWorkloadIsAskedForWhatItBecameToo() {
    ResolvedMesh before = mesh("{}");
    Workload changed = web(mesh("{" + PORTS + ": '80'}"));
    assertThat(before.scope(web(before)).capture()).isEqualTo(Capture.ALL);
    assertThat(before.scope(changed).capture().bypasses(80)).isTrue();
    assertThat(before.scope(web(before)).capture()).isEqualTo(Capture.ALL);
  }
}
