package io.meshtwin.fidelity.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshtwin.bridge.Bridge;
import io.meshtwin.bridge.dump.ConfigDump;
import io.meshtwin.bridge.dump.DumpReader;
import io.meshtwin.bridge.dump.EndpointNames;
import io.meshtwin.bridge.xds.ProxyId;
import io.meshtwin.fidelity.envoy.EnvoyBinary;
import io.meshtwin.fidelity.local.ControlPlane;
import io.meshtwin.fidelity.local.LocalProxies;
import io.meshtwin.fidelity.local.LoopbackAddresses;
import io.meshtwin.fidelity.local.WorkloadAgent;
import io.meshtwin.fidelity.tls.StandIns;
import io.meshtwin.simulator.diff.Differ;
import io.meshtwin.simulator.diff.Difference;
import io.meshtwin.simulator.diff.Preview;
import io.meshtwin.simulator.flow.Verdict;
import io.meshtwin.testkit.envoy.UsesEnvoy;
import io.meshtwin.testkit.mesh.IstioMesh;
import io.meshtwin.testkit.mesh.RandomMesh;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.resolve.ClientScope;
import io.meshtwin.twin.resolve.ResolvedMesh;
import io.meshtwin.twin.resolve.Workload;
import io.meshtwin.twin.routing.Cluster.Protocol;
import io.meshtwin.twin.routing.Endpoint;
import io.meshtwin.twin.routing.ObservedProxy;
import io.meshtwin.twin.routing.ObservedProxy.Role;
import io.meshtwin.twin.routing.ServerSide;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What this bridge pushes to real Envoys and what is read from their dumps behave the same, proven
 * over all requests. A longer run: {@code -Dmeshtwin.dump.meshes=100}; one again: {@code
 * -Dmeshtwin.dump.meshes=1 -Dmeshtwin.seed=S}.
 */
@UsesEnvoy
class DumpRoundTripTest {
  private static final int PROXIES = 4;
  private static final int SHOWN = 5;
  private static final Duration LIMIT = Duration.ofMinutes(1);

  /** Workloads have proxies, and nobody is sent through them here. */
  private static final LoopbackAddresses.Doors PROXIED = (_, _) -> Optional.empty();

  private final EnvoyBinary envoy;

  @TempDir private Path directory;

  DumpRoundTripTest(io.meshtwin.testkit.envoy.EnvoyBinary installed) {
    envoy = new EnvoyBinary(installed.path());
  }

  @Test
  void dumpsOfRandomMeshesByTheSpecificationBehaveAsTheMesh() throws Exception {
    roundTrip(seed -> Meshes.of(RandomMesh.yaml(RandomMesh.objects(new Random(seed)))));
  }

  @Test
  void dumpsOfRandomMeshesOfIstiosBehaveAsTheMesh() throws Exception {
    Counts counts =
        roundTrip(seed -> Meshes.of(RandomMesh.yaml(plain(IstioMesh.objects(new Random(seed))))));
    assertThat(counts.protocols).containsKeys(Protocol.HTTP, Protocol.HTTP2, Protocol.UNSAID);
  }

  @Test
  void dumpsSayWhoMayEnterAsTheMeshDoes() throws Exception {
    Counts counts =
        roundTrip(seed -> Meshes.of(RandomMesh.yaml(IstioMesh.objects(new Random(seed)))));
    assertThat(counts.doors).isGreaterThan(counts.proxies);
  }

  /** Nobody is asked for certificates, who may enter is the same for all. */
  private static List<ObjectNode> plain(List<ObjectNode> objects) {
    objects.removeIf(object -> object.path("apiVersion").asText().startsWith("security."));
    for (ObjectNode object : objects) {
      object
          .findParents("trafficPolicy")
          .forEach(owner -> ((ObjectNode) owner.path("trafficPolicy")).remove("tls"));
    }
    ObjectNode all = JsonNodeFactory.instance.objectNode();
    all.put("apiVersion", "security.istio.io/v1").put("kind", "PeerAuthentication");
    all.putObject("metadata").put("name", "default").put("namespace", "istio-system");
    all.putObject("spec").putObject("mtls").put("mode", "DISABLE");
    objects.add(all);
    return objects;
  }

  private Counts roundTrip(LongFunction<ResolvedMesh> meshes) throws Exception {
    int count = Integer.getInteger("meshtwin.dump.meshes", 3);
    Long again = Long.getLong("meshtwin.seed");
    var counts = new Counts();
    for (long i = 0; i < count; i++) {
      long seed = again == null ? i + 1 : again + i;
      compare(meshes.apply(seed), seed, counts);
    }
    System.out.printf(
        "%d proxies, %d classes equal, %d unknown to the mesh, %d to the reader, %d differ%n",
        counts.proxies, counts.equal, counts.unknown, counts.unread, counts.failures.size());
    assertThat(counts.failures.stream().limit(SHOWN)).as("%d", counts.failures.size()).isEmpty();
    assertThat(counts.equal).isGreaterThan(counts.proxies * 5);
    assertThat(counts.unread).isLessThan(counts.equal / 10);
    return counts;
  }

  /** Envoy's {@code udp_proxy} has no weights: their endpoints are in one cluster. */
  @Test
  void datagramsToSeveralServicesAreReadBack() throws Exception {
    var counts = new Counts();
    ResolvedMesh mesh =
        Meshes.of(
            """
            apiVersion: gateway.networking.k8s.io/v1
            kind: Gateway
            metadata: {name: edge, namespace: shop}
            spec:
              gatewayClassName: any
              listeners: [{name: datagrams, protocol: UDP, port: 5300}]
            ---
            apiVersion: gateway.networking.k8s.io/v1
            kind: UDPRoute
            metadata: {name: names, namespace: shop}
            spec:
              parentRefs: [{name: edge}]
              rules:
              - backendRefs:
                - {name: one, port: 53, weight: 1}
                - {name: two, port: 53, weight: 6}
            ---
            """
                + named("one", 3)
                + named("two", 2));
    compare(mesh, 1, counts);
    assertThat(counts.failures).isEmpty();
    assertThat(counts.equal).isPositive();
  }

  private static String named(String service, int replicas) {
    return """
    apiVersion: v1
    kind: Service
    metadata: {name: %1$s, namespace: shop}
    spec: {selector: {app: %1$s}, ports: [{name: dns, protocol: UDP, port: 53}]}
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: %1$s, namespace: shop}
    spec: {replicas: %2$d, template: {metadata: {labels: {app: %1$s}}, spec: {containers: []}}}
    ---
    """
        .formatted(service, replicas);
  }

  @Test
  void whatIsChangedInADumpIsTold() throws Exception {
    var counts = new Counts();
    ResolvedMesh mesh = Meshes.of(RandomMesh.yaml(RandomMesh.objects(new Random(1))));
    edited = text -> text.replace("\"timeout\": \"0s\"", "\"timeout\": \"7s\"");
    compare(mesh, 1, counts);
    assertThat(counts.failures).anyMatch(failure -> failure.contains("PT7S"));
  }

  /** What is done to dumps before they are read. */
  private UnaryOperator<String> edited = text -> text;

  private static final class Counts {
    private final List<String> failures = new ArrayList<>();
    private final Map<Protocol, Integer> protocols = new EnumMap<>(Protocol.class);
    private int proxies;
    private int equal;
    private int unknown;
    private int unread;
    private int doors;
  }

  private void compare(ResolvedMesh mesh, long seed, Counts counts) throws Exception {
    Map<String, Endpoint> seen = new ConcurrentHashMap<>();
    var certificates = new StandIns();
    Map<ProxyId, ResourceKey> proxies = proxies(mesh);
    try (var addresses =
            LoopbackAddresses.claim(PROXIED, (e, at, _) -> seen.put(at.ip() + ":" + at.port(), e));
        Bridge bridge = Bridge.open(0, addresses, certificates);
        var agent = WorkloadAgent.open(proxy -> identity(mesh, proxies.get(proxy)))) {
      bridge.publish(mesh);
      try (var running =
          LocalProxies.start(
              envoy,
              ControlPlane.of(bridge, agent.address()),
              proxies.keySet(),
              directory,
              LIMIT)) {
        for (var proxy : proxies.entrySet()) {
          String text = running.process(proxy.getKey()).admin("/config_dump?include_eds");
          ObservedProxy observed =
              read(edited.apply(text), proxy.getKey(), proxy.getValue(), names(seen));
          spoken(observed, counts);
          doors(mesh, observed, counts);
          count(Differ.preview(mesh, mesh.running(observed)), proxy.getKey(), seed, counts);
        }
      }
    }
  }

  /** That they are the ones that the mesh wants is part of what is compared. */
  private static void spoken(ObservedProxy observed, Counts counts) {
    observed.clusters().values().stream()
        .filter(cluster -> !cluster.endpoints().isEmpty())
        .forEach(cluster -> counts.protocols.merge(cluster.protocol(), 1, Integer::sum));
  }

  private static Optional<String> identity(ResolvedMesh mesh, @Nullable ResourceKey key) {
    if (key == null) {
      return Optional.empty();
    }
    Workload workload = mesh.workload(ResourceKey.LOCAL, key.qualifiedName());
    return workload == null
        ? Optional.empty()
        : Optional.ofNullable(mesh.identity(key.namespace(), workload.serviceAccount()));
  }

  /** What a workload's ports ask for is said in the mesh's words. */
  private static void doors(ResolvedMesh mesh, ObservedProxy observed, Counts counts) {
    Workload workload = mesh.workload(ResourceKey.LOCAL, observed.proxy().qualifiedName());
    ServerSide written = workload == null ? null : mesh.server(workload);
    ServerSide read = observed.server();
    if (written == null || read == null) {
      assertThat(read).as(observed.proxy().toString()).isEqualTo(written);
      return;
    }
    assertThat(read.peers().trustDomains()).isIn(List.of(), written.peers().trustDomains());
    for (int port : written.ports().keySet()) {
      ServerSide.Port one = Objects.requireNonNull(written.ports().get(port));
      ServerSide.Port other = Objects.requireNonNull(read.ports().get(port));
      assertThat(other.inbound().mode()).isEqualTo(one.inbound().mode());
      // Bytes and HTTP/1.1 are not told apart by the cluster of the workload.
      boolean first = one.spoken() == Protocol.TCP;
      assertThat(other.spoken()).isEqualTo(first ? Protocol.HTTP : one.spoken());
      assertThat(other.endpoint()).isEqualTo(one.endpoint());
      counts.doors++;
    }
  }

  private static ObservedProxy read(
      String text, ProxyId proxy, ResourceKey key, EndpointNames names) {
    Role role = proxy.role() == ProxyId.Role.GATEWAY ? Role.GATEWAY : Role.SIDECAR;
    return DumpReader.read(ConfigDump.parse(text, proxy.nodeId()), role, key, "", names);
  }

  /** Addresses on this machine stand for endpoints of the mesh. */
  private static EndpointNames names(Map<String, Endpoint> known) {
    return (_, seen) ->
        seen.stream()
            .map(one -> named(one, Objects.requireNonNull(known.get(one.name()))))
            .toList();
  }

  private static Endpoint named(Endpoint seen, Endpoint own) {
    return new Endpoint(
        own.name(), own.address(), own.port(), own.workload(), seen.weight(), seen.mutual());
  }

  /** Gateways, and one sidecar for each scope and what may enter. */
  private static Map<ProxyId, ResourceKey> proxies(ResolvedMesh mesh) {
    Map<ProxyId, ResourceKey> all = new LinkedHashMap<>();
    mesh.gateways().stream()
        .limit(PROXIES)
        .forEach(key -> all.put(ProxyId.gateway(key.namespace(), key.name()), key));
    Map<List<Object>, Workload> kinds = new LinkedHashMap<>();
    for (Workload workload : mesh.workloads()) {
      ClientScope scope = mesh.scope(workload);
      ServerSide server = mesh.server(workload);
      if (scope.meshed()) {
        List<Object> kind = server == null ? List.of(scope) : List.of(scope, server.anonymous());
        kinds.putIfAbsent(kind, workload);
      }
    }
    kinds.values().stream()
        .map(Workload::key)
        .limit(PROXIES)
        .forEach(key -> all.put(ProxyId.sidecar(key.namespace(), key.name()), key));
    return all;
  }

  private static void count(Preview preview, ProxyId proxy, long seed, Counts counts) {
    counts.proxies++;
    counts.equal += preview.equal();
    for (Difference difference : preview.differences()) {
      var changed = difference.changed();
      if (changed != null && changed.before().kind() == Verdict.Kind.UNKNOWN) {
        counts.unknown++;
      } else if (changed != null && changed.after().kind() == Verdict.Kind.UNKNOWN) {
        counts.unread++;
      } else {
        counts.failures.add(
            "-Dmeshtwin.seed=%d: %s: %s%n".formatted(seed, proxy.nodeId(), difference.key()));
      }
    }
  }
}
