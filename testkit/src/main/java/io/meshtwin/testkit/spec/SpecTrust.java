package io.meshtwin.testkit.spec;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** TLS towards backends (GEP-1897), and the certificates of clients (GEP-91). */
final class SpecTrust {
  private final SpecObjects objects;

  SpecTrust(SpecObjects objects) {
    this.objects = objects;
  }

  /**
   * The policy of a Service's port: one that names the port "takes precedence over" one for the
   * whole Service; of several the oldest.
   */
  @Nullable JsonNode policy(String service, int number) {
    String section = section(service, number);
    JsonNode own = section.isEmpty() ? null : policy(service, section);
    return own == null ? policy(service, "") : own;
  }

  private @Nullable JsonNode policy(String service, String section) {
    return objects.of("BackendTLSPolicy").stream()
        .filter(policy -> targets(policy, service, section))
        .min(SpecObjects.OLDEST)
        .orElse(null);
  }

  private static boolean targets(JsonNode policy, String service, String section) {
    for (JsonNode target : policy.at("/spec/targetRefs")) {
      // "targetRefs identifies an API object": in the policy's own namespace.
      String name = SpecObjects.namespace(policy) + "/" + target.path("name").asText();
      if (target.path("kind").asText().equals("Service")
          && target.path("group").asText().isEmpty()
          && name.equals(service)
          && target.path("sectionName").asText("").equals(section)) {
        return true;
      }
    }
    return false;
  }

  private String section(String service, int number) {
    JsonNode found = objects.find("Service", service);
    if (found != null) {
      for (JsonNode port : found.at("/spec/ports")) {
        if (port.path("port").asInt() == number) {
          return port.path("name").asText("");
        }
      }
    }
    return "";
  }

  /** "If ALL of the CACertificateRefs are invalid, ... requests MUST fail". */
  boolean usable(JsonNode policy) {
    JsonNode validation = policy.at("/spec/validation");
    return validation.path("wellKnownCACertificates").asText().equals("System")
        || signs(policy, validation);
  }

  /** {@code in TLS to name}, with the names that the certificate must have one of. */
  static String words(JsonNode policy) {
    JsonNode validation = policy.at("/spec/validation");
    String name = validation.path("hostname").asText();
    List<String> names = new ArrayList<>();
    validation.path("subjectAltNames").forEach(alternative -> names.add(value(alternative)));
    return " in TLS to " + name + (names.isEmpty() ? "" : " as " + String.join(",", names));
  }

  private static String value(JsonNode alternative) {
    boolean uri = alternative.path("type").asText().equals("URI");
    return alternative.path(uri ? "uri" : "hostname").asText();
  }

  /** What a port asks of clients: what is said for the port goes before what is said for all. */
  static JsonNode validation(JsonNode gateway, int port) {
    JsonNode frontend = gateway.at("/spec/tls/frontend");
    for (JsonNode own : frontend.path("perPort")) {
      if (own.path("port").asInt() == port) {
        return own.at("/tls/validation");
      }
    }
    return frontend.at("/default/validation");
  }

  /** Whether one reference at least is to a ConfigMap with a certificate. */
  boolean signs(JsonNode owner, JsonNode validation) {
    for (JsonNode ref : validation.path("caCertificateRefs")) {
      String name = SpecGateway.parent(owner, ref);
      String namespace = name.substring(0, name.indexOf('/'));
      boolean map =
          ref.path("kind").asText().equals("ConfigMap") && ref.path("group").asText().isEmpty();
      JsonNode found = map ? objects.find("ConfigMap", name) : null;
      if (found != null
          && objects.granted(owner, namespace, "ConfigMap", ref.path("name").asText())
          && found.at("/data").has("ca.crt")) {
        return true;
      }
    }
    return false;
  }
}
