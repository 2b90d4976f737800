package io.meshtwin.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.testkit.parts.SourceTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script of the ready action, as docs/guide/ci.md says it can be tried, in a real clone. */
class GithubActionTest {
  private static final String AUTHOR_TIME = "2026-05-04T10:00:00Z";

  @TempDir Path directory = Path.of("");
  private Path repository = Path.of("");

  @BeforeEach
  void commit() throws IOException {
    repository = Files.createDirectories(directory.resolve("repository"));
    Commits.in(repository)
        .write("mesh.yaml", Shop.MESH)
        .commit("ann", AUTHOR_TIME, "the mesh")
        .write("mesh.yaml", Shop.MESH + "---\n" + Shop.CANARY)
        .commit("ann", AUTHOR_TIME, "a canary");
  }

  /** What the script says of the last commit, on both streams, with its exit code at the end. */
  private String preview(Map<String, String> environment) throws Exception {
    String command =
        Program.command(directory, List.of()).stream()
            .map(word -> "'" + word + "'")
            .collect(Collectors.joining(" ", "#!/bin/sh\nexec ", " \"$@\"\n"));
    Path launcher = Files.writeString(directory.resolve("meshtwin"), command);
    Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwx------"));
    Path script = SourceTree.root().resolve("docs/guide/github-action/preview");
    var builder = new ProcessBuilder(script.toString()).directory(repository.toFile());
    builder.environment().putAll(environment);
    builder
        .environment()
        .putAll(Map.of("MESHTWIN", launcher.toString(), "RUNNER_TEMP", directory.toString()));
    Process process = builder.redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return said + process.waitFor();
  }

  @Test
  void theLinesThatChangeBehaviourAreAnnotatedAndFilesAreNamed() throws Exception {
    Path outputs = directory.resolve("outputs");
    assertThat(
            preview(
                Map.of(
                    "MANIFESTS",
                    "mesh.yaml",
                    "BASE",
                    "HEAD~1",
                    "FAIL_ON",
                    "reroutes",
                    "GITHUB_OUTPUT",
                    outputs.toString())))
        .contains("file=mesh.yaml,line=", "title=Behaviour reroutes")
        .endsWith("\n1");
    assertThat(outputs).content().contains("sarif=" + directory.resolve("meshtwin.sarif"));
    assertThat(directory.resolve("meshtwin.md")).content().startsWith("**reroutes: 1 of ");
  }

  @Test
  void withoutACommitToCompareWithItSaysWhatToName() throws Exception {
    assertThat(preview(Map.of("MANIFESTS", "mesh.yaml")))
        .isEqualTo(
            "meshtwin: origin has no HEAD to compare with: name a commit, for example"
                + " BASE=origin/main\n2");
    assertThat(preview(Map.of("MANIFESTS", "mesh.yaml", "BASE", "nowhere")))
        .endsWith("check out with fetch-depth: 0, or name another in BASE\n2");
  }
}
