package io.meshtwin.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshtwin.simulator.flow.Client;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.resolve.ClientScope;
import io.meshtwin.twin.resolve.ResolvedMesh;
import io.meshtwin.twin.resolve.Workload;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads the {@code from} of a request. */
final class ClientReader {
  /** Facts of a client that no rule of today reads, so that an answer could be wrong. */
  private static final List<String> NOT_MODELLED = List.of("jwt", "ip");

  private final ResolvedMesh mesh;

  ClientReader(ResolvedMesh mesh) {
    this.mesh = mesh;
  }

  /** What of a client is not modelled, in words; null for nothing. */
  static @Nullable String notModelled(JsonNode from) {
    return NOT_MODELLED.stream()
        .filter(from::has)
        .findFirst()
        .map(field -> "from." + field + " is not modelled")
        .orElse(null);
  }

  Client read(JsonNode from) {
    String cluster = cluster(from);
    if (from.path("workload").isTextual()) {
      return workload(cluster, from.path("workload").asText());
    }
    if (from.path("gateway").isTextual()) {
      return new Client.AtGateway(gateway(from), from.path("listener").asText(null));
    }
    if (from.path("namespace").isTextual()) {
      String namespace = from.path("namespace").asText();
      ClientScope scope = mesh.scope(cluster, namespace, labels(from));
      return new Client.InMesh(scope, "a workload in " + namespace);
    }
    throw new IllegalArgumentException("from needs a workload, a gateway or a namespace");
  }

  private static Map<String, String> labels(JsonNode from) {
    var labels = new TreeMap<String, String>();
    from.path("labels")
        .properties()
        .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
    return labels;
  }

  Client workload(String cluster, String name) {
    Workload workload = mesh.workload(cluster, name);
    if (workload == null) {
      throw new IllegalArgumentException("no workload " + name + " in the mesh");
    }
    return new Client.InMesh(mesh.scope(workload), workload.name());
  }

  /** The port of the listener that is named: the Gateway's own, a ListenerSet's, a server's. */
  int port(JsonNode from, int otherwise) {
    if (!from.path("gateway").isTextual()) {
      return otherwise;
    }
    String name = from.path("listener").asText();
    return mesh.port(gateway(from), name)
        .orElseThrow(() -> new IllegalArgumentException("the Gateway has no listener " + name));
  }

  private ResourceKey gateway(JsonNode from) {
    String name = from.path("gateway").asText();
    int slash = name.indexOf('/');
    String namespace = slash < 0 ? "default" : name.substring(0, slash);
    ResourceKey gateway = mesh.gatewayNamed(cluster(from), namespace, name.substring(slash + 1));
    if (gateway == null) {
      throw new IllegalArgumentException(
          "no Gateway " + namespace + "/" + name.substring(slash + 1) + " in the mesh");
    }
    return gateway;
  }

  private static String cluster(JsonNode from) {
    return from.path("cluster").asText(ResourceKey.LOCAL);
  }
}
