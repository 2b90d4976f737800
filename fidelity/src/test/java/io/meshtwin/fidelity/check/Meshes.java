package io.meshtwin.fidelity.check;

import io.meshtwin.ingest.source.ManifestContent;
import io.meshtwin.ingest.source.ManifestSource;
import io.meshtwin.simulator.flow.Caller;
import io.meshtwin.simulator.flow.Client;
import io.meshtwin.twin.image.MeshDelta;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.image.Position;
import io.meshtwin.twin.resolve.Dialect;
import io.meshtwin.twin.resolve.ResolvedMesh;
import io.meshtwin.twin.resolve.Workload;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Meshes of the tests. */
final class Meshes {
  /** The Pod {@code shop/web-0} with a sidecar; ends with a separator. */
  static final String WEB =
      """
      apiVersion: v1
      kind: Pod
      metadata:
        name: web-0
        namespace: shop
        labels: {app: web, security.istio.io/tlsMode: istio}
        annotations: {sidecar.istio.io/status: '{}'}
      spec: {serviceAccountName: web}
      status: {podIP: 10.0.0.2}
      ---
      """;

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

  /** {@link #WEB} as the client of a mesh. */
  static Client.InMesh web(ResolvedMesh mesh) {
    Workload web = Objects.requireNonNull(mesh.workload("local", "shop/web-0"));
    return new Client.InMesh(mesh.scope(web), web.name(), new Caller("web", "10.0.0.2", null));
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
