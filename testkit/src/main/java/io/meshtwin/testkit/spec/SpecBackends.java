package io.meshtwin.testkit.spec;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Where the backendRefs of a rule send a request. */
final class SpecBackends {
  private final SpecObjects objects;
  private final SpecRequest request;
  private final SpecTrust trust;

  /** What a backendRef comes to. */
  enum State {
    VALID,
    INVALID,
    /** A policy asks for TLS and nothing can verify the backend. */
    UNVERIFIABLE,
    EMPTY,
    /** NetworkPolicies let no connection of the client through. */
    CLOSED
  }

  SpecBackends(SpecObjects objects, SpecRequest request) {
    this.objects = objects;
    this.request = request;
    this.trust = new SpecTrust(objects);
  }

  /** Bytes: to a backend, or the connection is rejected. */
  SpecAnswer stream(JsonNode route) {
    JsonNode refs = route.at("/spec/rules/0/backendRefs");
    return weighted(
        refs,
        "closed",
        ref -> state(route, ref) == State.VALID ? target(route, ref) : "closed",
        List.of(),
        "");
  }

  /** Fractions by weight; nothing with a weight is {@code none}. */
  SpecAnswer weighted(
      JsonNode refs,
      String none,
      Function<JsonNode, String> outcome,
      List<String> mirrors,
      String limits) {
    var weights = new TreeMap<String, Double>();
    double sum = 0;
    for (JsonNode ref : refs) {
      int weight = ref.path("weight").asInt(1);
      if (weight > 0) {
        sum += weight;
        weights.merge(outcome.apply(ref), (double) weight, Double::sum);
      }
    }
    if (weights.isEmpty()) {
      return SpecAnswer.certain(none);
    }
    double total = sum;
    weights.replaceAll((target, weight) -> weight / total);
    boolean sent = weights.keySet().stream().anyMatch(target -> !target.startsWith("status "));
    return sent ? new SpecAnswer(weights, mirrors, limits) : new SpecAnswer(weights, List.of(), "");
  }

  /** The default behaviour of a Service's port. */
  SpecAnswer unrouted(boolean http) {
    String target = request.dialed() + ":" + request.port();
    if (http && (request.tunnel() || request.refused())) {
      return SpecAnswer.status(request.tunnel() ? 404 : 403);
    }
    JsonNode service = objects.find("Service", request.dialed());
    List<JsonNode> pods = endpoints(request.dialed());
    if (service == null || pods.isEmpty() || !reached(pods, port(service, request.port()))) {
      return http && request.protocol().http() ? SpecAnswer.status(503) : SpecAnswer.CLOSED;
    }
    boolean read = http && request.protocol().http();
    return SpecAnswer.certain(read ? target + " " + SpecFilters.NONE.received(request) : target);
  }

  State state(JsonNode route, JsonNode ref) {
    boolean service =
        ref.path("kind").asText("Service").equals("Service")
            && ref.path("group").asText().isEmpty();
    String name = SpecGateway.parent(route, ref);
    JsonNode found = service ? objects.find("Service", name) : null;
    if (found == null || !hasPort(found, ref.path("port").asInt(), carried(route))) {
      return State.INVALID;
    }
    // "ReferenceGrant is not used in the mesh" (GEP-1294).
    String namespace = name.substring(0, name.indexOf('/'));
    if (request.throughGateway()
        && !objects.granted(route, namespace, "Service", ref.path("name").asText())) {
      return State.INVALID;
    }
    JsonNode policy = policy(route, ref);
    if (policy != null && !trust.usable(policy)) {
      return State.UNVERIFIABLE;
    }
    List<JsonNode> pods = endpoints(name);
    if (pods.isEmpty()) {
      return State.EMPTY;
    }
    return reached(pods, port(found, ref.path("port").asInt())) ? State.VALID : State.CLOSED;
  }

  static String target(JsonNode route, JsonNode ref) {
    return SpecGateway.parent(route, ref) + ":" + ref.path("port").asInt();
  }

  /** The backend with how it is spoken to. */
  String secured(JsonNode route, JsonNode ref) {
    JsonNode policy = policy(route, ref);
    return target(route, ref) + (policy == null ? "" : SpecTrust.words(policy));
  }

  /** Gateways do what the policy says; in the mesh it is left to implementations. */
  private @Nullable JsonNode policy(JsonNode route, JsonNode ref) {
    boolean read = route.path("kind").asText().matches("HTTPRoute|GRPCRoute");
    return read && request.throughGateway()
        ? trust.policy(SpecGateway.parent(route, ref), ref.path("port").asInt())
        : null;
  }

  /** The templates of the pods that a Service selects. */
  private List<JsonNode> endpoints(String service) {
    JsonNode found = objects.find("Service", service);
    if (found == null) {
      return List.of();
    }
    String app = found.at("/spec/selector/app").asText();
    return objects.of("Deployment").stream()
        .filter(deployment ->
            SpecObjects.namespace(deployment).equals(SpecObjects.namespace(found))
                && deployment.at("/spec/template/metadata/labels/app").asText().equals(app)
                && deployment.at("/spec/replicas").asInt(1) > 0)
        .toList();
  }

  private boolean reached(List<JsonNode> pods, JsonNode port) {
    String dialed = request.dialed();
    String from =
        request.throughGateway() ? dialed.substring(0, dialed.indexOf('/')) : request.from();
    int target = port.path("targetPort").asInt(port.path("port").asInt());
    String protocol = port.path("protocol").asText("TCP");
    var network = new SpecNetwork(objects);
    return pods.stream().allMatch(pod -> network.lets(from, pod, protocol, target));
  }

  private static JsonNode port(JsonNode service, int number) {
    for (JsonNode port : service.at("/spec/ports")) {
      if (port.path("port").asInt() == number) {
        return port;
      }
    }
    return service.path("none");
  }

  /** "If a Route is not able to send traffic ... using the specified protocol" (GEP-1911). */
  private static String carried(JsonNode route) {
    return route.path("kind").asText().equals("UDPRoute") ? "UDP" : "TCP";
  }

  private static boolean hasPort(JsonNode service, int number, String carried) {
    for (JsonNode port : service.at("/spec/ports")) {
      if (port.path("port").asInt() == number
          && port.path("protocol").asText("TCP").equals(carried)) {
        return true;
      }
    }
    return false;
  }
}
