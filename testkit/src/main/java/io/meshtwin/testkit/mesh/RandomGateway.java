package io.meshtwin.testkit.mesh;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Base64;

/** The Gateway of a random mesh, with listeners of every protocol, and a ListenerSet. */
final class RandomGateway {
  private static final String CERTIFICATE = "edge-cert";

  private final Dice dice;
  private final RandomMesh mesh;

  RandomGateway(Dice dice, RandomMesh mesh) {
    this.dice = dice;
    this.mesh = mesh;
  }

  void fill() {
    secret();
    ObjectNode spec = mesh.gatewayApi("Gateway", "north", "edge").putObject("spec");
    spec.put("gatewayClassName", "any");
    if (!dice.oneIn(3)) {
      spec.putObject("allowedListeners")
          .putObject("namespaces")
          .put("from", dice.any("All", "All", "Same", "None"));
    }
    if (dice.oneIn(4)) {
      new RandomTrust(dice, mesh).clients(spec);
    }
    ArrayNode listeners = spec.putArray("listeners");
    named(listeners, "all", "HTTP", 80, "");
    maybe(listeners, "wild", "HTTP", 80, "*.example.com");
    maybe(listeners, "exact", "HTTP", 80, "a.example.com");
    maybe(listeners, "secure-wild", "HTTPS", 443, "*.example.com");
    maybe(listeners, "secure-exact", "HTTPS", 443, "a.example.com");
    maybe(listeners, "pass-wild", "TLS", 8443, "*.example.com");
    maybe(listeners, "pass-exact", "TLS", 8443, "a.example.com");
    maybe(listeners, "bytes", "TCP", 9000, "");
    maybe(listeners, "datagrams", "UDP", 53, "");
    if (dice.oneIn(8)) {
      named(listeners, "clash", "HTTP", 9000, "b.example.com");
    }
    if (dice.oneIn(2)) {
      set();
    }
  }

  /** A set of one's own, or one that wants what the Gateway may have already. */
  private void set() {
    ObjectNode spec =
        mesh.gatewayApi("ListenerSet", dice.any("west", "north"), "extra").putObject("spec");
    spec.putObject("parentRef").put("name", "edge").put("namespace", "north");
    ArrayNode listeners = spec.putArray("listeners");
    named(listeners, "more", "HTTP", 80, dice.any("b.example.com", "*.example.com", "*.org"));
    maybe(listeners, "other", "HTTP", 8081, "");
  }

  private void maybe(ArrayNode listeners, String name, String protocol, int port, String hostname) {
    if (dice.oneIn(2)) {
      named(listeners, name, protocol, port, hostname);
    }
  }

  private void named(ArrayNode listeners, String name, String protocol, int port, String hostname) {
    ObjectNode listener = listeners.addObject().put("name", name);
    listener.put("port", port).put("protocol", protocol);
    if (!hostname.isEmpty()) {
      listener.put("hostname", hostname);
    }
    if (protocol.equals("HTTPS")) {
      listener.putObject("tls").putArray("certificateRefs").addObject().put("name", CERTIFICATE);
    } else if (protocol.equals("TLS")) {
      listener.putObject("tls").put("mode", "Passthrough");
    }
    allowed(listener.putObject("allowedRoutes"), protocol);
  }

  private void allowed(ObjectNode allowed, String protocol) {
    String from = dice.any("All", "All", "All", "Same", "Selector", dice.any("Same", "None"));
    ObjectNode namespaces = allowed.putObject("namespaces").put("from", from);
    if (from.equals("Selector")) {
      ObjectNode labels = namespaces.putObject("selector").putObject("matchLabels");
      if (dice.oneIn(2)) {
        labels.put("team", "red");
      } else {
        labels.put("kubernetes.io/metadata.name", dice.any(RandomMesh.NAMESPACES));
      }
    }
    if (protocol.startsWith("HTTP") && dice.oneIn(6)) {
      allowed.putArray("kinds").addObject().put("kind", dice.any("HTTPRoute", "GRPCRoute"));
    }
  }

  private void secret() {
    ObjectNode secret = mesh.object("v1", "Secret", "north", CERTIFICATE);
    secret
        .put("type", "kubernetes.io/tls")
        .putObject("data")
        .put("tls.crt", encoded("server.cert.pem"))
        .put("tls.key", encoded("server.key.pem"));
  }

  private static String encoded(String resource) {
    return Base64.getEncoder().encodeToString(read(resource));
  }

  /** A file beside this class. */
  static byte[] read(String resource) {
    try (InputStream in = RandomGateway.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("no resource " + resource);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
