package io.meshtwin.app.cli;

import io.meshtwin.app.serve.ServeSettings;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resolve.Dialect;
import io.meshtwin.twin.resolve.ResolvedMesh;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How meshes are read that a command names. */
final class ReadingOptions {
  /** How resources are read where implementations differ. */
  enum DialectName {
    SPEC,
    ISTIO;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

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

  @Option(
      names = "--dialect",
      description =
          "${COMPLETION-CANDIDATES}: who is right where implementations differ from the Gateway"
              + " API's text. Default: istio where the mesh shows Istio at work, otherwise spec.")
  @Nullable DialectName dialect;

  @Option(names = "--strict", description = "Unknown fields and schema violations are errors.")
  boolean strict;

  /** The image read in the dialect that was asked for, or that the mesh shows. */
  ResolvedMesh resolve(MeshImage image) {
    return ResolvedMesh.of(image, dialect(image));
  }

  Dialect dialect(MeshImage image) {
    return switch (dialect) {
      case null -> Dialect.detect(image);
      case SPEC -> Dialect.SPEC;
      case ISTIO -> Dialect.ISTIO;
    };
  }
}
