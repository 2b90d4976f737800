package io.meshtwin.twin.resource;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A Gateway.
 *
 * @param metadata identity
 * @param className its GatewayClass
 * @param listeners in the order of the manifest
 * @param unmodelled paths of fields that decide something and are not modelled
 */
public record Gateway(
    Metadata metadata, String className, List<Listener> listeners, List<String> unmodelled)
    implements Resource {
  public Gateway {
    listeners = List.copyOf(listeners);
    unmodelled = List.copyOf(unmodelled);
  }

  /**
   * A listener.
   *
   * @param name unique in the Gateway
   * @param hostname which hosts, null for all
   * @param port 1 to 65535
   * @param protocol HTTP, HTTPS, TLS, TCP, UDP or an implementation's own
   * @param allowed which routes may attach
   * @param field the listener's path
   */
  public record Listener(
      String name,
      @Nullable String hostname,
      int port,
      String protocol,
      AllowedRoutes allowed,
      String field) {}

  /**
   * Which routes may attach.
   *
   * @param from Same, All, Selector or None
   * @param selector labels that the route's namespace must have
   * @param unmodelledSelector whether the selector has expressions, which are not modelled
   * @param kinds kinds of routes; empty for those that the protocol implies
   */
  public record AllowedRoutes(
      String from, Map<String, String> selector, boolean unmodelledSelector, List<String> kinds) {}

  static Gateway read(Metadata metadata, Fields body) {
    Fields spec = body.object("spec");
    var result =
        new Gateway(
            metadata,
            spec.required("gatewayClassName"),
            spec.list("listeners", Gateway::readListener),
            spec.unmodelled("tls", "allowedListeners"));
    spec.ignore("addresses", "infrastructure");
    spec.done();
    body.done();
    return result;
  }

  private static Listener readListener(Fields listener) {
    int port = listener.integer("port", 0, 1, 65535);
    if (!listener.has("port")) {
      listener.invalid("port", "is required");
    }
    listener.ignore("tls");
    var result =
        new Listener(
            listener.required("name"),
            listener.optionalText("hostname"),
            port,
            listener.required("protocol"),
            readAllowed(listener.object("allowedRoutes")),
            listener.path());
    listener.done();
    return result;
  }

  private static AllowedRoutes readAllowed(Fields allowed) {
    Fields namespaces = allowed.object("namespaces");
    String from = namespaces.word("from", "Same", List.of("Same", "All", "Selector", "None"));
    Fields selector = namespaces.object("selector");
    Map<String, String> labels = selector.texts("matchLabels");
    JsonNode expressions = selector.raw("matchExpressions");
    selector.done();
    namespaces.done();
    List<String> kinds =
        allowed.list(
            "kinds",
            kind -> {
              String name = kind.required("kind");
              kind.ignore("group");
              kind.done();
              return name;
            });
    allowed.done();
    return new AllowedRoutes(from == null ? "None" : from, labels, !expressions.isEmpty(), kinds);
  }
}
