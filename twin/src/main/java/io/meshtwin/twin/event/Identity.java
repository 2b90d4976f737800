package io.meshtwin.twin.event;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Set;

/** Reads an object's identity from its {@code apiVersion}, {@code kind} and {@code metadata}. */
final class Identity {
  /** Kinds that have no namespace: a manifest's {@code metadata.namespace} is ignored for them. */
  private static final Set<String> CLUSTER_SCOPED =
      Set.of(
          "Namespace",
          "Node",
          "GatewayClass",
          "ClusterRole",
          "ClusterRoleBinding",
          "CustomResourceDefinition",
          "PersistentVolume",
          "StorageClass",
          "IngressClass",
          "PriorityClass",
          "ValidatingWebhookConfiguration",
          "MutatingWebhookConfiguration",
          "ClusterTrustBundle");

  private static final RecentTexts TEXTS = new RecentTexts(1 << 12);

  private Identity() {}

  static ResourceKey of(String cluster, JsonNode object) {
    if (!object.isObject()) {
      throw new MalformedManifestException("", "expected an object, found " + type(object));
    }
    String apiVersion = text(object, "apiVersion", "apiVersion");
    String kind = text(object, "kind", "kind");
    JsonNode metadata = object.path("metadata");
    if (!metadata.isObject()) {
      throw new MalformedManifestException(
          "metadata", metadata.isMissingNode() ? "metadata is missing" : "metadata is no object");
    }
    String name = text(metadata, "name", "metadata.name");
    if (name.contains("/")) {
      throw new MalformedManifestException("metadata.name", "a name cannot contain '/': " + name);
    }
    int slash = apiVersion.indexOf('/');
    String group = slash < 0 ? "" : apiVersion.substring(0, slash);
    return new ResourceKey(cluster, same(group), same(kind), same(namespace(kind, metadata)), name);
  }

  /** The text as other keys have it: what is shared is compared at once, and kept once. */
  private static String same(String text) {
    String known = TEXTS.known(text);
    if (known != null) {
      return known;
    }
    TEXTS.remember(text);
    return text;
  }

  private static String namespace(String kind, JsonNode metadata) {
    if (CLUSTER_SCOPED.contains(kind)) {
      return "";
    }
    JsonNode namespace = metadata.path("namespace");
    if (namespace.isMissingNode() || namespace.isNull()) {
      return "default";
    }
    if (!namespace.isTextual() || namespace.asText().contains("/")) {
      throw new MalformedManifestException(
          "metadata.namespace", "metadata.namespace is no valid name");
    }
    return namespace.asText().isEmpty() ? "default" : namespace.asText();
  }

  private static String text(JsonNode parent, String field, String path) {
    JsonNode value = parent.path(field);
    if (value.isMissingNode()
        || value.isNull()
        || (value.isTextual() && value.asText().isEmpty())) {
      throw new MalformedManifestException(path, path + " is missing");
    }
    if (!value.isTextual()) {
      throw new MalformedManifestException(path, path + " must be a string, found " + type(value));
    }
    return value.asText();
  }

  private static String type(JsonNode value) {
    return value.getNodeType().name().toLowerCase(Locale.ROOT);
  }
}
