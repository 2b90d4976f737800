package io.meshtwin.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshtwin.testkit.scale.MeshSize;
import io.meshtwin.testkit.scale.MeshStyle;
import io.meshtwin.testkit.scale.ScaleMesh;
import io.meshtwin.twin.event.Manifest;
import io.meshtwin.twin.event.Provenance;
import io.meshtwin.twin.event.ResourceEvent;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.event.SourceLocation;
import io.meshtwin.twin.image.MeshDelta;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.image.Position;
import io.meshtwin.twin.image.ResourceState;
import io.meshtwin.twin.resolve.Dialect;
import io.meshtwin.twin.resolve.ResolvedMesh;
import java.time.Instant;

/**
 * A mesh of a size, as an image.
 *
 * @param source makes its objects
 * @param image holds them
 */
record ScaledMesh(ScaleMesh source, MeshImage image, Dialect dialect) {
  private static final long SEED = 42;
  private static final Provenance PROVENANCE =
      Provenance.ofManifest(new SourceLocation("mesh.yaml", 1), Instant.EPOCH);

  static ScaledMesh of(MeshSize size, MeshStyle style) {
    var source = new ScaleMesh(size, style, SEED);
    var delta = new MeshDelta(MeshImage.EMPTY);
    source.objects().forEach(object -> delta.replay(applied(object)));
    Dialect dialect = style == MeshStyle.ISTIO ? Dialect.ISTIO : Dialect.SPEC;
    return new ScaledMesh(source, delta.apply(Position.START), dialect);
  }

  ResolvedMesh resolved() {
    return ResolvedMesh.of(image, dialect);
  }

  /** The image with some routes edited, from a number on. */
  MeshImage edited(int first, int routes, int edit) {
    var delta = new MeshDelta(image);
    for (int i = 0; i < routes; i++) {
      delta.propose(applied(source.route((first + i) % source.routes(), edit)));
    }
    return delta.apply(image.position());
  }

  /** One route edited, as an event. */
  ResourceEvent.Applied edit(int route, int edit) {
    return applied(source.route(route, edit));
  }

  /** A fork with one event. */
  MeshImage with(ResourceEvent.Applied event) {
    var delta = new MeshDelta(image);
    delta.propose(event);
    return delta.apply(image.position());
  }

  /** A fork with a resource in another state. */
  MeshImage with(ResourceState state) {
    var delta = new MeshDelta(image);
    delta.restore(state.key(), state);
    return delta.apply(image.position());
  }

  private static ResourceEvent.Applied applied(JsonNode object) {
    return new ResourceEvent.Applied(Manifest.of(ResourceKey.LOCAL, object), PROVENANCE);
  }
}
