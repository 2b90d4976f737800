package io.meshtwin.app.demo;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The project's own files that the demo shows.
 *
 * @param root the project's directory
 */
public record DemoFiles(Path root) {
  /** Where the launcher says that the project is, otherwise the working directory or above it. */
  public static Optional<DemoFiles> find() {
    String told = System.getProperty("meshtwin.root", "");
    for (Path at = Path.of(told).toAbsolutePath(); at != null; at = at.getParent()) {
      var files = new DemoFiles(at);
      if (Files.isDirectory(files.mesh()) && Files.isRegularFile(files.change())) {
        return Optional.of(files);
      }
    }
    return Optional.empty();
  }

  Path mesh() {
    return root.resolve("examples").resolve("shop");
  }

  Path change() {
    return root.resolve("examples").resolve("changes").resolve("canary.yaml");
  }

  /** The script that installs Envoy. */
  Path installer() {
    return root.resolve("tools").resolve("real-parts");
  }
}
