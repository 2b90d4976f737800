package io.meshtwin.fidelity.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.TypeRegistry;
import com.google.protobuf.util.JsonFormat;
import io.envoyproxy.envoy.config.bootstrap.v3.Bootstrap;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.route.v3.DirectResponseAction;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import io.envoyproxy.envoy.extensions.filters.http.rbac.v3.RBAC;
import io.envoyproxy.envoy.extensions.filters.http.router.v3.Router;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import io.envoyproxy.envoy.extensions.path.match.uri_template.v3.UriTemplateMatchConfig;
import io.meshtwin.bridge.secret.SecretSource;
import io.meshtwin.bridge.xds.AccessRules;
import io.meshtwin.bridge.xds.OwnClusters;
import io.meshtwin.fidelity.envoy.EnvoyBinary;
import io.meshtwin.fidelity.envoy.EnvoyProcess;
import io.meshtwin.simulator.access.Arrival.Outcome;
import io.meshtwin.simulator.access.Doorman;
import io.meshtwin.simulator.access.Shown;
import io.meshtwin.simulator.access.Wire;
import io.meshtwin.testkit.envoy.UsesEnvoy;
import io.meshtwin.twin.resolve.ResolvedMesh;
import io.meshtwin.twin.resolve.Workload;
import io.meshtwin.twin.routing.Inbound;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What AuthorizationPolicies let in, on the real Envoy with the bridge's filters. */
@UsesEnvoy
class AccessOnEnvoyTest {
  /** Decisions in each build. */
  static final int DECISIONS = 2400;

  private static final int REQUESTS = 40;
  private static final int MESHES = DECISIONS / REQUESTS;
  private static final int FIRST_PORT = 20_000;

  /** Where clients on this machine come from. */
  private static final String LOOPBACK = "127.0.0.1";

  /** An address of this process alone, so that no port of it is taken. */
  private static final String SERVER =
      "127.%d.%d.1"
          .formatted(
              100 + ProcessHandle.current().pid() / 256 % 100, ProcessHandle.current().pid() % 256);

  private static final String MESH =
      """
      apiVersion: v1
      kind: Service
      metadata: {name: cart, namespace: shop}
      spec: {selector: {app: cart}, ports: [{name: http, port: 80, targetPort: 8080}]}
      ---
      apiVersion: v1
      kind: Pod
      metadata:
        name: cart-0
        namespace: shop
        labels: {app: cart}
        annotations: {sidecar.istio.io/status: '{}'}
      status: {podIP: 127.0.0.1}
      ---
      """;

  private final EnvoyBinary envoy;

  @TempDir private Path directory;

  AccessOnEnvoyTest(io.meshtwin.testkit.envoy.EnvoyBinary installed) {
    envoy = new EnvoyBinary(installed.path());
  }

  /** A workload's port with what a real Envoy listens on for it. */
  private record Door(Inbound inbound, int port, String policies) {}

  @Test
  void policiesLetInWhatIsPredicted() throws Exception {
    long seed = Long.getLong("meshtwin.seed", System.nanoTime() % 1_000_000_000);
    var random = new Random(seed);
    List<Door> doors = new ArrayList<>();
    for (int port = FIRST_PORT; port < FIRST_PORT + MESHES; port++) {
      String policies = RandomPolicy.yaml(random);
      doors.add(new Door(inbound(policies), port, policies));
    }
    var wrong = new ArrayList<String>();
    int let = 0;
    try (EnvoyProcess process = EnvoyProcess.start(envoy, "access", bootstrap(doors), directory)) {
      process.awaitReady(Duration.ofSeconds(30));
      for (Door door : doors) {
        for (int i = 0; i < REQUESTS; i++) {
          RandomPolicy.Asked asked = RandomPolicy.request(random);
          boolean predicted = predicted(door, asked);
          int status = send(door.port(), asked);
          let += status == 200 ? 1 : 0;
          if (status != (predicted ? 200 : 403)) {
            wrong.add(asked + " answered " + status + " with\n" + door.policies());
          }
        }
      }
    }
    System.out.printf(
        "%d decisions of policies on a real Envoy from seed %d, %d let in, %d otherwise%n",
        DECISIONS, seed, let, wrong.size());
    assertThat(wrong.stream().limit(3)).as("%d with seed %d", wrong.size(), seed).isEmpty();
    assertThat(let).isPositive().isLessThan(DECISIONS);
  }

  private static Inbound inbound(String policies) {
    ResolvedMesh mesh = Meshes.of(MESH + policies);
    Workload workload = Objects.requireNonNull(mesh.workload("local", "shop/cart-0"));
    return Objects.requireNonNull(mesh.inbound(workload, 8080));
  }

  private static boolean predicted(Door door, RandomPolicy.Asked asked) {
    int query = asked.path().indexOf('?');
    var request =
        new Shown.Http(
            asked.method(),
            asked.host(),
            query < 0 ? asked.path() : asked.path().substring(0, query),
            name -> header(asked, name));
    var connection = new Shown.Connection(null, true, LOOPBACK, SERVER, door.port(), "");
    Outcome outcome =
        new Doorman()
            .ask(
                door.inbound(),
                Wire.plain(true, false),
                new Shown(connection, request, null),
                null);
    return outcome instanceof Outcome.Taken;
  }

  private static List<String> header(RandomPolicy.Asked asked, String name) {
    if (name.equals("x-forwarded-for")) {
      return asked.forwarded().isEmpty() ? List.of() : List.of(asked.forwarded());
    }
    return name.equals(asked.name()) ? asked.lines() : List.of();
  }

  private static int send(int port, RandomPolicy.Asked asked) throws IOException {
    try (var socket = new Socket(InetAddress.getByName(SERVER), port)) {
      var text = new StringBuilder(asked.method() + " " + asked.path() + " HTTP/1.1\r\n");
      text.append("host: ").append(asked.host()).append("\r\nconnection: close\r\n");
      asked.lines().forEach(line -> text.append(asked.name() + ": ").append(line).append("\r\n"));
      if (!asked.forwarded().isEmpty()) {
        text.append("x-forwarded-for: ").append(asked.forwarded()).append("\r\n");
      }
      text.append("content-length: 0\r\n\r\n");
      socket.getOutputStream().write(text.toString().getBytes(StandardCharsets.US_ASCII));
      var reader =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      return Integer.parseInt(Objects.requireNonNull(reader.readLine()).split(" ", -1)[1]);
    }
  }

  private static String bootstrap(List<Door> doors) throws Exception {
    Bootstrap.Builder bootstrap = Bootstrap.newBuilder();
    for (Door door : doors) {
      bootstrap.getStaticResourcesBuilder().addListeners(listener(door));
    }
    return JsonFormat.printer()
        .usingTypeRegistry(
            TypeRegistry.newBuilder()
                .add(HttpConnectionManager.getDescriptor())
                .add(RBAC.getDescriptor())
                .add(UriTemplateMatchConfig.getDescriptor())
                .add(Router.getDescriptor())
                .build())
        .print(bootstrap.build());
  }

  private static Listener listener(Door door) throws Exception {
    Inbound.Chain plain =
        door.inbound().chains().stream().filter(chain -> !chain.tls()).findFirst().orElseThrow();
    var route =
        Route.newBuilder()
            .setMatch(RouteMatch.newBuilder().setPrefix("/"))
            .setDirectResponse(DirectResponseAction.newBuilder().setStatus(200));
    var manager =
        HttpConnectionManager.newBuilder()
            .setStatPrefix("in")
            .setNormalizePath(com.google.protobuf.BoolValue.of(true))
            .setRouteConfig(
                RouteConfiguration.newBuilder()
                    .addVirtualHosts(
                        VirtualHost.newBuilder().setName("all").addDomains("*").addRoutes(route)))
            .addAllHttpFilters(
                new AccessRules(SecretSource.NONE, _ -> {}, OwnClusters.NONE).http(plain.filters()))
            .addHttpFilters(
                HttpFilter.newBuilder()
                    .setName("envoy.filters.http.router")
                    .setTypedConfig(Any.pack(Router.getDefaultInstance())));
    return Listener.newBuilder()
        .setName("in-" + door.port())
        .setAddress(
            Address.newBuilder()
                .setSocketAddress(
                    SocketAddress.newBuilder().setAddress(SERVER).setPortValue(door.port())))
        .addFilterChains(
            FilterChain.newBuilder()
                .addFilters(
                    Filter.newBuilder()
                        .setName("envoy.filters.network.http_connection_manager")
                        .setTypedConfig(Any.pack(manager.build()))))
        .build();
  }
}
