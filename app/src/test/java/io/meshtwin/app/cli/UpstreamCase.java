package io.meshtwin.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshtwin.app.json.Json;
import io.meshtwin.ingest.source.ManifestSource;
import io.meshtwin.simulator.flow.Simulator;
import io.meshtwin.twin.image.MeshDelta;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.image.Position;
import io.meshtwin.twin.resolve.Dialect;
import io.meshtwin.twin.resolve.ResolvedMesh;
import io.meshtwin.twin.resolve.Workload;
import io.meshtwin.twin.resource.IstioGateway;
import io.meshtwin.twin.routing.Inbound;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A mesh of Istio's own simulation tests, and what comes of its calls here.
 *
 * @param agreed calls that lead where istiod's configuration leads them
 * @param unknown calls that are not known, each with the reason
 * @param apart calls that no request can say, each with the reason
 * @param differences the others
 */
record UpstreamCase(
    int agreed, List<String> unknown, List<String> apart, List<String> differences) {
  private static final String PROXY = "app";

  static UpstreamCase run(Path file) throws IOException {
    JsonNode test = Json.MAPPER.readTree(file.toFile());
    String name = test.path("test").asText();
    var result = new UpstreamCase(0, new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    String reason = apart(test);
    if (reason != null) {
      test.path("calls").forEach(call -> result.apart().add(name + ": " + reason));
      return result;
    }
    var simulator = new Simulator(ResolvedMesh.of(image(test), Dialect.ISTIO));
    int agreed = 0;
    for (JsonNode node : test.path("calls")) {
      var call = new UpstreamCall(node.path("call"), node.path("result"));
      String found = found(simulator, test, call);
      String line = node.path("name").asText() + ": " + found;
      if (found.equals(call.expected())
          || (call.expected().equals("unknown") && isUnknown(found))) {
        agreed++;
      } else if (isUnknown(found)) {
        result.unknown().add(line);
      } else if (call.isNoHttp() && found.equals("taken")) {
        result.apart().add(name + ": whether bytes that arrive are HTTP is not asked");
      } else if (call.isPassedUnread() && found.equals("closed")) {
        result.apart().add(name + ": the mesh's TLS, passed to a workload that cannot read it");
      } else {
        result.differences().add(line + ", recorded " + call.expected() + " " + node);
      }
    }
    return new UpstreamCase(agreed, result.unknown(), result.apart(), result.differences());
  }

  private static boolean isUnknown(String found) {
    return found.startsWith("unknown");
  }

  /** Why the mesh cannot be said in manifests; null where it can. */
  private static @Nullable String apart(JsonNode test) {
    if (test.has("services") || test.has("instances")) {
      return "the services are in memory only, not in manifests";
    }
    String config = test.path("config").asText();
    if (test.path("kubernetes").asText("").contains("kind: Ingress")) {
      return "Ingresses are not modelled";
    }
    boolean router = !test.at("/proxy/type").asText().equals("sidecar");
    if (router && config.contains("kind: ServiceEntry")) {
      return "a proxy behind a ServiceEntry of another namespace, which none is that says its own";
    }
    return config.contains("internal.istio.io/")
        ? "annotations that only istiod itself writes"
        : null;
  }

  private static String found(Simulator simulator, JsonNode test, UpstreamCall call) {
    ResolvedMesh mesh = simulator.mesh();
    String namespace = test.at("/proxy/namespace").asText();
    if (call.isInbound()) {
      Workload workload = mesh.workload("local", namespace + "/" + PROXY);
      Inbound inbound =
          workload == null ? null : mesh.inbound(workload, call.call().path("port").asInt());
      return inbound == null ? "no proxy" : call.taken(inbound);
    }
    ObjectNode from = Json.object();
    if (test.at("/proxy/type").asText().equals("sidecar")) {
      return call.found(simulator, from.put("workload", namespace + "/" + PROXY));
    }
    Map<String, String> labels = labels(test);
    return mesh.image()
        .all(IstioGateway.class)
        .filter(gateway -> labels.entrySet().containsAll(gateway.selector().entrySet()))
        .findFirst()
        .map(gateway -> call.found(simulator, from.put("gateway", gateway.key().qualifiedName())))
        .orElse("no listener");
  }

  private static Map<String, String> labels(JsonNode test) {
    var labels = new TreeMap<String, String>();
    test.at("/proxy/labels")
        .properties()
        .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
    return labels;
  }

  private static MeshImage image(JsonNode test) throws IOException {
    ObjectNode pod = Json.object().put("apiVersion", "v1").put("kind", "Pod");
    ObjectNode metadata =
        pod.putObject("metadata")
            .put("name", PROXY)
            .put("namespace", test.at("/proxy/namespace").asText());
    ObjectNode labels = metadata.putObject("labels");
    labels(test).forEach(labels::put);
    if (test.at("/proxy/type").asText().equals("sidecar")) {
      metadata.putObject("annotations").put("sidecar.istio.io/status", "{}");
      labels.put("security.istio.io/tlsMode", "istio");
    }
    ObjectNode status = pod.putObject("status").put("podIP", test.at("/proxy/ip/0").asText());
    var addresses = status.putArray("podIPs");
    test.at("/proxy/ip").forEach(ip -> addresses.addObject().put("ip", ip.asText()));
    ObjectNode settings = Json.object().put("apiVersion", "v1").put("kind", "ConfigMap");
    settings.putObject("metadata").put("name", "istio").put("namespace", "istio-system");
    settings.putObject("data").put("mesh", test.path("meshConfig").toString());
    String text =
        String.join(
            "\n---\n",
            pod.toString(),
            settings.toString(),
            test.path("config").asText(),
            test.path("kubernetes").asText(""));
    var in = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    var content = new ManifestSource(List.of("-"), in).read(Instant.EPOCH);
    if (!content.errors().isEmpty()) {
      throw new IllegalStateException(test.path("test").asText() + ": " + content.errors());
    }
    var delta = new MeshDelta(MeshImage.EMPTY);
    content.events().forEach(delta::replay);
    return delta.apply(Position.START);
  }

  static List<Path> all(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.filter(path -> path.toString().endsWith(".json")).sorted().toList();
    }
  }
}
