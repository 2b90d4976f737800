package io.meshtwin.app.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import io.meshtwin.app.serve.RecordJson;
import io.meshtwin.app.serve.Serving;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resolve.ClientScope;
import io.meshtwin.twin.resolve.Dialect;
import io.meshtwin.twin.resolve.ResolvedMesh;
import io.meshtwin.twin.routing.FilterChain;
import io.meshtwin.twin.routing.Handler;
import io.meshtwin.twin.routing.Listener;
import io.meshtwin.twin.routing.RouteRule;
import java.util.Set;
import java.util.TreeSet;

/** Who can ask what, and which rules decide: the running mesh as a list. */
final class TopologyRoutes implements Routes {
  private static final RecordJson WITHOUT_PLACE = new RecordJson(Set.of("origin", "precedence"));

  private final Serving serving;

  TopologyRoutes(Serving serving) {
    this.serving = serving;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get("/api/v1/topology", context -> ApiServer.json(context, topology()));
  }

  private ArrayNode topology() {
    MeshImage running = serving.loader().image().approved();
    var mesh = ResolvedMesh.of(running, Dialect.detect(running));
    ArrayNode topology = JsonNodeFactory.instance.arrayNode();
    var clients = new TreeSet<ClientScope>();
    mesh.workloads().stream().map(mesh::scope).forEach(clients::add);
    for (ClientScope client : clients) {
      for (Listener listener : mesh.sidecar(client)) {
        topology.add(place("workloads of " + client.namespace(), listener));
      }
    }
    for (var gateway : mesh.gateways()) {
      for (Listener listener : mesh.gateway(gateway)) {
        topology.add(place("outside", listener));
      }
    }
    return topology;
  }

  private static ObjectNode place(String clients, Listener listener) {
    ObjectNode place = JsonNodeFactory.instance.objectNode();
    place.put("clients", clients);
    place.put("destination", listener.name());
    ArrayNode rules = place.putArray("rules");
    for (FilterChain chain : listener.chains()) {
      switch (chain.handler()) {
        case Handler.Http http ->
            http.hosts().forEach(host -> host.rules().forEach(rule -> rules.add(rule(rule))));
        case Handler.Tcp tcp -> place.set("tcp", WITHOUT_PLACE.of(tcp.destinations()));
        case Handler.Udp udp -> place.set("udp", WITHOUT_PLACE.of(udp.destinations()));
        case Handler.Unmodelled unmodelled ->
            place.set("unmodelled", WITHOUT_PLACE.of(unmodelled.caveats()));
      }
    }
    return place;
  }

  private static ObjectNode rule(RouteRule rule) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("name", rule.name());
    json.put("resource", rule.origin().resource().toString());
    json.put("field", rule.origin().field());
    json.set("match", WITHOUT_PLACE.of(rule.match()));
    json.set("action", WITHOUT_PLACE.of(rule.action()));
    return json;
  }
}
