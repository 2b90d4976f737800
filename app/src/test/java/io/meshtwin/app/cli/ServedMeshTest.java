package io.meshtwin.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.app.serve.SampleMesh;
import io.meshtwin.app.serve.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServedMeshTest {
  @TempDir Path data;
  @TempDir Path manifests;
  @TempDir Path files;

  @Test
  void theMeshOfARunningServerIsAMeshLikeItsManifests() throws IOException {
    try (TestServer server = TestServer.embedded(data, new SampleMesh(manifests))) {
      assertThat(server.get("/api/v1/manifests?image=other").status()).isEqualTo(400);
      Ran same = Ran.command("equiv", "server", manifests.toString(), "--data", data.toString());
      assertThat(same.code()).as(same.err() + same.out()).isZero();
      Path canary = Files.writeString(files.resolve("canary.yaml"), SampleMesh.route(50));
      Ran preview =
          Ran.command(
              "preview", "--mesh", "server", "-f", canary.toString(), "--data", data.toString());
      assertThat(preview.code()).as(preview.err()).isEqualTo(1);
    }
  }

  @Test
  void aChangeThatIsPublishedIsPartOfIt() throws IOException {
    Path canary = Files.writeString(files.resolve("canary.yaml"), SampleMesh.route(90));
    try (TestServer server = TestServer.embedded(data, new SampleMesh(manifests))) {
      change("propose", "-f", canary.toString(), "--as", "ann");
      change("approve", "c1", "--as", "bob");
      change("publish", "c1", "--as", "bob");
      Ran ran =
          Ran.command(
              "preview", "--mesh", "server", "-f", canary.toString(), "--data", data.toString());
      assertThat(ran.code()).as(ran.err()).isZero();
      assertThat(server.get("/api/v1/status").status()).isEqualTo(200);
    }
  }

  @Test
  void whatMayLackSomethingIsRefusedUnlessItIsAskedForAllTheSame() throws Exception {
    try (TestServer server = TestServer.embedded(data, new SampleMesh(manifests))) {
      server.garble("not a key");
      List<String> question =
          List.of("explain", "http://catalog.shop/x", "--from", "shop/web", "--mesh", "server");
      Ran refused = asked(question, "--data", data.toString());
      assertThat(refused.code()).isEqualTo(2);
      assertThat(refused.err()).contains("set aside", "restart the instance", "--despite-damage");
      Ran despite = asked(question, "--despite-damage", "--data", data.toString());
      assertThat(despite.code()).as(despite.err()).isZero();
      assertThat(despite.err()).contains("set aside", "the answer may be wrong");
      Path canary = Files.writeString(files.resolve("canary.yaml"), SampleMesh.route(90));
      Ran proposed =
          Ran.command("change", "propose", "-f", canary.toString(), "--data", data.toString());
      assertThat(proposed.out()).contains("DAMAGED: offset ", "the plan may be wrong");
    }
  }

  private static Ran asked(List<String> question, String... more) {
    return Ran.command(Stream.concat(question.stream(), Stream.of(more)).toArray(String[]::new));
  }

  @Test
  void withoutAServerTheWayToOneIsSaid() {
    Ran ran = Ran.command("equiv", "server", manifests.toString(), "--data", data.toString());
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).contains("meshtwin serve --data");
    Ran silent =
        Ran.in(
            Map.of("MESHTWIN_SERVER", "http://127.0.0.1:1"),
            "",
            "equiv",
            "server",
            manifests.toString());
    assertThat(silent.code()).isEqualTo(2);
    assertThat(silent.err())
        .contains("no server answers at http://127.0.0.1:1", "$MESHTWIN_SERVER or --data DIR")
        .doesNotContain("--server");
  }

  private void change(String... arguments) {
    String[] all = java.util.Arrays.copyOf(arguments, arguments.length + 3);
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    all[0] = "change";
    all[arguments.length + 1] = "--data";
    all[arguments.length + 2] = data.toString();
    Ran ran = Ran.command(all);
    assertThat(ran.code()).as(ran.err()).isZero();
  }
}
