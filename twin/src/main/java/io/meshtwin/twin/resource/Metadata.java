package io.meshtwin.twin.resource;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.event.SourceLocation;
import io.meshtwin.twin.finding.Suppression;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What every object has.
 *
 * @param key the identity
 * @param labels the labels
 * @param annotations the annotations, without kubectl's last applied configuration
 * @param created when the object was created; null in manifests that do not say
 * @param owner {@code Kind name} of the controlling owner, null where there is none
 * @param location file and line, null for objects of an API server
 */
public record Metadata(
    ResourceKey key,
    Map<String, String> labels,
    Map<String, String> annotations,
    @Nullable Instant created,
    @Nullable String owner,
    @Nullable SourceLocation location) {
  /** The creation time of an object that a change brings: newer than all of the mesh. */
  public static final Instant NEWEST = Instant.MAX;

  public Metadata {
    labels = Map.copyOf(labels);
    annotations = Map.copyOf(annotations);
  }

  /** The same object, created at another time. */
  public Metadata withCreated(@Nullable Instant created) {
    return new Metadata(key, labels, annotations, created, owner, location);
  }

  /** {@code file:line} of a field, null where it is not known. */
  public @Nullable String source(String field) {
    return location == null ? null : location.at(field);
  }

  static Metadata read(Fields metadata, ResourceKey key, @Nullable SourceLocation location) {
    metadata.ignore("name", "namespace", "finalizers", "generateName", "deletionTimestamp");
    metadata.ignore("deletionGracePeriodSeconds");
    Metadata result =
        new Metadata(
            key,
            metadata.texts("labels"),
            metadata.texts("annotations"),
            metadata.instant("creationTimestamp"),
            owner(metadata),
            location);
    String suppressed = result.annotations().getOrDefault(Suppression.ANNOTATION, "");
    Suppression.mistakes(suppressed).forEach(mistake -> metadata.without("annotations", mistake));
    metadata.done();
    return result;
  }

  private static @Nullable String owner(Fields metadata) {
    return metadata
        .list(
            "ownerReferences",
            owner -> {
              String text = owner.text("kind", "") + " " + owner.text("name", "");
              boolean controller = owner.flag("controller", false);
              owner.ignoreRest();
              return controller ? text : "";
            })
        .stream()
        .filter(text -> !text.isEmpty())
        .findFirst()
        .orElse(null);
  }
}
