package io.meshtwin.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvoyMeshTest {
  private static final String OWN_ROUTES =
      """
      {"match": {"path": "/tea"}, "direct_response": {"status": 418}},
      {"match": {"prefix": "/hedged"}, "route": {"cluster": "shop/cart:80", "hedge_policy": {}}},
      {"match": {"prefix": "/cart"}, "route": {"cluster": "shop/cart:80", "timeout": "3s"}}
      """;

  @TempDir Path directory = Path.of("");

  @Test
  void aDumpAnswersRequests() throws IOException {
    Ran ran = simulate(dump("gateway~shop/web", OWN_ROUTES), "http://shop.example/cart/1");
    assertThat(ran.code()).as(ran.err()).isZero();
    JsonNode answer = ran.lines().getFirst();
    assertThat(answer.path("verdict").asText()).isEqualTo("forwarded");
    assertThat(answer.at("/backends/0/service").asText()).isEqualTo("shop/cart");
    assertThat(answer.at("/backends/0/endpoints/0").asText()).isEqualTo("10.1.0.7:8080");
    assertThat(answer.at("/timeouts/request").asText()).isEqualTo("3s");
  }

  @Test
  void whatTheReaderDoesNotKnowMakesOnlyWhatItTouchesUnknown() throws IOException {
    String dump = dump("gateway~shop/web", OWN_ROUTES);
    JsonNode touched = simulate(dump, "http://shop.example/hedged").lines().getFirst();
    assertThat(touched.path("verdict").asText()).isEqualTo("unknown");
    assertThat(touched.path("reason").asText())
        .contains("hedge_policy of RouteAction")
        .contains("configs[2].static_listeners[0].listener.filter_chains[0]")
        .contains("routes[1].route");
    JsonNode other = simulate(dump, "http://shop.example/tea").lines().getFirst();
    assertThat(other.path("status").asInt()).isEqualTo(418);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        """
        {"match": {"safe_regex": {"regex": "/img/\\\\C+"}}, "direct_response": {"status": 418}},
        """,
        """
        {"match": {"prefix": "/img/"}, "redirect": {"regex_rewrite":
          {"pattern": {"regex": "\\\\C+"}, "substitution": "/"}}},
        """
      })
  void anExpressionThatIsNotReadMakesOnlyWhatItMayTakeUnknown(String routes) throws IOException {
    String dump = dump("gateway~shop/web", routes + OWN_ROUTES);
    JsonNode touched = simulate(dump, "http://shop.example/img/a").lines().getFirst();
    assertThat(touched.path("verdict").asText()).isEqualTo("unknown");
    assertThat(touched.path("reason").asText()).contains("regex of RegexMatcher");
    JsonNode other = simulate(dump, "http://shop.example/tea").lines().getFirst();
    assertThat(other.path("status").asInt()).isEqualTo(418);
  }

  @Test
  void twoMomentsOfOneProxyAreToldApartByARequest() throws IOException {
    String before = dump("gateway~shop/web", OWN_ROUTES);
    String after = write("after.json", text("gateway~shop/web", OWN_ROUTES.replace("418", "503")));
    assertThat(Ran.command("equiv", before, before).code()).isZero();
    Ran ran = Ran.command("equiv", before, after, "-o", "json");
    assertThat(ran.code()).isEqualTo(1);
    JsonNode difference = ran.json().at("/differences/0");
    assertThat(difference.at("/witness/url").asText()).endsWith("/tea");
    assertThat(difference.at("/cause/0/resource").asText()).isEqualTo("ConfigDump shop/web");
    assertThat(difference.at("/cause/0/field").asText()).contains("virtual_hosts[0].routes[0]");
  }

  @Test
  void aMeshIsComparedWithWhatItsProxyRuns() throws IOException {
    Ran ran = Ran.command("equiv", mesh(), dump("gateway~shop/web", OWN_ROUTES), "-o", "json");
    assertThat(ran.code()).as(ran.err()).isEqualTo(1);
    assertThat(ran.err()).contains("compared is gateway~shop/web");
    assertThat(ran.out()).contains("/tea");
  }

  @Test
  void aProxyOfWhichTheMeshKnowsNothingIsRefusedWithTheNearestName() throws IOException {
    String dump = dump("gateway~shop/web", OWN_ROUTES);
    String mesh = new Shop(directory).mesh();
    String[] names = {"sidecar~shop/crat-v1", "gateway~shop/web"};
    for (String name : names) {
      Ran ran = Ran.command("equiv", mesh, dump, "--as", name);
      assertThat(ran.code()).as(ran.out()).isEqualTo(2);
      assertThat(ran.err()).contains("is the proxy of " + name + ", and the mesh has no ");
    }
    assertThat(Ran.command("equiv", mesh, dump, "--as", names[0]).err())
        .contains("no workload shop/crat-v1; did you mean shop/cart-v1?");
    assertThat(Ran.command("equiv", mesh, dump, "--as", "sidecar~shop/cart-v1").code())
        .isEqualTo(1);
  }

  @Test
  void aNameOfAProxyIsRefusedWhereNoneIsCompared() {
    String mesh = new Shop(directory).mesh();
    for (Ran ran :
        List.of(
            Ran.command("equiv", mesh, mesh, "--as", "sidecar~shop/cart-v1"),
            Ran.command("findings", "--mesh", mesh, "--as", "sidecar~shop/cart-v1"))) {
      assertThat(ran.code()).isEqualTo(2);
      assertThat(ran.err()).contains("--as sidecar~shop/cart-v1", "no envoy:… is named");
    }
  }

  @Test
  void resultsOfADumpStandInItsFileForCodeHosts() throws IOException {
    String dump = dump("gateway~shop/web", OWN_ROUTES);
    JsonNode results =
        Ran.command("equiv", mesh(), dump, "-o", "sarif").json().at("/runs/0/results");
    assertThat(results).isNotEmpty();
    for (JsonNode result : results) {
      JsonNode location = result.at("/locations/0");
      assertThat(location.at("/physicalLocation/artifactLocation/uri").asText())
          .endsWith("/dump.json");
      assertThat(location.at("/physicalLocation/region/startLine").asInt()).isEqualTo(1);
      assertThat(location.at("/logicalLocations/0/fullyQualifiedName").asText())
          .startsWith("ConfigDump shop/web ");
    }
  }

  @Test
  void aLiveProxyIsAskedAtItsAdminAddress() throws IOException {
    String text = text("gateway~shop/web", OWN_ROUTES);
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/config_dump",
        exchange -> {
          byte[] body = text.getBytes(StandardCharsets.UTF_8);
          boolean whole = "include_eds".equals(exchange.getRequestURI().getQuery());
          exchange.sendResponseHeaders(whole ? 200 : 404, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    try {
      String live = "envoy:127.0.0.1:" + server.getAddress().getPort();
      JsonNode answer = simulate(live, "http://shop.example/tea").lines().getFirst();
      assertThat(answer.path("status").asInt()).isEqualTo(418);
    } finally {
      server.stop(0);
    }
  }

  @Test
  void aProxyThatDoesNotSayWhoseItIsNeedsAName() throws IOException {
    String dump = dump("envoy-1", OWN_ROUTES);
    Ran ran = simulate(dump, "http://shop.example/tea");
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).contains("its node is 'envoy-1'").contains("--as gateway~NAMESPACE/NAME");
    Ran named = simulate(dump, "http://shop.example/tea", "--as", "gateway~shop/web");
    assertThat(named.lines().getFirst().path("status").asInt()).isEqualTo(418);
  }

  @Test
  void whatIsNoDumpIsRefusedWithTheWayToOne() throws IOException {
    Ran words = Ran.command("equiv", mesh(), write("words.json", "hello"));
    assertThat(words.code()).isEqualTo(2);
    assertThat(words.err()).contains("is not JSON").contains("config_dump?include_eds");
    Ran other = Ran.command("equiv", mesh(), write("other.json", "{\"version\": 1}"));
    assertThat(other.err()).contains("has no configs");
    Ran none = Ran.command("equiv", mesh(), "envoy:none.json");
    assertThat(none.err()).contains("there is no such file").contains("envoy:127.0.0.1:15000");
  }

  @Test
  void aDumpWithoutEndpointsSaysHowToTakeOneWithThem() throws IOException {
    String text = text("gateway~shop/web", OWN_ROUTES).replace("EndpointsConfigDump", "Other");
    Ran ran = Ran.command("equiv", mesh(), write("bare.json", text));
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).contains("has no endpoints").contains("config_dump?include_eds");
  }

  @Test
  void anAdminAddressThatNobodyAnswersAtIsToldWithAWayToReachIt() throws IOException {
    int free;
    try (var socket = new ServerSocket(0)) {
      free = socket.getLocalPort();
    }
    Ran ran = Ran.command("equiv", mesh(), "envoy:127.0.0.1:" + free);
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).contains("no admin interface answers").contains("kubectl port-forward");
  }

  @Test
  void aPreviewNeedsManifestsToChange() throws IOException {
    String dump = dump("gateway~shop/web", OWN_ROUTES);
    Ran ran = Ran.command("preview", "--mesh", dump, "-f", mesh());
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).contains("meshtwin equiv envoy:BEFORE envoy:AFTER");
  }

  private static Ran simulate(String mesh, String url, String... more) {
    String line = "{\"from\":{\"gateway\":\"shop/web\",\"port\":8080},\"url\":\"" + url + "\"}\n";
    String[] command = {"simulate", "--mesh", mesh, "--requests", "-"};
    String[] all = java.util.Arrays.copyOf(command, command.length + more.length);
    System.arraycopy(more, 0, all, command.length, more.length);
    return Ran.reading(line, all);
  }

  private String mesh() throws IOException {
    Path file = directory.resolve("gateway.yaml");
    Files.writeString(
        file,
        """
        apiVersion: gateway.networking.k8s.io/v1
        kind: Gateway
        metadata: {name: web, namespace: shop}
        spec:
          gatewayClassName: any
          listeners: [{name: http, protocol: HTTP, port: 8080}]
        """);
    return file.toString();
  }

  private String dump(String node, String routes) throws IOException {
    return write("dump.json", text(node, routes));
  }

  private String write(String name, String text) throws IOException {
    return "envoy:" + Files.writeString(directory.resolve(name), text);
  }

  /** A dump as Envoy writes it, with one listener, one cluster and one endpoint. */
  private static String text(String node, String routes) {
    return """
    {"configs": [
      {"@type": "type.googleapis.com/envoy.admin.v3.BootstrapConfigDump",
       "bootstrap": {"node": {"id": "%s"}}},
      {"@type": "type.googleapis.com/envoy.admin.v3.ClustersConfigDump",
       "dynamic_active_clusters": [{"cluster": {
         "@type": "type.googleapis.com/envoy.config.cluster.v3.Cluster",
         "name": "shop/cart:80", "type": "EDS"}}]},
      {"@type": "type.googleapis.com/envoy.admin.v3.ListenersConfigDump",
       "static_listeners": [{"listener": {
         "@type": "type.googleapis.com/envoy.config.listener.v3.Listener", "name": "web",
         "address": {"socket_address": {"address": "0.0.0.0", "port_value": 8080}},
         "filter_chains": [{"filters": [{"name": "http", "typed_config": {
           "@type": "type.googleapis.com/envoy.extensions.filters.network\
    .http_connection_manager.v3.HttpConnectionManager",
           "normalize_path": true,
           "http_filters": [{"name": "router", "typed_config": {
             "@type": "type.googleapis.com/envoy.extensions.filters.http.router.v3.Router"}}],
           "route_config": {"name": "web", "virtual_hosts": [
             {"name": "all", "domains": ["*"], "routes": [%s]}]}}}]}]}}]},
      {"@type": "type.googleapis.com/envoy.admin.v3.EndpointsConfigDump",
       "dynamic_endpoint_configs": [{"endpoint_config": {
         "@type": "type.googleapis.com/envoy.config.endpoint.v3.ClusterLoadAssignment",
         "cluster_name": "shop/cart:80",
         "endpoints": [{"lb_endpoints": [{"endpoint": {"address": {"socket_address": {
           "address": "10.1.0.7", "port_value": 8080}}}}]}]}}]}
    ]}
    """
        .formatted(node, routes);
  }
}
