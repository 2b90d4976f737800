package io.meshtwin.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A Git repository whose history becomes a log, commit by commit, as a shell loop would do it. */
record Commits(Path repository) {
  static Commits in(Path repository) {
    var commits = new Commits(repository);
    commits.git(List.of("init", "-q"));
    return commits;
  }

  Commits write(String file, String content) {
    try {
      Files.writeString(repository.resolve(file), content);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Commits commit(String author, String time, String message) {
    git(List.of("add", "-A"));
    git(
        List.of(
            "-c",
            "user.name=" + author,
            "-c",
            "user.email=" + author + "@example.org",
            "commit",
            "-q",
            "--date=" + time,
            "-m",
            message));
    return this;
  }

  /** One {@code ingest --once} for each commit, oldest first. */
  void ingestInto(Path data) {
    String mesh = repository.toString();
    for (String line : git(List.of("log", "--reverse", "--format=%H %aI %an")).lines().toList()) {
      String[] commit = line.split(" ", 3);
      git(List.of("checkout", "-q", commit[0]));
      Ran ran =
          Ran.command(
              "ingest",
              "--source",
              mesh,
              "--data",
              data.toString(),
              "--once",
              "--at",
              commit[1],
              "--actor",
              commit[2]);
      assertThat(ran.code()).as(ran.err()).isZero();
    }
  }

  private String git(List<String> arguments) {
    var command = new ArrayList<>(List.of("git", "-C", repository.toString()));
    command.addAll(arguments);
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).as(out).isZero();
      return out;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
