package io.meshtwin.twin.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/**
 * A Secret or a ConfigMap without its values: their keys, and what everyone who connects may know
 * of the certificates among them. A ConfigMap keeps its {@code ca.crt}, which is public, and
 * Istio's MeshConfig is kept whole.
 */
final class PublicFacts {
  /** The field of a normalised manifest that holds the facts. */
  static final String FIELD = "meshtwin.io/facts";

  private static final String AUTHORITIES = "ca.crt";
  private static final String CERTIFICATE = "tls.crt";
  private static final String KEY = "tls.key";
  private static final Set<String> PLAIN = Set.of("type", "immutable", FIELD);

  private PublicFacts() {}

  /** Puts what is public of {@code object} into {@code result}. */
  static void into(ObjectNode result, ResourceKey key, ObjectNode object) {
    boolean secret = key.kind().equals("Secret");
    for (var field : object.properties()) {
      String name = field.getKey();
      if (PLAIN.contains(name)) {
        result.set(name, field.getValue());
      } else if (!secret && name.equals("data")) {
        result.set(name, isMeshConfig(key) ? field.getValue() : keys(field.getValue(), true));
      } else if (!result.has(name)) {
        // Unknown fields keep their names, to be reported: values often stand in misspelt ones.
        result.set(name, keys(field.getValue(), false));
      }
    }
    if (secret) {
      // Tools keep copies of the whole object in annotations.
      ((ObjectNode) result.path("metadata")).remove("annotations");
    }
    ObjectNode facts = secret ? ofSecret(key, object) : ofConfigMap(object);
    if (!facts.isEmpty()) {
      result.set(FIELD, facts);
    }
  }

  private static ObjectNode ofSecret(ResourceKey key, ObjectNode object) {
    SecretValues values = SecretValues.of(key, object);
    ObjectNode facts = JsonNodeFactory.instance.objectNode();
    // SOPS encrypts in place: what stands here is not what the cluster gets.
    if (object.has("sops") || values.isEmpty()) {
      return facts;
    }
    var certificate = values.value(CERTIFICATE);
    if (certificate.isPresent()) {
      String privateKey = values.has(KEY) ? values.value(KEY).orElse("") : null;
      facts.set("certificate", CertificateFacts.served(certificate.get(), privateKey));
    } else if (!values.has(CERTIFICATE)
        && object.path("type").asText().equals("kubernetes.io/tls")) {
      facts.set("certificate", CertificateFacts.malformed("tls.crt is missing"));
    }
    values
        .value(AUTHORITIES)
        .ifPresent(text -> facts.set("authorities", CertificateFacts.authorities(text)));
    return facts;
  }

  private static ObjectNode ofConfigMap(ObjectNode object) {
    ObjectNode facts = JsonNodeFactory.instance.objectNode();
    JsonNode authorities = object.path("data").path(AUTHORITIES);
    if (authorities.isTextual()) {
      facts.set("authorities", CertificateFacts.authorities(authorities.asText()));
    }
    return facts;
  }

  private static JsonNode keys(JsonNode value, boolean keepAuthorities) {
    ObjectNode copy = JsonNodeFactory.instance.objectNode();
    for (var field : value.properties()) {
      boolean keep = keepAuthorities && field.getKey().equals(AUTHORITIES);
      copy.set(field.getKey(), keep ? field.getValue() : copy.textNode(""));
    }
    return value.isObject() ? copy : copy.textNode("");
  }

  private static boolean isMeshConfig(ResourceKey key) {
    return key.namespace().equals("istio-system")
        && (key.name().equals("istio") || key.name().startsWith("istio-"));
  }
}
