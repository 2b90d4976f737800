package io.meshtwin.app.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshtwin.ingest.log.DirectoryHeldException;
import io.meshtwin.twin.image.SetAside;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServeTest {
  @TempDir Path data;
  @TempDir Path manifests;
  private SampleMesh mesh;

  @BeforeEach
  void mesh() {
    mesh = new SampleMesh(manifests);
  }

  @Test
  void aChangeMovesThroughTheApiAndEachStepIsAnEvent() {
    try (TestServer server = TestServer.embedded(data, mesh)) {
      var proposed = server.propose("ann", SampleMesh.route(90));
      assertThat(proposed.status()).isEqualTo(201);
      assertThat(proposed.body().at("/preview/summary/severity").asText()).isEqualTo("reroutes");
      String plan = proposed.body().path("plan").asText();
      var before = server.serving().loader().image().approved().digest();

      assertThat(server.step("bob", "c1", "approve").state()).isEqualTo("approved");
      assertThat(server.step("ann", "c1", "publish").status()).isEqualTo(200);
      var settled = server.awaitState("c1", "converged");

      assertThat(settled.body().path("plan").asText()).isEqualTo(plan);
      assertThat(settled.body().path("steps").findValuesAsText("state"))
          .containsExactly("proposed", "previewed", "approved", "published", "converged");
      assertThat(server.serving().loader().image().approved().digest()).isNotEqualTo(before);
      assertThat(server.step("ann", "c1", "rollback").state()).isEqualTo("rolled-back");
      assertThat(server.serving().loader().image().approved().digest()).isEqualTo(before);
    }
  }

  @Test
  void whoProposedAChangeCannotApproveIt() {
    try (TestServer server = TestServer.embedded(data, mesh)) {
      server.propose("ann", SampleMesh.route(90));
      var refused = server.step("ann", "c1", "approve");
      assertThat(refused.status()).isEqualTo(409);
      assertThat(refused.error()).isEqualTo("ann proposed c1: somebody else has to approve it");
      assertThat(server.step("bob", "c1", "publish").status()).isEqualTo(409);
      assertThat(server.change("c1").state()).isEqualTo("previewed");
    }
  }

  @Test
  void anApprovalIsStaleWhenTheMeshMovedSoThatTheChangeDoesSomethingElse() {
    try (TestServer server = TestServer.embedded(data, mesh)) {
      server.propose("ann", SampleMesh.route(90));
      server.step("bob", "c1", "approve");
      // A Service is no configuration: it flows, and one backend of the change is gone.
      mesh.write("services.yaml", SampleMesh.service("catalog") + SampleMesh.service("catalog-v1"));
      TestServer.await(() -> server.change("c1").body().path("stale").asBoolean(), "c1 is stale");

      var refused = server.step("ann", "c1", "publish");
      assertThat(refused.status()).isEqualTo(409);
      assertThat(refused.error()).startsWith("the mesh has moved");
      assertThat(server.step("ann", "c1", "preview").state()).isEqualTo("previewed");
      server.step("bob", "c1", "approve");
      assertThat(server.step("ann", "c1", "publish").status()).isEqualTo(200);
    }
  }

  @Test
  void theRunningMeshSaysWhatARequestWouldDo() {
    try (TestServer server = TestServer.embedded(data, mesh)) {
      ObjectNode request = JsonNodeFactory.instance.objectNode().put("id", "r1");
      request.putObject("from").put("workload", "shop/web");
      request.put("url", "http://catalog.shop/x");
      var answer = server.post("ann", "/api/v1/simulate", request);
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.body().path("id").asText()).isEqualTo("r1");
      assertThat(answer.body().path("verdict").asText()).isEqualTo("forwarded");
      assertThat(answer.body().path("trace")).isNotEmpty();
    }
  }

  @Test
  void configurationEditedInTheMeshIsHeldBackAndShownAsDrift() {
    try (TestServer server = TestServer.embedded(data, mesh)) {
      var before = server.serving().loader().image().approved().digest();
      mesh.write("route.yaml", SampleMesh.route(50));
      TestServer.await(
          () -> !server.serving().loader().image().drift().isEmpty(), "the edit is drift");
      assertThat(server.serving().loader().image().approved().digest()).isEqualTo(before);
      assertThat(server.get("/api/v1/status").body().path("image").path("drift").toString())
          .isEqualTo("[\"HTTPRoute shop/catalog\"]");
    }
  }

  @Test
  void aRestartKeepsEveryChangeAndRepeatsNothing() {
    long head;
    try (TestServer server = TestServer.embedded(data, mesh)) {
      server.propose("ann", SampleMesh.route(90));
      server.step("bob", "c1", "approve");
      head = server.serving().log().head();
    }
    try (TestServer server = TestServer.embedded(data, mesh)) {
      assertThat(server.serving().log().head()).isEqualTo(head);
      assertThat(server.change("c1").state()).isEqualTo("approved");
      assertThat(server.change("c1").body().path("stale").asBoolean()).isFalse();
      assertThat(server.step("bob", "c1", "approve").status()).isEqualTo(409);
      server.step("ann", "c1", "publish");
      server.awaitState("c1", "converged");
    }
  }

  @Test
  void aSecondServerOnOneDirectoryIsRefusedInOneLine() {
    try (TestServer server = TestServer.embedded(data, mesh)) {
      assertThatThrownBy(() -> TestServer.embedded(data, mesh))
          .isInstanceOf(DirectoryHeldException.class)
          .hasMessageContaining("is being written by process " + ProcessHandle.current().pid())
          .message()
          .hasLineCount(1);
      assertThat(server.propose("ann", SampleMesh.route(90)).status()).isEqualTo(201);
    }
  }

  @Test
  void aCorruptRecordIsNamedByItsOffsetAndTheRestIsServed() throws Exception {
    try (TestServer server = TestServer.embedded(data, mesh)) {
      long offset = server.serving().log().head();
      server.garble("not a key");
      assertThat(server.serving().loader().image().setAside())
          .extracting(SetAside::offset)
          .containsExactly(offset);
      assertThat(server.get("/api/v1/status").body().at("/image/setAside/0/offset").asLong())
          .isEqualTo(offset);
      assertThat(server.propose("ann", SampleMesh.route(90)).status()).isEqualTo(201);
    }
  }

  @Test
  void anEditThatCannotBeReadChangesNothingAndIsNamedByFileAndLine() {
    try (TestServer server = TestServer.embedded(data, mesh)) {
      var before = server.serving().loader().image().observed().digest();
      mesh.write("route.yaml", "kind: [HTTPRoute\n");
      TestServer.await(
          () -> !server.serving().sources().getFirst().connected(), "the source has a problem");
      assertThat(server.serving().sources().getFirst().problems().toString())
          .contains("route.yaml:");
      assertThat(server.serving().loader().image().observed().digest()).isEqualTo(before);
      mesh.write("route.yaml", SampleMesh.route(100));
      TestServer.await(() -> server.serving().sources().getFirst().connected(), "all is well");
    }
  }

  @Test
  void anEmptyOrBrokenProposalIsRefusedAndNothingIsWritten() {
    try (TestServer server = TestServer.embedded(data, mesh)) {
      long head = server.serving().log().head();
      assertThat(server.propose("ann", "").error()).startsWith("a change needs at least one");
      assertThat(server.propose("ann", "kind: HTTPRoute\n").error()).startsWith("change.yaml:1: ");
      String twice = SampleMesh.route(1) + "---\n" + SampleMesh.route(2);
      assertThat(server.propose("ann", twice).error()).contains("stands twice");
      assertThat(server.step("ann", "c1", "publish").status()).isEqualTo(404);
      assertThat(server.propose("meshtwin", SampleMesh.route(1)).status()).isEqualTo(400);
      assertThat(server.serving().log().head()).isEqualTo(head);
    }
  }

  @Test
  void aResourceIsShownWithWhatActsOnIt() {
    try (TestServer server = TestServer.embedded(data, mesh)) {
      var workload = server.get("/api/v1/mesh/Deployment/shop/web").body();
      assertThat(workload.path("upstream"))
          .extracting(key -> key.asText())
          .contains("Service shop/catalog-v1", "HTTPRoute shop/catalog");
      assertThat(server.get("/api/v1/mesh/HTTPRoute/shop/catalog").body().path("edges"))
          .extracting(edge -> edge.path("relation").asText() + " " + edge.path("target").asText())
          .contains("attaches Service shop/catalog", "forwards Service shop/catalog-v1");
    }
  }
}
