package io.meshtwin.testkit.parts;

import java.nio.file.Files;
import java.nio.file.Path;
import org.opentest4j.TestAbortedException;

/** Where the source tree is that the tests run in, and the data that may lie beside it. */
public final class SourceTree {
  private SourceTree() {}

  /**
   * The root of the tree. Tests run in their module's directory below it.
   *
   * @throws IllegalStateException when the working directory is outside of the tree
   */
  public static Path root() {
    Path from = Path.of("").toAbsolutePath();
    for (Path at = from; at != null; at = at.getParent()) {
      if (Files.isRegularFile(at.resolve("tools").resolve("real-parts"))) {
        return at;
      }
    }
    throw new IllegalStateException("no tools/real-parts above " + from);
  }

  /**
   * Manifests of others that are too large, or not ours, to keep here: {@code ../shared/data/NAME}
   * beside the tree.
   *
   * @throws TestAbortedException when they are not there, which skips the test everywhere: they are
   *     no part that a script could install
   */
  public static Path dataBeside(String name) {
    Path data = root().resolveSibling("shared").resolve("data").resolve(name);
    if (!Files.exists(data)) {
      throw new TestAbortedException(name + " is not part of this repository, and not beside it");
    }
    return data;
  }
}
