package io.meshtwin.app.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server whose log has a record that cannot be read. */
class DamagedServeTest {
  private static final String ROUTE = "local/gateway.networking.k8s.io/HTTPRoute/shop/catalog";
  private static final String SIMULATE = "/api/v1/simulate";

  @TempDir Path data;
  @TempDir Path manifests;

  @Test
  void answersAreRefusedUntilALaterEventReplacesWhatIsMissing() throws Exception {
    var mesh = new SampleMesh(manifests);
    try (TestServer server = TestServer.embedded(data, mesh)) {
      server.garble(ROUTE);
      var refused = server.post("ann", SIMULATE, request());
      assertThat(refused.status()).isEqualTo(409);
      assertThat(refused.error()).contains("set aside", "(HTTPRoute shop/catalog)", "may be wrong");
      assertThat(refused.body().path("hint").asText()).contains("?despite-damage");
      assertThat(server.post("ann", SIMULATE + "?despite-damage", request()).status())
          .isEqualTo(200);
      assertThat(missing(server)).isTrue();

      // An edit of the cluster's, which is held back, and says what the route is all the same.
      mesh.write("route.yaml", SampleMesh.route(50));
      TestServer.await(() -> !missing(server), "the edit is recorded");
      assertThat(server.post("ann", SIMULATE, request()).status()).isEqualTo(200);
    }
  }

  @Test
  void aChangeIsShownWithWhatItsPlanMayLack() throws Exception {
    try (TestServer server = TestServer.embedded(data, new SampleMesh(manifests))) {
      server.garble("not a key");
      var change = server.propose("ann", SampleMesh.route(90)).body();
      assertThat(change.at("/missing/0").asText()).contains("set aside");
    }
  }

  private static boolean missing(TestServer server) {
    return server.get("/api/v1/status").body().at("/image/setAside/0/missing").asBoolean();
  }

  private static ObjectNode request() {
    ObjectNode request = JsonNodeFactory.instance.objectNode().put("id", "r1");
    request.putObject("from").put("workload", "shop/web");
    return request.put("url", "http://catalog.shop/x");
  }
}
