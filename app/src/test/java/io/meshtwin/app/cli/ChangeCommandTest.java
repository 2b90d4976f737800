package io.meshtwin.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshtwin.app.cli.SchemaCommand.Format;
import io.meshtwin.app.serve.SampleMesh;
import io.meshtwin.app.serve.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChangeCommandTest {
  @TempDir Path data;
  @TempDir Path manifests;
  @TempDir Path files;

  private Ran change(String... arguments) {
    var all = new ArrayList<>(List.of("change"));
    all.addAll(List.of(arguments));
    all.addAll(List.of("--data", data.toString()));
    return Ran.command(all.toArray(String[]::new));
  }

  @Test
  void aChangeGoesItsWholeWayFromTheCommandLine() throws IOException {
    Path canary = Files.writeString(files.resolve("canary.yaml"), SampleMesh.route(90));
    try (TestServer server = TestServer.embedded(data, new SampleMesh(manifests))) {
      Ran proposed = change("propose", "-f", canary.toString(), "--as", "ann");
      assertThat(proposed.code()).as("%s", proposed.err()).isZero();
      assertThat(proposed.out()).contains("change c1", "next: meshtwin change approve c1");
      JsonNode open = change("show", "c1", "-o", "json").json();
      assertThat(open.has("preview")).isTrue();
      assertThat(SchemaCommandTest.problems(Format.CHANGE, open)).isEmpty();
      JsonNode all = change("list", "-o", "json").json();
      assertThat(SchemaCommandTest.problems(Format.CHANGES, all)).isEmpty();
      assertThat(change("approve", "c1", "--as", "ann").code()).isEqualTo(2);
      assertThat(change("publish", "c1", "--as", "bob").code()).isEqualTo(2);
      assertThat(change("approve", "c1", "--as", "bob").code()).isZero();
      assertThat(change("publish", "c1", "--as", "bob").out()).contains("converged");
      assertThat(change("rollback", "c1", "--as", "bob").code()).isZero();
      assertThat(change("list", "-o", "json").json().at("/0/state").asText())
          .isEqualTo("rolled-back");
      assertThat(server.get("/api/v1/changes/c1").status()).isEqualTo(200);
    }
  }

  @Test
  void aRejectedChangeSaysWhy() throws IOException {
    Path canary = Files.writeString(files.resolve("canary.yaml"), SampleMesh.route(90));
    try (TestServer server = TestServer.embedded(data, new SampleMesh(manifests))) {
      change("propose", "-f", canary.toString(), "--as", "ann");
      assertThat(change("reject", "c1", "--reason", "not today", "--as", "bob").code()).isZero();
      assertThat(change("show", "c1").out()).contains("rejected", "not today");
      assertThat(server.get("/api/v1/status").status()).isEqualTo(200);
    }
  }

  @Test
  void withoutAServerTheCommandSaysHowToStartOne() {
    Ran listed = change("list");
    assertThat(listed.code()).isEqualTo(2);
    assertThat(listed.err()).contains("meshtwin serve");
  }

  @Test
  void aSourceIsRecordedOnceAndAMomentOfTheLogAnswers() throws IOException {
    new SampleMesh(manifests);
    String source = manifests.toString();
    String log = data.toString();
    Ran first =
        Ran.command(
            "ingest", "--source", source, "--data", log, "--once", "--at", "2026-01-01T00:00:00Z");
    assertThat(first.out()).as("%s", first.err()).contains("recorded 6 applied, 0 deleted");
    assertThat(Ran.command("ingest", "--source", source, "--data", log, "--once").out())
        .contains("recorded 0 applied, 0 deleted");
    assertThat(
            Ran.command(
                    "explain",
                    "GET",
                    "http://catalog/",
                    "--from",
                    "shop/web",
                    "--mesh",
                    "kafka@2026-02-01T00:00:00Z",
                    "--data",
                    log)
                .out())
        .startsWith("forwarded 100% shop/catalog-v1:80");
  }
}
