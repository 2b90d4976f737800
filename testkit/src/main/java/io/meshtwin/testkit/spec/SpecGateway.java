package io.meshtwin.testkit.spec;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which matches a request through a Gateway can meet. */
final class SpecGateway {
  private final List<JsonNode> objects;
  private final SpecRequest request;

  SpecGateway(List<JsonNode> objects, SpecRequest request) {
    this.objects = objects;
    this.request = request;
  }

  List<SpecMatch> candidates() {
    JsonNode listener = listener();
    var result = new ArrayList<SpecMatch>();
    if (listener == null) {
      return result;
    }
    for (JsonNode route : objects) {
      if (route.path("kind").asText().equals("HTTPRoute") && attaches(route, listener)) {
        String hostname = hostname(route, listener);
        if (hostname != null) {
          result.addAll(SpecMatch.of(route, hostname));
        }
      }
    }
    return result;
  }

  /** "The most specific listener wins"; a request never falls through to another (GEP-1867). */
  private @Nullable JsonNode listener() {
    JsonNode best = null;
    for (JsonNode gateway : objects) {
      String name = SpecEvaluator.namespace(gateway) + "/" + gateway.at("/metadata/name").asText();
      boolean ours = gateway.path("kind").asText().equals("Gateway");
      if (ours && name.equals(request.gateway())) {
        for (JsonNode listener : gateway.at("/spec/listeners")) {
          if (listener.path("port").asInt() == request.port()
              && covers(own(listener), request.host())
              && (best == null || rank(own(listener)) > rank(own(best)))) {
            best = listener;
          }
        }
      }
    }
    return best;
  }

  private static String own(JsonNode listener) {
    return listener.path("hostname").asText("");
  }

  private static int rank(String hostname) {
    boolean exact = !hostname.isEmpty() && !hostname.startsWith("*");
    return exact ? 1000 + hostname.length() : hostname.length();
  }

  private boolean attaches(JsonNode route, JsonNode listener) {
    String from = listener.at("/allowedRoutes/namespaces/from").asText("Same");
    String gateway = request.gateway();
    String own = gateway.substring(0, gateway.indexOf('/'));
    if (!from.equals("All") && !SpecEvaluator.namespace(route).equals(own)) {
      return false;
    }
    for (JsonNode ref : route.at("/spec/parentRefs")) {
      String parent =
          ref.path("namespace").asText(SpecEvaluator.namespace(route))
              + "/"
              + ref.path("name").asText();
      boolean section =
          !ref.has("sectionName")
              || ref.path("sectionName").asText().equals(listener.path("name").asText());
      if (ref.path("kind").asText("Gateway").equals("Gateway")
          && section
          && parent.equals(gateway)) {
        return true;
      }
    }
    return false;
  }

  /**
   * The most specific hostname of the route that takes the request, as it is at the listener: the
   * narrower of the two. Null when none does.
   */
  private @Nullable String hostname(JsonNode route, JsonNode listener) {
    String own = own(listener);
    if (route.at("/spec/hostnames").isEmpty()) {
      return own;
    }
    String best = null;
    for (JsonNode item : route.at("/spec/hostnames")) {
      String hostname = item.asText();
      String narrower = covers(hostname, own) && !own.isEmpty() ? own : hostname;
      boolean takes = covers(hostname, request.host());
      boolean better = best == null || rank(narrower) > rank(best);
      if (takes && better) {
        best = narrower;
      }
    }
    return best;
  }

  static boolean covers(String pattern, String host) {
    if (pattern.isEmpty() || pattern.equals(host)) {
      return true;
    }
    return pattern.startsWith("*.") && host.endsWith(pattern.substring(1));
  }
}
