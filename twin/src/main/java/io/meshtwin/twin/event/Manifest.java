package io.meshtwin.twin.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One object as a user or the API server wrote it, normalised: without what the API server adds for
 * its own bookkeeping, with its keys sorted, a Pod reduced to what a mesh can depend on, a Secret
 * without its values, but with what is public of its certificates.
 *
 * <p>Its text is what counts; tree and digest are made of it when somebody asks, because a replay
 * passes over most versions of a resource. The tree is shared, not copied: nobody changes it.
 */
public final class Manifest {
  /**
   * The version of what normalising means. It is raised when an object would be normalised to
   * another text than before, so that what was stored until then is normalised again.
   */
  public static final int NORMALISED = 1;

  private final ResourceKey key;
  private final byte[] json;
  private final @Nullable ObjectNode body;
  private volatile @Nullable Digest digest;
  private volatile @Nullable Birth birth;

  private Manifest(ResourceKey key, byte[] json, @Nullable ObjectNode body) {
    this.key = key;
    this.json = json;
    this.body = body;
  }

  /**
   * Normalises one object.
   *
   * @param cluster the cluster that it belongs to
   * @param object the whole object, with {@code apiVersion}, {@code kind} and {@code metadata.name}
   * @throws MalformedManifestException when one of those is missing or of a wrong type
   */
  public static Manifest of(String cluster, JsonNode object) {
    ResourceKey key = Identity.of(cluster, object);
    ObjectNode body = Normalisation.of(key, (ObjectNode) object);
    return new Manifest(key, CanonicalJson.write(body), body);
  }

  /**
   * A manifest that was normalised and stored by us, and that whoever stored it vouches for.
   *
   * @param key its identity
   * @param json {@link #bytes()} of it; the caller's no more
   */
  public static Manifest stored(ResourceKey key, byte[] json) {
    return new Manifest(key, json, null);
  }

  /** The object's identity; a namespaced object without a namespace is in {@code default}. */
  public ResourceKey key() {
    return key;
  }

  /** The normalised object. Not to be changed. */
  public JsonNode body() {
    return body == null ? CanonicalJson.read(json) : body;
  }

  /** The API version, for example {@code gateway.networking.k8s.io/v1}. */
  public String apiVersion() {
    return body().path("apiVersion").asText();
  }

  /** {@code metadata.creationTimestamp}; null where there is none that can be read. */
  public @Nullable Instant created() {
    return birth().time();
  }

  /** The same, sooner found where another version of the object says it in the same words. */
  public @Nullable Instant created(Manifest other) {
    Birth known = birth;
    if (known == null) {
      known = other.birth().in(other.json, json);
      birth = known;
    }
    return known.time();
  }

  private Birth birth() {
    Birth known = birth;
    if (known == null) {
      known = Birth.in(json);
      birth = known;
    }
    return known;
  }

  /** The normalised object as compact JSON with sorted keys. */
  public String json() {
    return new String(json, StandardCharsets.UTF_8);
  }

  /** {@link #json()} in UTF-8: the manifest's own bytes, not to be changed. */
  public byte[] bytes() {
    return json;
  }

  /** The digest of the normalised object: equal when nothing that could matter differs. */
  public Digest digest() {
    Digest known = digest;
    if (known == null) {
      known = Digest.of(json);
      digest = known;
    }
    return known;
  }

  /** The same without the tree, for who keeps it for long. */
  public Manifest compact() {
    if (body == null) {
      return this;
    }
    var compact = new Manifest(key, json, null);
    compact.digest = digest;
    compact.birth = birth;
    return compact;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Manifest that && key.equals(that.key) && Arrays.equals(json, that.json);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(json);
  }

  /** Names the object; its content is never part of a log line. */
  @Override
  public String toString() {
    return key.toString();
  }
}
