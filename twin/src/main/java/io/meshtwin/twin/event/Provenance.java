package io.meshtwin.twin.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where an event comes from.
 *
 * @param cluster the cluster that it was seen in
 * @param resourceVersion the API server's resource version, empty for manifests that do not say
 * @param actor who made the change
 * @param time when the change was made or, failing that, observed; not monotonic along a log
 * @param location file and line, for manifests
 */
public record Provenance(
    String cluster,
    String resourceVersion,
    Actor actor,
    Instant time,
    @Nullable SourceLocation location) {

  /** The provenance of a manifest read from a file. */
  public static Provenance ofManifest(SourceLocation location, Instant time) {
    return new Provenance(ResourceKey.LOCAL, "", Actor.UNKNOWN, time, location);
  }

  /** The same, of an object that was read at some resource version of an API server. */
  public Provenance at(String resourceVersion) {
    return new Provenance(cluster, resourceVersion, actor, time, location);
  }

  /** The same, seen in this cluster. */
  public Provenance in(String seenIn) {
    return new Provenance(seenIn, resourceVersion, actor, time, location);
  }

  /** The same, made by somebody at some time. */
  public Provenance by(Actor actor, Instant time) {
    return new Provenance(cluster, resourceVersion, actor, time, location);
  }
}
