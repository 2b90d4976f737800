package io.meshtwin.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.testkit.kube.KubeApiServer;
import io.meshtwin.testkit.kube.UsesKubeApiServer;
import io.meshtwin.twin.event.Actor;
import io.meshtwin.twin.event.ResourceEvent;
import io.meshtwin.twin.event.WatchGap;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@UsesKubeApiServer
class KubernetesSourceTest {
  private final KubeApiServer server;
  private final RecordingInMemory log = new RecordingInMemory();
  private String namespace = "";
  private TestCluster cluster;

  KubernetesSourceTest(KubeApiServer server) {
    this.server = server;
    this.cluster = new TestCluster(server, "unnamed");
  }

  @BeforeEach
  void aNamespaceOfItsOwn(TestInfo test) throws IOException {
    cluster.close();
    namespace = "t" + Integer.toHexString(test.getDisplayName().hashCode());
    cluster = new TestCluster(server, namespace);
  }

  @AfterEach
  void close() throws IOException {
    cluster.close();
  }

  static List<String> kinds() {
    return Samples.all().keySet().stream().filter(kind -> !kind.equals("Pod")).toList();
  }

  @Test
  void aPodThatIsDeletedIsSeenToTerminateFirst() throws Exception {
    String resource = "Pod " + namespace + "/sample (east)";
    try (var followed = cluster.follow(log)) {
      cluster.apply(Samples.of("Pod"));
      awaitEvents("applied " + resource);
      cluster.delete(Samples.of("Pod"));
      awaitEvents("applied " + resource, "applied " + resource, "deleted " + resource);
      assertThat(followed.following().states()).isNotEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void creatingUpdatingAndDeletingAnObjectIsOneEventEach(String kind) throws Exception {
    String yaml = Samples.of(kind);
    String labelled = yaml.replace("{name: sample}", "{name: sample, labels: {v: two}}");
    String resource = kind + " " + namespace + "/sample (east)";
    try (var followed = cluster.follow(log)) {
      cluster.apply(yaml);
      awaitEvents("applied " + resource);
      cluster.apply(labelled);
      awaitEvents("applied " + resource, "applied " + resource);
      cluster.delete(yaml);
      Await.until(() -> log.of(namespace), () -> log.of(namespace).getLast().startsWith("deleted"));
      assertThat(followed.following().isOpen()).isTrue();
    }
    assertThat(log.of(namespace))
        .containsExactly("applied " + resource, "applied " + resource, "deleted " + resource);
  }

  @Test
  void anEventSaysWhichFieldManagerMadeTheChangeAndAtWhichVersion() throws Exception {
    try (var followed = cluster.follow(log)) {
      var applied = cluster.apply(Samples.service("a"));
      awaitEvents("applied Service " + namespace + "/a (east)");
      var provenance = log.resourceEvents(namespace).findFirst().orElseThrow().provenance();
      assertThat(provenance.actor()).isEqualTo(Actor.fieldManager("alice-cli"));
      assertThat(provenance.resourceVersion())
          .isEqualTo(applied.getMetadata().getResourceVersion());
      assertThat(provenance.time())
          .isEqualTo(Instant.parse(applied.getMetadata().getManagedFields().getFirst().getTime()));
      assertThat(followed.source().server()).contains("127.0.0.1");
    }
  }

  @Test
  void aStatusThatTheTwinDoesNotKeepIsNoEvent() throws Exception {
    try (var followed = cluster.follow(log)) {
      String yaml = Samples.of("Deployment");
      var deployment = cluster.apply(yaml);
      deployment.setAdditionalProperty("status", Map.of("replicas", 3));
      cluster.client().resource(deployment).updateStatus();
      cluster.apply(yaml.replace("{name: sample}", "{name: sample, labels: {v: two}}"));
      String applied = "applied Deployment " + namespace + "/sample (east)";
      Await.until(() -> log.of(namespace), this::hasLabelledDeployment);
      assertThat(log.of(namespace)).containsExactly(applied, applied);
      assertThat(followed.following().states()).isNotEmpty();
    }
  }

  @Test
  void clusterScopedKindsAreFollowedToo() throws Exception {
    try (var followed = cluster.follow(log)) {
      String name = "c" + namespace;
      cluster.apply(Samples.gatewayClass(name));
      Await.until(log::state, () -> hasGatewayClass(name));
      cluster.delete(Samples.gatewayClass(name));
      Await.until(log::state, () -> !hasGatewayClass(name));
      assertThat(log.state().keySet())
          .anyMatch(key -> key.kind().equals("Namespace") && key.name().equals(namespace));
      assertThat(followed.following().states()).isNotEmpty();
    }
  }

  @Test
  void aWatchThatIsKilledGoesOnWhereItEnded() throws Exception {
    try (var followed = cluster.follow(log)) {
      for (int i = 0; i < 20; i++) {
        cluster.apply(Samples.service("s" + i));
        if (i % 5 == 0) {
          cluster.wire().snap();
        }
      }
      Await.until(() -> log.of(namespace), () -> log.of(namespace).size() == 20);
      TestCluster.awaitAllConnected(followed.following());
    }
    assertThat(log.of(namespace)).hasSize(20).doesNotHaveDuplicates();
    assertThat(log.gaps()).isEmpty();
    assertThat(cluster.equalsListing(log)).isTrue();
  }

  @Test
  void aWatchThatExpiresIsListedAgainAndNothingIsLostOrDoubled() throws Exception {
    cluster.apply(Samples.service("stays"));
    cluster.apply(Samples.service("goes"));
    try (var followed = cluster.follow(log)) {
      cluster.wire().cut();
      awaitPhase(followed, "Service", WatchState.Phase.DISCONNECTED);
      cluster.delete(Samples.service("goes"));
      cluster.apply(Samples.service("comes"));
      server.expireWatches();
      cluster.wire().mend();
      TestCluster.awaitAllConnected(followed.following());
      Await.until(() -> log.of(namespace), () -> cluster.equalsListing(log));
    }
    assertThat(log.of(namespace)).hasSize(4).doesNotHaveDuplicates();
    assertThat(log.gaps())
        .filteredOn(gap -> gap.kind().equals("Service"))
        .singleElement()
        .satisfies(KubernetesSourceTest::isAGapWithBounds);
  }

  @Test
  void whatChangedWhileTheSourceWasStoppedIsRecordedOnceWhenItStartsAgain() throws Exception {
    cluster.apply(Samples.service("stays"));
    cluster.apply(Samples.service("goes"));
    cluster.follow(log).close();
    int before = log.of(namespace).size();
    cluster.delete(Samples.service("goes"));
    cluster.apply(Samples.service("comes"));
    cluster.follow(log).close();
    assertThat(log.of(namespace).subList(before, log.of(namespace).size()))
        .containsExactlyInAnyOrder(
            "applied Service " + namespace + "/comes (east)",
            "deleted Service " + namespace + "/goes (east)");
    assertThat(log.gaps()).anyMatch(gap -> gap.reason().equals("the source was not running"));
    assertThat(cluster.equalsListing(log)).isTrue();
  }

  @Test
  void aRestartWithoutChangesRecordsNothing() throws Exception {
    cluster.apply(Samples.of("Deployment"));
    cluster.follow(log).close();
    int before = log.size();
    cluster.follow(log).close();
    assertThat(log.size()).isEqualTo(before);
  }

  @Test
  void aLogThatTakesNothingForAWhileMissesNothing() throws Exception {
    try (var followed = cluster.follow(log)) {
      log.fail(true);
      cluster.apply(Samples.service("a"));
      awaitPhase(followed, "Service", WatchState.Phase.DISCONNECTED);
      cluster.apply(Samples.service("b"));
      log.fail(false);
      Await.until(() -> log.of(namespace), () -> log.of(namespace).size() == 2);
      assertThat(log.of(namespace)).doesNotHaveDuplicates();
    }
  }

  @Test
  void anApiServerThatIsGoneIsSaidAndCaughtUpWithWhenItReturns() throws Exception {
    try (var followed = cluster.follow(log)) {
      server.stop();
      try {
        awaitPhase(followed, "HTTPRoute.gateway.networking.k8s.io", WatchState.Phase.DISCONNECTED);
        Await.until(
            followed.following()::states,
            () -> state(followed, "Service").detail().contains("what is known stands"));
      } finally {
        server.restart();
      }
      cluster.apply(Samples.service("a"));
      awaitPhase(followed, "Service", WatchState.Phase.CONNECTED);
      awaitEvents("applied Service " + namespace + "/a (east)");
    }
  }

  @Test
  void oneListingHoldsWhatTheApiServerHolds() {
    Samples.all().values().forEach(cluster::apply);
    ClusterListing listing = cluster.listing();
    assertThat(listing.errors()).isEmpty();
    assertThat(listing.events())
        .filteredOn(event -> event.key().namespace().equals(namespace))
        .extracting(event -> event.key().kind())
        .containsExactlyInAnyOrderElementsOf(Samples.all().keySet());
  }

  @Test
  void aListingOfSeveralPagesIsWhole() {
    for (int i = 0; i < 620; i++) {
      cluster.apply("{apiVersion: v1, kind: ServiceAccount, metadata: {name: a%d}}".formatted(i));
    }
    assertThat(cluster.listing().events())
        .extracting(ResourceEvent.Applied::key)
        .filteredOn(key -> key.namespace().equals(namespace))
        .hasSize(620)
        .doesNotHaveDuplicates();
  }

  @Test
  void aKindWhoseDefinitionIsInstalledLaterIsPickedUp() throws Exception {
    assertThat(cluster.listing().notes()).as("kinds of other products are not missed").isEmpty();
    String kind = "VirtualService.networking.istio.io";
    try (var followed = cluster.follow(log)) {
      assertThat(state(followed, kind).phase()).isEqualTo(WatchState.Phase.ABSENT);
      server.installIstio();
      awaitPhase(followed, kind, WatchState.Phase.CONNECTED);
      cluster.apply(
          "{apiVersion: networking.istio.io/v1, kind: VirtualService, metadata: {name: a}, spec: {hosts: [a]}}");
      awaitEvents("applied VirtualService " + namespace + "/a (east)");
    }
  }

  private static void isAGapWithBounds(WatchGap gap) {
    assertThat(gap.reason()).isEqualTo("410 Gone");
    assertThat(gap.revealed()).isPositive();
    assertThat(gap.from()).isAfter(Instant.EPOCH).isBefore(gap.until());
  }

  private boolean hasLabelledDeployment() {
    return log.resourceEvents(namespace)
        .anyMatch(event ->
            event instanceof ResourceEvent.Applied applied
                && applied.manifest().body().at("/metadata/labels").has("v"));
  }

  private boolean hasGatewayClass(String name) {
    return log.state().keySet().stream()
        .anyMatch(key -> key.kind().equals("GatewayClass") && key.name().equals(name));
  }

  private void awaitEvents(String... events) throws InterruptedException {
    Await.until(() -> log.of(namespace), () -> log.of(namespace).equals(List.of(events)));
  }

  private static void awaitPhase(TestCluster.Followed followed, String kind, WatchState.Phase phase)
      throws InterruptedException {
    Await.until(followed.following()::states, () -> state(followed, kind).phase() == phase);
  }

  private static WatchState state(TestCluster.Followed followed, String kind) {
    return followed.following().states().stream()
        .filter(state -> state.kind().equals(kind))
        .findFirst()
        .orElseThrow();
  }
}
