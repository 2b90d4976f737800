package io.meshtwin.ingest.source;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.meshtwin.testkit.kube.KubeApiServer;
import io.meshtwin.twin.event.ResourceEvent;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** A namespace of a real API server, with somebody at work in it. */
final class TestCluster implements AutoCloseable {
  static final String NAME = "east";
  private static final FollowSettings QUICK =
      new FollowSettings(Duration.ofMillis(50), Duration.ofMillis(500), Duration.ofMillis(500));

  private static final String BINDING =
      """
      apiVersion: v1
      kind: ServiceAccount
      metadata: {name: limited, namespace: NAMESPACE}
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: ClusterRoleBinding
      metadata: {name: limited-NAMESPACE}
      roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: meshtwin}
      subjects: [{kind: ServiceAccount, name: limited, namespace: NAMESPACE}]
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: RoleBinding
      metadata: {name: limited-NAMESPACE, namespace: istio-system}
      roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: meshtwin}
      subjects: [{kind: ServiceAccount, name: limited, namespace: NAMESPACE}]
      """;

  private final KubeApiServer server;
  private final String namespace;
  private final KubernetesClient client;
  private final Wire wire;

  TestCluster(KubeApiServer server, String namespace) {
    this.server = server;
    this.namespace = namespace;
    this.wire = new Wire(server.url());
    this.client =
        new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(server.kubeconfig("alice")))
            .build();
    client
        .namespaces()
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata().build())
        .serverSideApply();
  }

  /** A source that reaches the API server over {@link #wire()}. */
  KubernetesSource source(String user) {
    String kubeconfig = server.kubeconfig(user);
    String near = kubeconfig.replace(":" + server.url().getPort(), ":" + wire.port());
    return KubernetesSource.ofKubeconfig(near, NAME);
  }

  /** A source with the credentials of a new service account, bound to a role of this text. */
  KubernetesSource sourceWithRole(String clusterRole) {
    client.load(stream("---\n" + clusterRole)).serverSideApply();
    client.load(stream(BINDING.replace("NAMESPACE", namespace))).serverSideApply();
    String token =
        client
            .serviceAccounts()
            .inNamespace(namespace)
            .withName("limited")
            .tokenRequest(
                new TokenRequestBuilder()
                    .withNewSpec()
                    .withAudiences("https://kubernetes.default.svc")
                    .endSpec()
                    .build())
            .getStatus()
            .getToken();
    return KubernetesSource.ofKubeconfig(
        server.kubeconfig("reader").replace(server.token("reader"), token), NAME);
  }

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  Wire wire() {
    return wire;
  }

  /** A source that follows this cluster and has listed every kind. */
  Followed follow(Recorder recorder) throws InterruptedException {
    KubernetesSource source = source("reader");
    ClusterFollowing following = source.follow(recorder, QUICK);
    if (!following.awaitListed(Duration.ofSeconds(60))) {
      throw new AssertionError("not listed: " + following.states());
    }
    awaitAllConnected(following);
    return new Followed(source, following);
  }

  static void awaitAllConnected(ClusterFollowing following) throws InterruptedException {
    var healthy = Set.of(WatchState.Phase.CONNECTED, WatchState.Phase.ABSENT);
    Await.until(
        following::states,
        () -> following.states().stream().allMatch(state -> healthy.contains(state.phase())));
  }

  /** What follows, and its source: closed together. */
  record Followed(KubernetesSource source, ClusterFollowing following) implements AutoCloseable {
    @Override
    public void close() {
      following.close();
      source.close();
    }
  }

  GenericKubernetesResource apply(String yaml) {
    return client
        .resource(object(yaml))
        .fieldManager("alice-cli")
        .forceConflicts()
        .serverSideApply();
  }

  void delete(String yaml) {
    client.resource(object(yaml)).withGracePeriod(0).delete();
  }

  /** What the API server lists, as the source reads it. */
  ClusterListing listing() {
    try (KubernetesSource source =
        KubernetesSource.ofKubeconfig(server.kubeconfig("admin"), NAME)) {
      return source.list();
    }
  }

  /** Whether the recorder holds exactly what the API server lists. */
  boolean equalsListing(RecordingInMemory log) {
    var listed = listing().events().stream().map(ResourceEvent.Applied::manifest).toList();
    return List.copyOf(log.state().values()).equals(listed);
  }

  KubernetesClient client() {
    return client;
  }

  private GenericKubernetesResource object(String yaml) {
    var object = Serialization.unmarshal("---\n" + yaml, GenericKubernetesResource.class);
    if (!"GatewayClass".equals(object.getKind())) {
      object.getMetadata().setNamespace(namespace);
    }
    return object;
  }

  @Override
  public void close() throws IOException {
    client.close();
    wire.close();
  }
}
