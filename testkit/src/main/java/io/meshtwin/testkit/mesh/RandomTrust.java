package io.meshtwin.testkit.mesh;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Authorities, policies of backends, and what a Gateway asks of clients; some name nothing. */
final class RandomTrust {
  /** A ConfigMap of every namespace that has one. */
  static final String AUTHORITY = "authority";

  private final Dice dice;
  private final RandomMesh mesh;

  RandomTrust(Dice dice, RandomMesh mesh) {
    this.dice = dice;
    this.mesh = mesh;
  }

  void fill() {
    for (String namespace : RandomMesh.NAMESPACES) {
      String pem = new String(RandomGateway.read("server.cert.pem"), StandardCharsets.US_ASCII);
      mesh.object("v1", "ConfigMap", namespace, AUTHORITY).putObject("data").put("ca.crt", pem);
    }
    int policies = dice.oneIn(3) ? 1 + dice.below(3) : 0;
    for (int i = 0; i < policies; i++) {
      policy("p" + i);
    }
  }

  /** The API server takes one policy of a target's port only by name, so two may have one. */
  private void policy(String name) {
    ObjectNode spec =
        mesh.gatewayApi("BackendTLSPolicy", dice.any(RandomMesh.NAMESPACES), name)
            .putObject("spec");
    ObjectNode target = spec.putArray("targetRefs").addObject();
    target.put("group", "").put("kind", "Service").put("name", dice.any(RandomMesh.SERVICES));
    if (dice.oneIn(2)) {
      target.put("sectionName", dice.any("http", "second", "nowhere"));
    }
    ObjectNode validation = spec.putObject("validation");
    validation.put("hostname", dice.any("in.example.com", "other.example.com"));
    authorities(validation, false);
    if (dice.oneIn(4)) {
      validation
          .putArray("subjectAltNames")
          .addObject()
          .put("type", "Hostname")
          .put("hostname", "san.example.com");
    }
  }

  /** Under {@code spec.tls.frontend} of a Gateway. */
  void clients(ObjectNode spec) {
    ObjectNode frontend = spec.putObject("tls").putObject("frontend");
    ObjectNode all = frontend.putObject("default");
    if (!dice.oneIn(3)) {
      validation(all);
    }
    if (dice.oneIn(3)) {
      ObjectNode own = frontend.putArray("perPort").addObject();
      ObjectNode tls = own.put("port", (int) dice.any(443, 80)).putObject("tls");
      if (!dice.oneIn(3)) {
        validation(tls);
      }
    }
  }

  private void validation(ObjectNode parent) {
    ObjectNode validation = parent.putObject("validation");
    authorities(validation, true);
    if (dice.oneIn(3)) {
      validation.put("mode", dice.any("AllowValidOnly", "AllowInsecureFallback"));
    }
  }

  private void authorities(ObjectNode validation, boolean elsewhere) {
    ArrayNode refs = validation.putArray("caCertificateRefs");
    for (String name : dice.any(ONE, ONE, NONE, BOTH)) {
      ObjectNode ref = refs.addObject().put("group", "").put("kind", "ConfigMap").put("name", name);
      if (elsewhere && dice.oneIn(6)) {
        ref.put("namespace", dice.any(RandomMesh.NAMESPACES));
      }
    }
  }

  private static final List<String> ONE = List.of(AUTHORITY);
  private static final List<String> NONE = List.of("missing");
  private static final List<String> BOTH = List.of("missing", AUTHORITY);
}
