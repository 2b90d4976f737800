package io.meshtwin.app.serve;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshtwin.twin.event.Digest;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resolve.ClientScope;
import io.meshtwin.twin.resolve.Dialect;
import io.meshtwin.twin.resolve.ResolvedMesh;
import io.meshtwin.twin.resolve.Workload;
import io.meshtwin.twin.routing.Listener;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Compares what the proxies are told: for each namespace of clients and each Service port, and for
 * each Gateway's port, the rules before and after. Coarser than a difference in behaviour: two ways
 * to write the same rules count as different.
 */
final class RoutingPreviewer implements Previewer {
  /** Where a rule comes from, and what decided its place, is not what it does. */
  private static final RecordJson RULES = new RecordJson(Set.of("origin", "precedence"));

  @Override
  public Plan preview(MeshImage running, MeshImage candidate) {
    Dialect dialect = Dialect.detect(candidate);
    var before = rules(ResolvedMesh.of(running, dialect));
    var after = rules(ResolvedMesh.of(candidate, dialect));
    var places = new TreeSet<>(before.keySet());
    places.addAll(after.keySet());
    ObjectNode report = JsonNodeFactory.instance.objectNode();
    var differences = report.putArray("differences");
    for (String place : places) {
      @Nullable JsonNode was = before.get(place);
      @Nullable JsonNode is = after.get(place);
      if (!Objects.equals(was, is)) {
        ObjectNode difference = differences.addObject().put("place", place);
        difference.set("before", was);
        difference.set("after", is);
      }
    }
    String summary =
        "%d of %d (clients, destination) pairs are routed differently"
            .formatted(differences.size(), places.size());
    return new Plan(Digest.of(differences.toString()), summary, report);
  }

  private static SortedMap<String, JsonNode> rules(ResolvedMesh mesh) {
    var rules = new TreeMap<String, JsonNode>();
    var clients = new TreeSet<ClientScope>();
    mesh.workloads().stream().map(Workload::scope).forEach(clients::add);
    for (ClientScope client : clients) {
      for (Listener listener : mesh.sidecar(client)) {
        rules.put(client.namespace() + " -> " + listener.name(), RULES.of(listener.handler()));
      }
    }
    for (ResourceKey gateway : mesh.gateways()) {
      for (Listener listener : mesh.gateway(gateway)) {
        rules.put("gateway " + listener.name(), RULES.of(listener.handler()));
      }
    }
    return rules;
  }
}
