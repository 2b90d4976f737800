package io.meshtwin.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshtwin.testkit.scale.MeshSize;
import io.meshtwin.testkit.scale.MeshStyle;
import io.meshtwin.testkit.scale.ScaleMesh;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Writes a generated mesh as manifests, and a change of one of its routes beside them. */
public final class MeshFiles {
  private static final long SEED = 42;
  private static final int ROUTE = 8;

  private MeshFiles() {}

  /**
   * Writes {@code DIR/mesh/} and {@code DIR/change.yaml}.
   *
   * @param arguments {@code gateway-api} or {@code istio}, a size, a directory
   * @throws IOException when a file cannot be written
   */
  public static void main(String[] arguments) throws IOException {
    MeshStyle style = MeshStyle.valueOf(arguments[0].toUpperCase(Locale.ROOT).replace('-', '_'));
    var mesh = new ScaleMesh(MeshSize.valueOf(arguments[1]), style, SEED);
    Path directory = Path.of(arguments[2]);
    mesh.write(directory.resolve("mesh"));
    ObjectNode change = mesh.route(ROUTE, 1);
    Files.writeString(directory.resolve("change.yaml"), change.toPrettyString());
  }
}
