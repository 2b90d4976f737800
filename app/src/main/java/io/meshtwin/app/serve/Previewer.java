package io.meshtwin.app.serve;

import io.meshtwin.twin.image.MeshImage;

/** Says what a change would do. A pure function: the same images give the same digest, always. */
@FunctionalInterface
public interface Previewer {
  /** The difference in behaviour between the running image and the candidate. */
  Plan preview(MeshImage running, MeshImage candidate);

  /** Works out beforehand what every preview against an image needs. */
  default void expect(MeshImage running) {}
}
