package io.meshtwin.app.cli;

import io.meshtwin.app.serve.ServeSettings;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resolve.Dialect;
import io.meshtwin.twin.resolve.ResolvedMesh;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How meshes are read that a command names. */
final class ReadingOptions {
  @Mixin final DialectOptions dialects = new DialectOptions();

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "The embedded broker's directory, for kafka@….")
  @Nullable String data;

  @Option(
      names = "--kafka",
      paramLabel = "HOST:PORT",
      description = "A Kafka cluster that has the log, for kafka@….")
  @Nullable String kafka;

  @Option(
      names = "--mesh-name",
      paramLabel = "NAME",
      defaultValue = ServeSettings.MESH,
      description = "The mesh's name in the log, for kafka@…. Default: ${DEFAULT-VALUE}.")
  String meshName = ServeSettings.MESH;

  @Option(names = "--strict", description = "Unknown fields and schema violations are errors.")
  boolean strict;

  /** The image read in the dialect that was asked for, or that the mesh shows. */
  ResolvedMesh resolve(MeshImage image) {
    return ResolvedMesh.of(image, dialect(image));
  }

  Dialect dialect(MeshImage image) {
    return dialects.of(image);
  }
}
