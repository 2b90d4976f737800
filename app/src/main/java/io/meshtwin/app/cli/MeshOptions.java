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
              + " (the current kubeconfig context, listed once, read-only), server (what a running"
              + " meshtwin serve has for its proxies: $MESHTWIN_SERVER, that of --data, or the"
              + " usual address), kafka@MOMENT: an offset, a time, how long ago or head (the log,"
              + " with --data or --kafka), envoy:FILE or envoy:HOST:PORT (what a proxy really runs:"
              + " a dump, or its admin address; in the place of what the other sources say of it).")
  List<String> sources = List.of();

  @Mixin final ReadingOptions reading = new ReadingOptions();

  /** The way to the mesh. */
  MeshLoader loader(Terminal terminal) {
    reading.requireProxyFor(sources);
    return new MeshLoader(terminal, sources, reading);
  }

  /** What a place without a line is called: the first source, as a path where it is one. */
  String place() {
    return place(sources.getFirst());
  }

  /** The same of one source. */
  static String place(String source) {
    return EnvoyMesh.names(source) ? source.substring(EnvoyMesh.PREFIX.length()) : source;
  }

  /**
   * The image read in the dialect that was asked for, or that the mesh shows; with what a proxy
   * really runs, where one is named.
   */
  ResolvedMesh resolve(MeshImage image, Terminal terminal) {
    ResolvedMesh mesh = reading.resolve(image);
    for (String source : sources) {
      if (EnvoyMesh.names(source)) {
        return reading.proxy(source, terminal).in(mesh);
      }
    }
    return mesh;
  }

  /** The image of manifests alone. */
  ResolvedMesh resolve(MeshImage image) {
    return reading.resolve(image);
  }

  /** Refuses a proxy's configuration where a command changes manifests or reads their status. */
  void requireManifests(String why) {
    if (sources.stream().anyMatch(EnvoyMesh::names)) {
      throw new CommandException(
          "--mesh envoy:… is what a proxy runs and has no manifests, " + why);
    }
  }
}
