package io.meshtwin.app.demo;

import io.meshtwin.fidelity.envoy.EnvoyBinary;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.Optional;

/**
 * Finds Envoy, and installs it where it is missing.
 *
 * @param files where the script is
 * @param environment the environment's variables
 * @param install whether to install
 */
record EnvoySetup(DemoFiles files, Map<String, String> environment, boolean install) {
  /** Envoy; empty when there is none and none could be installed, which the story then says. */
  Optional<EnvoyBinary> envoy(Story story) throws InterruptedException {
    Optional<EnvoyBinary> found = EnvoyBinary.find(environment);
    if (found.isEmpty() && install && Files.isRegularFile(files.installer())) {
      story.line("installing Envoy once: tools/real-parts install envoy (a download of 40 MB)");
      runInstaller(story);
      found = EnvoyBinary.find(environment);
    }
    return found;
  }

  private void runInstaller(Story story) throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder("bash", files.installer().toString(), "install", "envoy")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.to(log().toFile()))
              .start();
      if (process.waitFor() != 0) {
        Files.readAllLines(log()).forEach(story::line);
      }
    } catch (IOException e) {
      story.line("the script did not run: " + e.getMessage());
    }
  }

  private static java.nio.file.Path log() throws IOException {
    var log = java.nio.file.Path.of(System.getProperty("java.io.tmpdir"), "meshtwin-install.log");
    return Files.exists(log) ? log : Files.createFile(log);
  }
}
