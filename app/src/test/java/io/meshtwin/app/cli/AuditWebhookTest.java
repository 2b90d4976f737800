package io.meshtwin.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.meshtwin.app.serve.TestServer;
import io.meshtwin.testkit.kube.KubeApiServer;
import io.meshtwin.testkit.parts.Loopback;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real API server that sends its audit log to {@code serve}, and three people who edit. */
class AuditWebhookTest {
  private static final String POLICY =
      """
      apiVersion: audit.k8s.io/v1
      kind: Policy
      omitStages: [RequestReceived]
      rules:
      - {level: RequestResponse, verbs: [create, update, patch, delete, deletecollection],
         resources: [{group: gateway.networking.k8s.io}, {group: "", resources: [secrets]}]}
      - {level: Metadata, resources: [{group: "", resources: [services]}]}
      - {level: None}
      """;
  private static final String ROUTE =
      """
      apiVersion: gateway.networking.k8s.io/v1
      kind: HTTPRoute
      metadata: {name: cart, namespace: audited}
      spec:
        parentRefs: [{group: "", kind: Service, name: cart}]
        rules: [{backendRefs: [{name: cart, port: %d}]}]
      """;
  private static final String FLEET =
      """
      apiVersion: gateway.networking.k8s.io/v1
      kind: HTTPRoute
      metadata: {name: %s, namespace: audited, labels: {part: fleet}}
      spec: {parentRefs: [{group: "", kind: Service, name: cart}]}
      """;
  private static final String ALL_OF_FLEET =
      "/apis/gateway.networking.k8s.io/v1/namespaces/audited/httproutes?labelSelector=part%3Dfleet";
  private static final String NAMESPACE =
      "apiVersion: v1\nkind: Namespace\nmetadata: {name: audited}\n";
  private static final String SERVICE =
      """
      apiVersion: v1
      kind: Service
      metadata: {name: cart, namespace: audited}
      spec: {ports: [{port: 80}]}
      """;
  private static final String SECRET =
      """
      apiVersion: v1
      kind: Secret
      metadata: {name: edge, namespace: audited}
      type: kubernetes.io/tls
      stringData: {tls.crt: hunter2hunter2, tls.key: hunter2hunter2}
      """;

  @TempDir static Path files;
  @TempDir static Path data;

  private static KubeApiServer api;
  private static TestServer server;

  @BeforeAll
  static void start() throws IOException {
    int port = Loopback.freePort();
    Path policy = Files.writeString(files.resolve("policy.yaml"), POLICY);
    Path webhook = Files.writeString(files.resolve("webhook.yaml"), webhook(port));
    api =
        KubeApiServer.start(
            List.of(
                "--audit-policy-file=" + policy,
                "--audit-webhook-config-file=" + webhook,
                "--audit-webhook-batch-max-wait=500ms",
                "--audit-webhook-initial-backoff=500ms"));
    Path kubeconfig = Files.writeString(files.resolve("kubeconfig"), api.kubeconfig("reader"));
    System.setProperty("kubeconfig", kubeconfig.toString());
    server = TestServer.cluster(data, port);
    edit();
  }

  private static void edit() {
    as("alice", client -> apply(client, NAMESPACE));
    as("bob", client -> apply(client, SERVICE));
    as("alice", client -> apply(client, ROUTE.formatted(80)));
    as("alice", client -> apply(client, SECRET));
    TestServer.await(() -> log("HTTPRoute").size() == 1, "the route is recorded");
    as("bob", client -> apply(client, ROUTE.formatted(81)));
    TestServer.await(() -> log("HTTPRoute").size() == 2, "its change is recorded");
    as("admin", client -> client.load(stream(ROUTE.formatted(81))).delete());
    TestServer.await(
        () ->
            log("HTTPRoute").size() == 3
                && log("HTTPRoute").getLast().path("attribution").asText().equals("exact")
                && log("Service").getLast().path("attribution").asText().equals("likely"),
        "everything is attributed");
    as("bob", client -> apply(client, FLEET.formatted("one")));
    as("bob", client -> apply(client, FLEET.formatted("two")));
    TestServer.await(() -> log("HTTPRoute", "two").size() == 1, "the fleet is recorded");
    as("alice", client -> client.raw(ALL_OF_FLEET, "DELETE", null));
    TestServer.await(() -> isAttributed("one") && isAttributed("two"), "its end is attributed");
  }

  private static boolean isAttributed(String route) {
    List<JsonNode> events = log("HTTPRoute", route);
    return events.size() == 2 && events.getLast().path("attribution").asText().equals("exact");
  }

  @AfterAll
  static void stop() {
    System.clearProperty("kubeconfig");
    if (server != null) {
      server.close();
    }
    if (api != null) {
      api.close();
    }
  }

  @Test
  void editsByThreeUsersAreAttributedToThem() {
    assertThat(log("HTTPRoute"))
        .extracting(event -> event.path("op").asText() + " " + event.path("actor").asText())
        .containsExactly("create alice", "update bob", "delete admin");
  }

  @Test
  void whoDeletesACollectionIsToldOfEachResourceThatWent() {
    for (String route : List.of("one", "two")) {
      assertThat(log("HTTPRoute", route))
          .extracting(event -> event.path("op").asText() + " " + event.path("actor").asText())
          .as(route)
          .containsExactly("create bob", "delete alice");
    }
  }

  @Test
  void whereTheResponseWasRecordedTheAttributionIsExact() {
    assertThat(log("HTTPRoute"))
        .allMatch(event -> event.path("attribution").asText().equals("exact"))
        .allMatch(event -> event.at("/request/address").asText().equals("127.0.0.1"));
    assertThat(log("HTTPRoute").getFirst().at("/request/decision").asText()).contains("RBAC");
  }

  @Test
  void whereOnlyMetadataWasRecordedItIsLikely() {
    JsonNode event = log("Service").getLast();
    assertThat(event.path("actor").asText()).isEqualTo("bob");
    assertThat(event.path("attribution").asText()).isEqualTo("likely");
  }

  @Test
  void nothingOfASecretIsInTheLog() throws IOException {
    try (Stream<Path> all = Files.walk(data)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        assertThat(bytes.contains("hunter2hunter2") || bytes.contains("aHVudGVyMmh1bnRlcjI="))
            .as(file.toString())
            .isFalse();
      }
    }
  }

  private static List<JsonNode> log(String kind) {
    return log(kind, "cart");
  }

  private static List<JsonNode> log(String kind, String name) {
    Ran ran =
        Ran.command(
            "history",
            "log",
            "--resource",
            kind,
            "audited/" + name,
            "--data",
            data.toString(),
            "-o",
            "json");
    return StreamSupport.stream(ran.json().spliterator(), false).toList();
  }

  private static void as(String user, Consumer<KubernetesClient> action) {
    Config config = Config.fromKubeconfig(api.kubeconfig(user));
    try (KubernetesClient client = new KubernetesClientBuilder().withConfig(config).build()) {
      action.accept(client);
    }
  }

  private static void apply(KubernetesClient client, String manifest) {
    client.load(stream(manifest)).forceConflicts().serverSideApply();
  }

  private static ByteArrayInputStream stream(String manifest) {
    return new ByteArrayInputStream(manifest.getBytes(StandardCharsets.UTF_8));
  }

  private static String webhook(int port) {
    return """
    apiVersion: v1
    kind: Config
    clusters: [{name: meshtwin, cluster: {server: "http://127.0.0.1:%d/api/v1/audit"}}]
    users: [{name: none, user: {}}]
    contexts: [{name: meshtwin, context: {cluster: meshtwin, user: none}}]
    current-context: meshtwin
    """
        .formatted(port);
  }
}
