package io.meshtwin.app.cli;

import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resolve.ResolvedMesh;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options by which commands name a mesh. */
final class MeshOptions {
  @Option(
      names = "--mesh",
      required = true,
      paramLabel = "SRC",
      description =
          "The mesh, repeatable: a file or directory of manifests, - for standard input, cluster"
              + " (the current kubeconfig context, listed once, read-only),"
              + " kafka@MOMENT: an offset, a time, how long ago or head (the log, with --data or"
              + " --kafka).")
  List<String> sources = List.of();

  @Mixin final ReadingOptions reading = new ReadingOptions();

  /** The way to the mesh. */
  MeshLoader loader(Terminal terminal) {
    return new MeshLoader(terminal, sources, reading);
  }

  /** The image read in the dialect that was asked for, or that the mesh shows. */
  ResolvedMesh resolve(MeshImage image) {
    return reading.resolve(image);
  }
}
