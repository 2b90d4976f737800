package io.meshtwin.fidelity.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.bridge.dump.ConfigDump;
import io.meshtwin.bridge.dump.DumpReader;
import io.meshtwin.bridge.dump.EndpointNames;
import io.meshtwin.bridge.xds.ProxyId;
import io.meshtwin.fidelity.echo.EchoWorkloads;
import io.meshtwin.fidelity.envoy.EnvoyBinary;
import io.meshtwin.fidelity.envoy.EnvoyProcess;
import io.meshtwin.fidelity.local.LoopbackAddresses;
import io.meshtwin.fidelity.local.LoopbackMesh;
import io.meshtwin.fidelity.tls.ServerHello;
import io.meshtwin.fidelity.tls.StandIns;
import io.meshtwin.testkit.envoy.UsesEnvoy;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resolve.Dialect;
import io.meshtwin.twin.resolve.ResolvedMesh;
import io.meshtwin.twin.routing.Cluster;
import io.meshtwin.twin.routing.Endpoint;
import io.meshtwin.twin.routing.Listener;
import io.meshtwin.twin.routing.ObservedProxy;
import io.meshtwin.twin.routing.Origin;
import io.meshtwin.twin.routing.ServicePort;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Configurations that no bridge made, run by a real Envoy: what the simulator says over its dump is
 * what it does. More requests: {@code -Dmeshtwin.dump.requests=20000}; others: {@code
 * -Dmeshtwin.seed=S}.
 */
@UsesEnvoy
class HandMadeProxyTest {
  private static final ProxyId PROXY = ProxyId.gateway("default", "hand-made");
  private static final ResourceKey KEY =
      new ResourceKey(
          ResourceKey.LOCAL, "gateway.networking.k8s.io", "Gateway", "default", "hand-made");
  private static final int SHOWN = 5;
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final EnvoyBinary envoy;

  @TempDir private Path directory;

  HandMadeProxyTest(io.meshtwin.testkit.envoy.EnvoyBinary installed) {
    envoy = new EnvoyBinary(installed.path());
  }

  @Test
  void routesDoWhatTheDumpSays() throws Exception {
    replay("proxy-routes.yaml", 3000, 1500);
  }

  @Test
  void chainsWithTlsDoWhatTheDumpSays() throws Exception {
    replay("proxy-tls.yaml", 500, 250);
  }

  private void replay(String file, int requests, int least) throws Exception {
    var certificates = new StandIns();
    var hello = new ServerHello(certificates.backend(List.of("passed.example")));
    Map<String, Endpoint> at = new HashMap<>();
    try (LoopbackMesh local =
        LoopbackMesh.open(new EchoWorkloads(new TreeMap<>(RESPONSE), hello))) {
      String bootstrap = bootstrap(file, local.addresses(), certificates, at);
      // The header that names a cluster may send HTTP to where datagrams are echoed.
      at.forEach((ip, endpoint) ->
          local.workloads().start(endpoint.name(), 9000, new InetSocketAddress(ip, 9000)));
      try (var process = EnvoyProcess.start(envoy, "hand-made", bootstrap, directory)) {
        process.awaitReady(LIMIT);
        String dump = process.admin("/config_dump?include_eds");
        int count = Integer.getInteger("meshtwin.dump.requests", requests);
        check(new Replay(mesh(dump, at), local, certificates), count, Math.min(least, count / 2));
      }
    }
  }

  private static final Map<String, String> RESPONSE = Map.of("x-answer", "w", "x-secret", "w");

  private record Replay(ResolvedMesh mesh, LoopbackMesh local, StandIns certificates) {
    ProxyRun run() {
      var response = new TreeMap<>(RESPONSE);
      return new ProxyRun(
          mesh, PROXY, local.addresses(), certificates, local.workloads(), response);
    }
  }

  private static void check(Replay replay, int count, int least) {
    long seed = Long.getLong("meshtwin.seed", 1);
    var plan = new Plan(replay.mesh(), new CaseGenerator(replay.mesh(), seed).cases(count));
    ProxyRun run = replay.run();
    assertThat(run.run(Objects.requireNonNull(plan.steps().get(PROXY)), () -> true)).isTrue();
    System.out.printf(
        "%d requests of seed %d agree with a dump, %d differ, %d unknown, %d others set aside%n",
        run.checked() - run.disagreements().size(),
        seed,
        run.disagreements().size(),
        plan.setAside().stream().filter(SetAside::unknown).count(),
        plan.setAside().stream().filter(one -> !one.unknown()).count());
    List<Disagreement> found = new ArrayList<>(run.disagreements());
    assertThat(found.stream().limit(SHOWN)).as("%d of seed %d", found.size(), seed).isEmpty();
    double alarms = Split.FALSE_ALARMS_PER_RUN / Math.max(1, run.splits().size());
    assertThat(run.splits())
        .allSatisfy(tally -> assertThat(tally.split().surprises(alarms)).isEmpty());
    assertThat(run.checked()).isGreaterThanOrEqualTo(least);
  }

  private static ResolvedMesh mesh(String dump, Map<String, Endpoint> at) {
    EndpointNames names =
        (_, seen) ->
            seen.stream()
                .map(one -> named(one, Objects.requireNonNull(at.get(one.address()), one.name())))
                .toList();
    ObservedProxy proxy =
        DumpReader.read(
            ConfigDump.parse(dump, "hand-made"), ObservedProxy.Role.GATEWAY, KEY, "", names);
    return ResolvedMesh.of(MeshImage.EMPTY, Dialect.SPEC).running(proxy);
  }

  private static Endpoint named(Endpoint seen, Endpoint own) {
    return new Endpoint(
        own.name(), own.address(), own.port(), own.workload(), seen.weight(), seen.mutual());
  }

  /** The configuration with addresses of this machine; each endpoint is known by its own. */
  private static String bootstrap(
      String file, LoopbackAddresses addresses, StandIns certificates, Map<String, Endpoint> at)
      throws IOException {
    String text;
    try (InputStream in = HandMadeProxyTest.class.getResourceAsStream(file)) {
      text = new String(Objects.requireNonNull(in, file).readAllBytes(), StandardCharsets.UTF_8);
    }
    for (String name : List.of("one", "two", "three", "datagrams")) {
      var protocol = name.equals("datagrams") ? Cluster.Protocol.UDP : Cluster.Protocol.HTTP;
      var endpoint = new Endpoint("hand/" + name, "", 9000, "hand/" + name, 1);
      var service = ServicePort.ofHost(ResourceKey.LOCAL, "", name, 9000);
      var cluster = new Cluster(service, protocol, List.of(endpoint), List.of());
      String ip = addresses.reach(PROXY, cluster, endpoint).orElseThrow().ip();
      at.put(ip, endpoint);
      text = text.replace("${" + name + "}", ip);
    }
    var served = certificates.certificate(inline("inline certificate")).orElseThrow();
    String clients =
        certificates.authorities(inline("inline authorities")).orElseThrow().certificates();
    text = text.replace("${chain}", quoted(served.chain()));
    text = text.replace("${key}", quoted(served.privateKey()));
    text = text.replace("${clients}", quoted(clients));
    var binding = new Listener.Binding.ToGateway(8080);
    var any = new Listener("any", binding, List.of(), new Origin(KEY, "", null));
    String own = addresses.listen(PROXY, any).addresses().getFirst().ip();
    return text.replace("${listen}", own);
  }

  /** What the reader calls a certificate that stands in the configuration itself. */
  private static ResourceKey inline(String name) {
    return new ResourceKey(ResourceKey.LOCAL, "envoyproxy.io", "Secret", "default", name);
  }

  private static String quoted(String pem) {
    return pem.replace("\n", "\\n");
  }
}
