package io.meshtwin.app.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import io.meshtwin.app.serve.Serving;
import io.meshtwin.bridge.cache.ResourceType;
import io.meshtwin.bridge.ledger.ProxyRecord;
import io.meshtwin.bridge.ledger.Refusal;
import io.meshtwin.bridge.ledger.ResourceRecord;
import io.meshtwin.twin.routing.Caveat;
import java.util.Locale;

/** What each proxy was sent, and said to it. */
final class ProxyRoutes implements Routes {
  private final Serving serving;

  ProxyRoutes(Serving serving) {
    this.serving = serving;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get("/api/v1/proxies", context -> ApiServer.json(context, proxies()));
  }

  private ArrayNode proxies() {
    ArrayNode proxies = JsonNodeFactory.instance.arrayNode();
    serving.proxies().proxies().forEach(proxy -> proxies.add(proxy(proxy)));
    serving
        .lostProxies()
        .since()
        .forEach((proxy, since) ->
            proxies
                .addObject()
                .put("proxy", proxy.nodeId())
                .put("state", "lost")
                .put("since", since.toString()));
    return proxies;
  }

  private ObjectNode proxy(ProxyRecord proxy) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("proxy", proxy.proxy().nodeId());
    json.put("state", "connected");
    json.put("since", proxy.connectedAt().toString());
    json.put("version", proxy.version());
    json.put("protocol", proxy.delta() ? "delta" : "state-of-the-world");
    json.put("converged", !proxy.converged().isEmpty());
    var resources = json.putArray("resources");
    for (ResourceType type : ResourceType.values()) {
      proxy.of(type).forEach((name, record) -> resources.add(resource(type, name, record)));
    }
    var refusals = json.putArray("refusals");
    for (Refusal refusal : proxy.refusals()) {
      refusals
          .addObject()
          .put("time", refusal.time().toString())
          .put("type", type(refusal.type()))
          .put("message", refusal.message());
    }
    var unmodelled = json.putArray("unmodelled");
    for (Caveat caveat : serving.unmodelled(proxy.proxy())) {
      unmodelled
          .addObject()
          .put("reason", caveat.reason())
          .put("resource", caveat.origin().resource().toString())
          .put("field", caveat.origin().field());
    }
    return json;
  }

  private static ObjectNode resource(ResourceType type, String name, ResourceRecord record) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("type", type(type));
    json.put("name", name);
    json.put("state", state(record));
    json.put("sent", record.sent());
    json.put("acked", record.acked());
    json.put("refused", record.refused());
    json.put("reason", record.reason());
    return json;
  }

  private static String state(ResourceRecord record) {
    if (record.refused() != null) {
      return "nacked";
    }
    String acked = record.acked();
    boolean running = acked != null && (record.sent() == null || acked.equals(record.sent()));
    return running ? "acked" : "sent";
  }

  private static String type(ResourceType type) {
    return type.name().toLowerCase(Locale.ROOT);
  }
}
