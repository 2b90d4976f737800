package io.meshtwin.testkit.spec;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Evaluates HTTPRoutes by reading the specification aloud. */
public final class SpecEvaluator {
  private final List<JsonNode> objects;

  /** An evaluator of a mesh: Kubernetes and Gateway API objects, each with a namespace. */
  public SpecEvaluator(List<? extends JsonNode> objects) {
    this.objects = List.copyOf(objects);
  }

  /** What becomes of a request. */
  public SpecAnswer evaluate(SpecRequest request) {
    List<SpecMatch> candidates;
    if (request.throughGateway()) {
      candidates = new SpecGateway(objects, request).candidates();
    } else {
      List<JsonNode> routes = meshRoutes(request);
      if (routes.isEmpty()) {
        // GEP-1294: without a route, the mesh does what Kubernetes does.
        return endpoints(request.host())
            ? SpecAnswer.service(request.host())
            : SpecAnswer.status(503);
      }
      candidates = routes.stream().flatMap(route -> SpecMatch.of(route, "").stream()).toList();
    }
    return candidates.stream()
        .filter(match -> match.takes(request))
        .sorted(SpecPrecedence.bestFirst())
        .findFirst()
        .map(match -> answer(match, request))
        .orElse(SpecAnswer.status(404));
  }

  /** Consumer routes of the client's namespace, or else the producer's. */
  private List<JsonNode> meshRoutes(SpecRequest request) {
    String owner = request.host().substring(0, request.host().indexOf('/'));
    List<JsonNode> attached =
        objects("HTTPRoute").stream().filter(route -> attachesToService(route, request)).toList();
    List<JsonNode> consumer =
        attached.stream().filter(r -> namespace(r).equals(request.from())).toList();
    if (!consumer.isEmpty() && !request.from().equals(owner)) {
      return consumer;
    }
    return attached.stream().filter(route -> namespace(route).equals(owner)).toList();
  }

  private static boolean attachesToService(JsonNode route, SpecRequest request) {
    for (JsonNode ref : route.at("/spec/parentRefs")) {
      String target =
          ref.path("namespace").asText(namespace(route)) + "/" + ref.path("name").asText();
      boolean service = ref.path("kind").asText("Gateway").equals("Service");
      boolean port = !ref.has("port") || ref.path("port").asInt() == request.port();
      if (service && port && target.equals(request.host())) {
        return true;
      }
    }
    return false;
  }

  private SpecAnswer answer(SpecMatch match, SpecRequest request) {
    for (JsonNode filter : match.rule().path("filters")) {
      if (filter.path("type").asText().equals("RequestRedirect")) {
        return SpecAnswer.status(filter.at("/requestRedirect/statusCode").asInt(302));
      }
    }
    var weights = new TreeMap<String, Double>();
    double sum = 0;
    for (JsonNode ref : match.rule().path("backendRefs")) {
      int weight = ref.path("weight").asInt(1);
      if (weight > 0) {
        sum += weight;
        weights.merge(outcome(match.route(), ref, request), (double) weight, Double::sum);
      }
    }
    double total = sum;
    weights.replaceAll((target, weight) -> weight / total);
    return weights.isEmpty() ? SpecAnswer.status(500) : new SpecAnswer(weights);
  }

  /** "When a HTTPBackendRef is invalid, 500 status codes MUST be returned" for its share. */
  private String outcome(JsonNode route, JsonNode ref, SpecRequest request) {
    String namespace = ref.path("namespace").asText(namespace(route));
    String name = namespace + "/" + ref.path("name").asText();
    boolean grantNeeded = request.throughGateway() && !namespace.equals(namespace(route));
    JsonNode service = object("Service", name);
    if (service == null || !hasPort(service, ref.path("port").asInt())) {
      return "500";
    }
    if (grantNeeded && !granted(route, namespace)) {
      return "500";
    }
    return endpoints(name) ? name : "503";
  }

  private boolean granted(JsonNode route, String namespace) {
    for (JsonNode grant : objects("ReferenceGrant")) {
      for (JsonNode from : grant.at("/spec/from")) {
        if (namespace(grant).equals(namespace)
            && from.path("kind").asText().equals("HTTPRoute")
            && from.path("namespace").asText().equals(namespace(route))) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean endpoints(String service) {
    JsonNode found = object("Service", service);
    if (found == null) {
      return false;
    }
    String app = found.at("/spec/selector/app").asText();
    for (JsonNode deployment : objects("Deployment")) {
      if (namespace(deployment).equals(namespace(found))
          && deployment.at("/spec/template/metadata/labels/app").asText().equals(app)
          && deployment.at("/spec/replicas").asInt(1) > 0) {
        return true;
      }
    }
    return false;
  }

  private static boolean hasPort(JsonNode service, int number) {
    for (JsonNode port : service.at("/spec/ports")) {
      if (port.path("port").asInt() == number) {
        return true;
      }
    }
    return false;
  }

  private @Nullable JsonNode object(String kind, String name) {
    return objects(kind).stream()
        .filter(o -> (namespace(o) + "/" + o.at("/metadata/name").asText()).equals(name))
        .findFirst()
        .orElse(null);
  }

  private List<JsonNode> objects(String kind) {
    var result = new ArrayList<JsonNode>();
    for (JsonNode object : objects) {
      if (object.path("kind").asText().equals(kind)) {
        result.add(object);
      }
    }
    return result;
  }

  static String namespace(JsonNode object) {
    return object.at("/metadata/namespace").asText();
  }
}
