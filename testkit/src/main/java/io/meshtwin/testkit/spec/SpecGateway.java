package io.meshtwin.testkit.spec;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** One Gateway: its listeners, and what is attached to them. */
final class SpecGateway {
  private final SpecObjects objects;
  private final String name;

  SpecGateway(SpecObjects objects, String name) {
    this.objects = objects;
    this.name = name;
  }

  /** Those in use on a port for some protocols. */
  List<SpecListener> listeners(int port, List<String> protocols) {
    return accepted().stream()
        .filter(l -> l.port() == port && protocols.contains(l.protocol()))
        .toList();
  }

  /**
   * Of a Gateway's own listeners that conflict, none is accepted. Those of ListenerSets come after
   * it, the oldest set first, and lose against what is there (GEP-1713).
   */
  private List<SpecListener> accepted() {
    JsonNode gateway = objects.find("Gateway", name);
    if (gateway == null) {
      return List.of();
    }
    List<SpecListener> own = listeners(gateway);
    var trust = new SpecTrust(objects);
    var known = new ArrayList<>(own);
    var result = new ArrayList<>(own.stream().filter(l -> clear(l, own)).toList());
    for (JsonNode set : sets(gateway)) {
      for (SpecListener listener : listeners(set)) {
        if (clear(listener, known)) {
          result.add(listener);
        }
        known.add(listener);
      }
    }
    // "NoValidCACertificate": nobody could be let in, so the listener is not accepted.
    result.removeIf(listener -> {
      JsonNode asked = SpecTrust.validation(gateway, listener.port());
      return listener.protocol().equals("HTTPS")
          && !asked.isMissingNode()
          && !trust.signs(gateway, asked);
    });
    return result;
  }

  /** AllowValidOnly, the default, lets in who shows a certificate that an authority signed. */
  boolean letsIn(int port, SpecRequest.Shown shown) {
    JsonNode gateway = objects.find("Gateway", name);
    JsonNode asked = gateway == null ? null : SpecTrust.validation(gateway, port);
    return asked == null
        || asked.isMissingNode()
        || asked.path("mode").asText().equals("AllowInsecureFallback")
        || shown == SpecRequest.Shown.TRUSTED;
  }

  private static boolean clear(SpecListener listener, List<SpecListener> others) {
    return others.stream()
        .filter(other -> !other.equals(listener))
        .noneMatch(other -> other.protocolConflict(listener) || other.hostnameConflict(listener));
  }

  private static List<SpecListener> listeners(JsonNode owner) {
    var result = new ArrayList<SpecListener>();
    owner.at("/spec/listeners").forEach(json -> result.add(new SpecListener(owner, json)));
    return result;
  }

  private List<JsonNode> sets(JsonNode gateway) {
    JsonNode allowed = gateway.at("/spec/allowedListeners/namespaces");
    String own = SpecObjects.namespace(gateway);
    return objects.of("ListenerSet").stream()
        .filter(set -> parent(set, set.at("/spec/parentRef")).equals(name))
        .filter(set -> objects.allows(allowed, "None", own, SpecObjects.namespace(set)))
        .sorted(SpecObjects.OLDEST)
        .toList();
  }

  /** Every match that the listener's routes offer to a host. */
  List<SpecMatch> matches(SpecListener listener, String host) {
    var result = new ArrayList<SpecMatch>();
    for (JsonNode route : acceptedHttp(listener)) {
      String hostname =
          SpecHostnames.best(SpecHostnames.effective(route, listener.hostname()), host);
      if (hostname != null) {
        result.addAll(SpecMatch.of(route, hostname));
      }
    }
    return result;
  }

  /**
   * HTTPRoute and GRPCRoute with intersecting hostnames on one listener: "the implementation MUST
   * accept exactly one of these two routes", the oldest.
   */
  private List<JsonNode> acceptedHttp(SpecListener listener) {
    var accepted = new ArrayList<JsonNode>();
    Stream.concat(
            attached(listener, "HTTPRoute").stream(), attached(listener, "GRPCRoute").stream())
        .sorted(SpecObjects.OLDEST)
        .filter(route -> accepted.stream().noneMatch(other -> rivals(route, other, listener)))
        .forEach(accepted::add);
    return accepted;
  }

  private static boolean rivals(JsonNode one, JsonNode other, SpecListener listener) {
    return !one.path("kind").equals(other.path("kind"))
        && SpecHostnames.intersect(
            SpecHostnames.effective(one, listener.hostname()),
            SpecHostnames.effective(other, listener.hostname()));
  }

  /** TLSRoutes that take a name, the best first: the most specific hostname, then the oldest. */
  List<JsonNode> stream(SpecListener listener, String asked) {
    Comparator<JsonNode> specific =
        Comparator.comparingInt(route -> {
          String best =
              SpecHostnames.best(SpecHostnames.effective(route, listener.hostname()), asked);
          return best == null ? 0 : -SpecHostnames.rank(best);
        });
    return attached(listener, "TLSRoute").stream()
        .filter(route ->
            SpecHostnames.best(SpecHostnames.effective(route, listener.hostname()), asked) != null)
        .sorted(specific.thenComparing(SpecObjects.OLDEST))
        .toList();
  }

  /** Routes of a kind that the listener lets attach and that have a hostname in common with it. */
  List<JsonNode> attached(SpecListener listener, String kind) {
    if (!listener.allowsKind(kind)) {
      return List.of();
    }
    JsonNode namespaces = listener.json().at("/allowedRoutes/namespaces");
    String own = SpecObjects.namespace(listener.owner());
    return objects.of(kind).stream()
        .filter(route -> objects.allows(namespaces, "Same", own, SpecObjects.namespace(route)))
        .filter(route -> names(route, listener))
        .filter(route -> !SpecHostnames.effective(route, listener.hostname()).isEmpty())
        .toList();
  }

  private static boolean names(JsonNode route, SpecListener listener) {
    for (JsonNode ref : route.at("/spec/parentRefs")) {
      if (ref.path("kind").asText("Gateway").equals(listener.owner().path("kind").asText())
          && parent(route, ref).equals(SpecObjects.name(listener.owner()))
          && ref.path("sectionName").asText(listener.name()).equals(listener.name())
          && ref.path("port").asInt(listener.port()) == listener.port()) {
        return true;
      }
    }
    return false;
  }

  /** {@code ns/name} of what a reference names. */
  static String parent(JsonNode from, JsonNode ref) {
    return ref.path("namespace").asText(SpecObjects.namespace(from))
        + "/"
        + ref.path("name").asText();
  }
}
