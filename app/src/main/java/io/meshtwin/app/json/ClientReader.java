package io.meshtwin.app.json;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshtwin.simulator.flow.Caller;
import io.meshtwin.simulator.flow.Client;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.resolve.ClientScope;
import io.meshtwin.twin.resolve.ResolvedMesh;
import io.meshtwin.twin.resolve.Workload;
import io.meshtwin.twin.resource.Gateway;
import io.meshtwin.twin.routing.ObservedProxy;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the {@code from} of a request. */
final class ClientReader {
  private static final Set<String> FIELDS =
      Set.of(
          "cluster",
          "workload",
          "gateway",
          "listener",
          "port",
          "namespace",
          "labels",
          "serviceAccount",
          "sidecar",
          "ip",
          "jwt",
          "clientCertificate",
          "tls");

  /** So many names are told where one is not found. */
  private static final int NAMED = 5;

  private final ResolvedMesh mesh;

  ClientReader(ResolvedMesh mesh) {
    this.mesh = mesh;
  }

  Client read(JsonNode from) {
    from.fieldNames().forEachRemaining(ClientReader::requireKnown);
    String cluster = cluster(from);
    if (from.path("workload").isTextual()) {
      Workload workload = known(cluster, from.path("workload").asText());
      return of(workload, CallerReader.read(from, workload));
    }
    if (from.path("gateway").isTextual()) {
      ResourceKey gateway = gateway(from);
      Caller pods = CallerReader.behindGateway(from, pod(gateway));
      String address = CallerReader.address(from, null);
      return new Client.AtGateway(gateway, from.path("listener").asText(null), address, pods);
    }
    if (from.path("namespace").isTextual()) {
      String namespace = from.path("namespace").asText();
      ClientScope scope = scope(mesh.scope(cluster, namespace, labels(from)), from);
      return new Client.InMesh(scope, "a workload in " + namespace, CallerReader.read(from, null));
    }
    throw new IllegalArgumentException("from needs a workload, a gateway or a namespace");
  }

  private static void requireKnown(String field) {
    if (!FIELDS.contains(field)) {
      throw new IllegalArgumentException("unknown field from." + field);
    }
  }

  /** A client may say that it has no sidecar. */
  private static ClientScope scope(ClientScope meshed, JsonNode from) {
    return from.path("sidecar").asBoolean(true)
        ? meshed
        : new ClientScope(meshed.cluster(), meshed.namespace(), meshed.labels(), false);
  }

  private static Map<String, String> labels(JsonNode from) {
    var labels = new TreeMap<String, String>();
    from.path("labels")
        .properties()
        .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
    return labels;
  }

  Client workload(String cluster, String name) {
    Workload workload = known(cluster, name);
    return of(workload, Caller.of(workload));
  }

  private Client of(Workload workload, Caller caller) {
    return new Client.InMesh(mesh.scope(workload), workload.name(), caller);
  }

  /** A Pod that a Gateway's own proxy runs in; null where none is known. */
  private @Nullable Workload pod(ResourceKey gateway) {
    return mesh.workloads().stream()
        .filter(workload -> workload.key().namespace().equals(gateway.namespace()))
        .filter(workload -> gateway.name().equals(workload.labels().get(Gateway.NAME_LABEL)))
        .findFirst()
        .orElse(null);
  }

  private Workload known(String cluster, String name) {
    Workload workload = mesh.workload(cluster, name);
    if (workload == null) {
      throw new IllegalArgumentException(
          "no workload " + name + " in the mesh" + seen(cluster, name));
    }
    return workload;
  }

  /** A mesh that is one proxy's configuration knows one client. */
  private String seen(String cluster, String name) {
    ObservedProxy proxy = mesh.observed();
    return proxy == null
        ? others(cluster, name)
        : "; envoy:… is the proxy of "
            + proxy.proxy().qualifiedName()
            + ", other clients need a mesh"
            + " beside it";
  }

  /** What may have been meant: those of its namespace, otherwise the namespaces. */
  private String others(String cluster, String name) {
    String namespace = name.contains("/") ? name.substring(0, name.indexOf('/')) : "default";
    List<String> here =
        mesh.workloadsIn(new ResourceKey(cluster, "", "Pod", namespace, "")).stream()
            .map(workload -> workload.key().qualifiedName())
            .sorted()
            .distinct()
            .toList();
    if (!here.isEmpty()) {
      return "; " + namespace + " has " + some(here);
    }
    List<String> namespaces =
        mesh.workloads().stream()
            .map(workload -> workload.key().namespace())
            .sorted()
            .distinct()
            .toList();
    return namespaces.isEmpty()
        ? "; it has no workloads at all"
        : "; its workloads are in " + some(namespaces);
  }

  private static String some(List<String> names) {
    String words = names.stream().limit(NAMED).collect(Collectors.joining(", "));
    int more = names.size() - NAMED;
    return more > 0 ? words + " and " + more + " more" : words;
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
      List<String> known =
          mesh.gateways().stream().map(ResourceKey::qualifiedName).sorted().toList();
      throw new IllegalArgumentException(
          "no Gateway %s/%s in the mesh%s"
              .formatted(
                  namespace,
                  name.substring(slash + 1),
                  known.isEmpty() ? "" : "; it has " + some(known)));
    }
    return gateway;
  }

  private static String cluster(JsonNode from) {
    return from.path("cluster").asText(ResourceKey.LOCAL);
  }
}
