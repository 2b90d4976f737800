package io.meshtwin.app.cli;

import io.meshtwin.app.serve.ServeSettings;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resolve.Dialect;
import io.meshtwin.twin.resolve.ResolvedMesh;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How meshes are read that a command names. */
final class ReadingOptions {
  @Mixin final DialectOptions dialects = new DialectOptions();

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "The embedded broker's directory, for kafka@…. Default: ~/.local/share/meshtwin.")
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

  @Mixin final DamageOption damage = new DamageOption();

  @Option(
      names = "--as",
      paramLabel = "PROXY",
      description =
          "Whose proxy envoy:… is, where its dump does not say so or says otherwise:"
              + " sidecar~NAMESPACE/WORKLOAD or gateway~NAMESPACE/NAME.")
  @Nullable String as;

  @Option(names = "--strict", description = "Unknown fields and schema violations are errors.")
  boolean strict;

  private final Map<String, EnvoyMesh> proxies = new HashMap<>();

  /** The image read in the dialect that was asked for, or that the mesh shows. */
  ResolvedMesh resolve(MeshImage image) {
    return ResolvedMesh.of(image, dialect(image));
  }

  /** Refuses {@code --as} where no proxy is named that it could be about. */
  void requireProxyFor(List<String> sources) {
    if (as != null && sources.stream().noneMatch(EnvoyMesh::names)) {
      throw new CommandException(
          "--as " + as + " says whose proxy envoy:… is, and no envoy:… is named");
    }
  }

  /** What a proxy runs, read when it is first asked for. */
  EnvoyMesh proxy(String source, Terminal terminal) {
    return proxies.computeIfAbsent(source, _ -> EnvoyMesh.read(source, as, terminal));
  }

  Dialect dialect(MeshImage image) {
    return dialects.of(image);
  }
}
