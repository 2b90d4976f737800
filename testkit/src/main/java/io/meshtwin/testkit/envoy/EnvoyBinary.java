package io.meshtwin.testkit.envoy;

import java.nio.file.Path;

/**
 * The Envoy that tests run.
 *
 * @param path the program, absolute
 */
public record EnvoyBinary(Path path) {
  public EnvoyBinary {
    path = path.toAbsolutePath();
  }
}
