package io.meshtwin.twin.event;

/** A fact about one resource of a cluster. */
public sealed interface ResourceEvent extends Event {
  /** The resource. */
  ResourceKey key();

  /** The resource was created, or is now as the manifest says. */
  record Applied(Manifest manifest, Provenance provenance) implements ResourceEvent {
    @Override
    public ResourceKey key() {
      return manifest.key();
    }
  }

  /**
   * The resource is gone.
   *
   * @param uid of the object that is gone, empty where the source has none
   */
  record Deleted(ResourceKey key, String uid, Provenance provenance) implements ResourceEvent {
    /** Of a source whose objects have no uid. */
    public Deleted(ResourceKey key, Provenance provenance) {
      this(key, "", provenance);
    }
  }
}
