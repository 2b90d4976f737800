package io.meshtwin.testkit.spec;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request to a Service from a client in the mesh (GEP-1294). */
final class SpecService {
  /** "GRPCRoute, HTTPRoute, TLSRoute, TCPRoute": only one kind serves a port. */
  private static final List<String> KINDS =
      List.of("GRPCRoute", "HTTPRoute", "TLSRoute", "TCPRoute");

  private final SpecObjects objects;
  private final SpecRequest request;

  SpecService(SpecObjects objects, SpecRequest request) {
    this.objects = objects;
    this.request = request;
  }

  SpecAnswer answer() {
    JsonNode port = port();
    if (port == null) {
      return SpecAnswer.CLOSED;
    }
    boolean datagrams = port.path("protocol").asText("TCP").equals("UDP");
    List<JsonNode> routes = routes(datagrams ? List.of("UDPRoute") : KINDS, port);
    var backends = new SpecBackends(objects, request);
    if (routes.isEmpty()) {
      // Without a route, the mesh does what Kubernetes does.
      boolean http = !datagrams && speaksHttp(port);
      return http && !readable() ? SpecAnswer.CLOSED : backends.unrouted(http);
    }
    String kind = routes.getFirst().path("kind").asText();
    if (kind.equals("HTTPRoute") || kind.equals("GRPCRoute")) {
      var matches = routes.stream().flatMap(route -> SpecMatch.of(route, "").stream()).toList();
      return readable() ? SpecRules.answer(objects, matches, request) : SpecAnswer.CLOSED;
    }
    if (kind.equals("TLSRoute") && request.hello() == null) {
      // "Once a route applies", the default does not; and what is no TLS is no TLSRoute's.
      return SpecAnswer.CLOSED;
    }
    return backends.stream(routes.stream().min(SpecObjects.OLDEST).orElseThrow());
  }

  /** A proxy that reads HTTP reads neither TLS nor other bytes. */
  private boolean readable() {
    return request.protocol().http() && request.hello() == null;
  }

  private @Nullable JsonNode port() {
    JsonNode service = objects.find("Service", request.dialed());
    String carried = request.protocol() == SpecRequest.Protocol.UDP ? "UDP" : "TCP";
    if (service != null) {
      for (JsonNode port : service.at("/spec/ports")) {
        if (port.path("port").asInt() == request.port()
            && port.path("protocol").asText("TCP").equals(carried)) {
          return port;
        }
      }
    }
    return null;
  }

  private static boolean speaksHttp(JsonNode port) {
    String said = port.path("appProtocol").asText(port.path("name").asText());
    return said.startsWith("http") || said.startsWith("grpc") || said.equals("kubernetes.io/h2c");
  }

  /**
   * "Consumer routes replace the producer's"; of several kinds in one scope the most specific alone
   * serves.
   */
  private List<JsonNode> routes(List<String> kinds, JsonNode port) {
    String owner = request.dialed().substring(0, request.dialed().indexOf('/'));
    List<JsonNode> consumer = attached(kinds, request.from(), port);
    List<JsonNode> scope = consumer.isEmpty() ? attached(kinds, owner, port) : consumer;
    return kinds.stream()
        .map(kind -> scope.stream().filter(r -> r.path("kind").asText().equals(kind)).toList())
        .filter(routes -> !routes.isEmpty())
        .findFirst()
        .orElse(List.of());
  }

  private List<JsonNode> attached(List<String> kinds, String namespace, JsonNode port) {
    return kinds.stream()
        .flatMap(kind -> objects.of(kind).stream())
        .filter(route -> SpecObjects.namespace(route).equals(namespace))
        .filter(route -> attaches(route, port.path("name").asText()))
        .toList();
  }

  private boolean attaches(JsonNode route, String portName) {
    for (JsonNode ref : route.at("/spec/parentRefs")) {
      boolean service =
          ref.path("kind").asText("Gateway").equals("Service")
              && ref.path("group").asText("gateway.networking.k8s.io").isEmpty();
      boolean port = ref.path("port").asInt(request.port()) == request.port();
      // "When attached to a Service: Port name".
      boolean section = ref.path("sectionName").asText(portName).equals(portName);
      if (service && port && section && SpecGateway.parent(route, ref).equals(request.dialed())) {
        return true;
      }
    }
    return false;
  }
}
