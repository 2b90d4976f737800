package io.meshtwin.fidelity.check;

import io.meshtwin.ingest.source.ManifestContent;
import io.meshtwin.ingest.source.ManifestSource;
import io.meshtwin.twin.image.MeshDelta;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.image.Position;
import io.meshtwin.twin.resolve.Dialect;
import io.meshtwin.twin.resolve.ResolvedMesh;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** Meshes of the tests. */
final class Meshes {
  private Meshes() {}

  /** The mesh of these files and directories, later ones over earlier ones. */
  static ResolvedMesh of(Path... places) {
    var names = Stream.of(places).map(Path::toString).toList();
    return of(new ManifestSource(names, InputStream.nullInputStream()));
  }

  /** The mesh of manifests as text. */
  static ResolvedMesh of(String yaml) {
    var text = new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8));
    return of(new ManifestSource(List.of(ManifestSource.STANDARD_INPUT), text));
  }

  private static ResolvedMesh of(ManifestSource source) {
    ManifestContent content = source.read(Instant.EPOCH);
    if (!content.errors().isEmpty()) {
      throw new IllegalArgumentException(content.errors().toString());
    }
    var delta = new MeshDelta(MeshImage.EMPTY);
    content.events().forEach(delta::replay);
    MeshImage image = delta.apply(Position.START);
    return ResolvedMesh.of(image, Dialect.detect(image));
  }
}
