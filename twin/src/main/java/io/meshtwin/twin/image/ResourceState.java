package io.meshtwin.twin.image;

import io.meshtwin.twin.event.Digest;
import io.meshtwin.twin.event.Manifest;
import io.meshtwin.twin.event.Provenance;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.finding.Finding;
import io.meshtwin.twin.resource.Resource;
import io.meshtwin.twin.resource.ResourceReader;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A resource as an image holds it: a manifest, who made it so, and since when the resource exists.
 * The manifest is read when somebody asks for the resource, once.
 */
public final class ResourceState {
  private final Manifest manifest;
  private final Provenance provenance;
  private final @Nullable Instant created;
  private volatile @Nullable Reading reading;
  private volatile @Nullable Digest weight;

  private record Reading(Resource resource, List<Finding> findings) {}

  private ResourceState(Manifest manifest, Provenance provenance, @Nullable Instant created) {
    this.manifest = manifest.compact();
    this.provenance = provenance;
    this.created = created;
  }

  /**
   * The state that a manifest gives.
   *
   * @param inherited the age of what it replaces, for a manifest that does not say its own
   */
  public static ResourceState of(
      Manifest manifest, Provenance provenance, @Nullable Instant inherited) {
    Instant own = manifest.created();
    return new ResourceState(manifest, provenance, own == null ? inherited : own);
  }

  /**
   * The state that a manifest gives in place of this one, whose age it has unless it says its own.
   */
  ResourceState followedBy(Manifest next, Provenance nextProvenance) {
    Instant own = next.created(manifest);
    return new ResourceState(next, nextProvenance, own == null ? created : own);
  }

  /**
   * A state that was stored.
   *
   * @param created as {@link #created()} said when it was stored
   */
  public static ResourceState stored(
      Manifest manifest, Provenance provenance, @Nullable Instant created) {
    return new ResourceState(manifest, provenance, created);
  }

  /** The resource. */
  public Resource resource() {
    return read().resource();
  }

  /** What was found while the manifest was read. */
  public List<Finding> findings() {
    return read().findings();
  }

  /** The identity. */
  public ResourceKey key() {
    return manifest.key();
  }

  /** The manifest. */
  public Manifest manifest() {
    return manifest;
  }

  /** The digest of the manifest. */
  public Digest digest() {
    return manifest.digest();
  }

  /** What the state adds to an image's digest. */
  Digest weight() {
    Digest known = weight;
    if (known == null) {
      known = Digest.of(key().path() + ' ' + digest() + ' ' + created);
      weight = known;
    }
    return known;
  }

  /** Of the event that made it so. */
  public Provenance provenance() {
    return provenance;
  }

  /** Since when the resource exists; null where nobody knows. */
  public @Nullable Instant created() {
    return created;
  }

  private Reading read() {
    Reading known = reading;
    if (known == null) {
      var read = ResourceReader.read(manifest, provenance.location());
      known = new Reading(Ages.of(read.resource(), created), read.findings());
      reading = known;
    }
    return known;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ResourceState that
        && manifest.equals(that.manifest)
        && provenance.equals(that.provenance)
        && Objects.equals(created, that.created);
  }

  @Override
  public int hashCode() {
    return manifest.hashCode();
  }

  @Override
  public String toString() {
    return manifest + " of " + provenance.time();
  }
}
