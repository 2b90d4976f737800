package io.meshtwin.twin.resolve;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshtwin.twin.resource.Foreign;
import io.meshtwin.twin.resource.Gateway;
import io.meshtwin.twin.routing.Caveat;
import io.meshtwin.twin.routing.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * An object that changes the configuration of proxies in ways that nobody can foresee: an
 * EnvoyFilter, a WasmPlugin or a TrafficExtension. Which proxies it means is decided as istiod does
 * ({@code pilot/pkg/model/policyattachment.go}, {@code ShouldAttachPolicy}); which of their
 * traffic, by the contexts, ports and names that its patches match ({@code
 * EnvoyFilter.PatchContext}, {@code TrafficSelector}).
 *
 * @param of the object
 * @param reaches how its namespace reaches: everywhere for the root namespace
 */
record Rewriter(Foreign of, boolean reaches) {
  static final Set<String> KINDS = Set.of("EnvoyFilter", "WasmPlugin", "TrafficExtension");

  /** The traffic that a patch can be for. */
  enum Side {
    /** What leaves a workload through its sidecar. */
    OUTBOUND("SIDECAR_OUTBOUND", "CLIENT"),
    /** What comes to a workload through its sidecar. */
    INBOUND("SIDECAR_INBOUND", "SERVER"),
    /** What comes to a gateway. */
    GATEWAY("GATEWAY", "CLIENT");

    private final String context;
    private final String mode;

    Side(String context, String mode) {
      this.context = context;
      this.mode = mode;
    }
  }

  /**
   * Some traffic.
   *
   * @param ports what it may be for; empty where that is not known
   * @param names of the host that it is for; empty where that is not known
   */
  record Traffic(Side side, Set<Integer> ports, List<String> names) {
    Traffic {
      ports = Set.copyOf(ports);
      names = List.copyOf(names);
    }

    static Traffic all(Side side) {
      return new Traffic(side, Set.of(), List.of());
    }
  }

  /** Whether it means a proxy. */
  boolean means(String cluster, String namespace, Map<String, String> labels) {
    if (!of.key().cluster().equals(cluster)
        || !(reaches || of.key().namespace().equals(namespace))) {
      return false;
    }
    List<JsonNode> targets = targets();
    if (targets.isEmpty()) {
      return selects(labels);
    }
    String gateway = labels.get(Gateway.NAME_LABEL);
    return gateway != null
        && of.key().namespace().equals(namespace)
        && targets.stream()
            .anyMatch(t ->
                t.path("kind").asText().equals("Gateway")
                    && t.path("name").asText().equals(gateway));
  }

  /** The labels that it reads. */
  Set<String> labels() {
    var result = new TreeSet<String>();
    selector().fieldNames().forEachRemaining(result::add);
    return result;
  }

  private JsonNode selector() {
    JsonNode spec = of.spec();
    return of.key().kind().equals("EnvoyFilter")
        ? spec.path("workloadSelector").path("labels")
        : spec.path("selector").path("matchLabels");
  }

  private boolean selects(Map<String, String> labels) {
    return selector().properties().stream()
        .allMatch(label -> label.getValue().asText().equals(labels.get(label.getKey())));
  }

  private List<JsonNode> targets() {
    var result = new ArrayList<JsonNode>();
    of.spec().path("targetRefs").forEach(result::add);
    JsonNode single = of.spec().path("targetRef");
    if (result.isEmpty() && !single.isMissingNode()) {
      result.add(single);
    }
    return result;
  }

  /** Whether it can change what becomes of some traffic. */
  boolean touches(Traffic traffic) {
    return of.key().kind().equals("EnvoyFilter")
        ? patches().stream().anyMatch(patch -> touches(patch, traffic))
        : selectors().isEmpty() || selectors().stream().anyMatch(s -> selected(s, traffic));
  }

  private List<JsonNode> patches() {
    var result = new ArrayList<JsonNode>();
    of.spec().path("configPatches").forEach(result::add);
    return result;
  }

  private List<JsonNode> selectors() {
    var result = new ArrayList<JsonNode>();
    of.spec().path("match").forEach(result::add);
    return result;
  }

  private static boolean selected(JsonNode selector, Traffic traffic) {
    String mode = selector.path("mode").asText("");
    boolean side =
        mode.isEmpty()
            || mode.equals("UNDEFINED")
            || mode.equals("CLIENT_AND_SERVER")
            || mode.equals(traffic.side().mode);
    var ports = new TreeSet<Integer>();
    selector.path("ports").forEach(port -> ports.add(port.path("number").asInt()));
    return side && (ports.isEmpty() || meets(ports, traffic.ports()));
  }

  /** A cluster of one host is looked at where requests come to that host. */
  private static boolean touches(JsonNode patch, Traffic traffic) {
    if (patch.path("applyTo").asText().equals("BOOTSTRAP")) {
      return true;
    }
    JsonNode match = patch.path("match");
    return in(match, traffic.side())
        && clusterHost(patch).isEmpty()
        && meets(ports(match), traffic.ports())
        && named(match, traffic.names());
  }

  private static boolean in(JsonNode match, Side side) {
    String context = match.path("context").asText("ANY");
    return context.equals("ANY") || context.equals(side.context);
  }

  /** Ports of listeners and of route configurations; inbound they are the proxy's own. */
  private static Set<Integer> ports(JsonNode match) {
    var result = new TreeSet<Integer>();
    if (match.path("context").asText("").equals("SIDECAR_INBOUND")) {
      return result;
    }
    for (String kind : List.of("listener", "routeConfiguration")) {
      int port = match.path(kind).path("portNumber").asInt(0);
      if (port > 0) {
        result.add(port);
      }
    }
    return result;
  }

  private static boolean meets(Set<Integer> asked, Set<Integer> had) {
    return asked.isEmpty() || had.isEmpty() || asked.stream().anyMatch(had::contains);
  }

  /** A virtual host is named {@code host:port}. */
  private static boolean named(JsonNode match, List<String> names) {
    String name = match.path("routeConfiguration").path("vhost").path("name").asText("");
    if (name.isEmpty() || names.isEmpty()) {
      return true;
    }
    int colon = name.lastIndexOf(':');
    return names.contains(colon < 0 ? name : name.substring(0, colon));
  }

  private static String clusterHost(JsonNode patch) {
    return patch.path("applyTo").asText().equals("CLUSTER")
        ? patch.path("match").path("cluster").path("service").asText("")
        : "";
  }

  /** Whether it changes how a host is reached, whoever asks. */
  boolean touchesCluster(List<String> names) {
    return of.key().kind().equals("EnvoyFilter")
        && patches().stream().anyMatch(patch -> names.contains(clusterHost(patch)));
  }

  Caveat caveat() {
    return Caveats.notModelled(
        of.key().toString(), new Origin(of.key(), "", of.metadata().source("")));
  }
}
