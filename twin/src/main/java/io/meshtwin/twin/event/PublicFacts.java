package io.meshtwin.twin.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

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

  static boolean concern(ResourceKey key) {
    return key.group().isEmpty() && Set.of("Secret", "ConfigMap").contains(key.kind());
  }

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
    ObjectNode facts = secret ? ofSecret(object) : ofConfigMap(object);
    if (!facts.isEmpty()) {
      result.set(FIELD, facts);
    }
  }

  private static ObjectNode ofSecret(ObjectNode object) {
    Map<String, String> values = values(object);
    ObjectNode facts = JsonNodeFactory.instance.objectNode();
    // SOPS encrypts in place: what stands here is not what the cluster gets.
    if (object.has("sops") || values.values().stream().allMatch(String::isBlank)) {
      return facts;
    }
    String certificate = values.getOrDefault(CERTIFICATE, "");
    if (!certificate.isBlank()) {
      facts.set("certificate", CertificateFacts.served(certificate, values.get(KEY)));
    } else if (!values.containsKey(CERTIFICATE)
        && object.path("type").asText().equals("kubernetes.io/tls")) {
      facts.set("certificate", CertificateFacts.malformed("tls.crt is missing"));
    }
    String authorities = values.getOrDefault(AUTHORITIES, "");
    if (!authorities.isBlank()) {
      facts.set("authorities", CertificateFacts.authorities(authorities));
    }
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

  /** What the API server would hold: {@code stringData} over {@code data}. */
  private static Map<String, String> values(ObjectNode secret) {
    var values = new TreeMap<String, String>();
    for (var field : secret.path("data").properties()) {
      values.put(field.getKey(), decoded(field.getValue().asText("")));
    }
    for (var field : secret.path("stringData").properties()) {
      values.put(field.getKey(), field.getValue().asText(""));
    }
    return values;
  }

  /** What is no base64 stays as it is: then it is no certificate either. */
  private static String decoded(String base64) {
    try {
      return new String(Base64.getMimeDecoder().decode(base64), StandardCharsets.ISO_8859_1);
    } catch (IllegalArgumentException e) {
      return base64;
    }
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
