package io.meshtwin.twin.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;

/**
 * One object as a user or the API server wrote it, normalised: without what the API server adds for
 * its own bookkeeping, with its keys sorted, a Pod reduced to what a mesh can depend on, a Secret
 * without its values, but with what is public of its certificates.
 *
 * <p>The tree is shared, not copied: nobody changes it.
 */
public final class Manifest {
  private final ResourceKey key;
  private final ObjectNode body;
  private final String json;
  private final Digest digest;

  private Manifest(ResourceKey key, ObjectNode body) {
    this.key = key;
    this.body = body;
    this.json = CanonicalJson.write(body);
    this.digest = Digest.of(json);
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
    return new Manifest(key, Normalisation.of(key, (ObjectNode) object));
  }

  /** The object's identity; a namespaced object without a namespace is in {@code default}. */
  public ResourceKey key() {
    return key;
  }

  /** The normalised object. Not to be changed. */
  public JsonNode body() {
    return body;
  }

  /** The API version, for example {@code gateway.networking.k8s.io/v1}. */
  public String apiVersion() {
    return body.path("apiVersion").asText();
  }

  /** The normalised object as compact JSON with sorted keys. */
  public String json() {
    return json;
  }

  /** {@link #json()} in UTF-8. */
  public byte[] bytes() {
    return json.getBytes(StandardCharsets.UTF_8);
  }

  /** The digest of the normalised object: equal when nothing that could matter differs. */
  public Digest digest() {
    return digest;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Manifest that && key.equals(that.key) && digest.equals(that.digest);
  }

  @Override
  public int hashCode() {
    return digest.hashCode();
  }

  /** Names the object; its content is never part of a log line. */
  @Override
  public String toString() {
    return key.toString();
  }
}
