package io.meshtwin.app.cli;

import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resolve.Dialect;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that says how resources are read where implementations differ. */
final class DialectOptions {
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
      names = "--dialect",
      description =
          "${COMPLETION-CANDIDATES}: who is right where implementations differ from the Gateway"
              + " API's text. Default: istio where the mesh shows Istio at work, otherwise spec.")
  private @Nullable DialectName dialect;

  /** Whether the mesh is read as the specification has it because nobody said otherwise. */
  boolean fallsToSpec(MeshImage image) {
    return dialect == null && Dialect.detect(image).equals(Dialect.SPEC);
  }

  /** The dialect that was asked for, or that the mesh shows. */
  Dialect of(MeshImage image) {
    return switch (dialect) {
      case null -> Dialect.detect(image);
      case SPEC -> Dialect.SPEC;
      case ISTIO -> Dialect.ISTIO;
    };
  }
}
