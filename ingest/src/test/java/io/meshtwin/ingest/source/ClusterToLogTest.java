package io.meshtwin.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.testkit.kube.KubeApiServer;
import io.meshtwin.testkit.kube.UsesKubeApiServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/**
 * From a real API server through a real broker to the image. What the API server answered to each
 * change is what the log must hold, once: its resourceVersions are the expectation.
 */
@UsesKubeApiServer
class ClusterToLogTest {
  private static final List<String> KINDS =
      List.of("Service", "EndpointSlice", "Deployment", "Gateway", "HTTPRoute", "ReferenceGrant");

  @TempDir Path directory;

  private final KubeApiServer server;
  private final List<String> versions = new ArrayList<>();
  private final List<String> deleted = new ArrayList<>();
  private String namespace = "";
  private TestCluster cluster;

  ClusterToLogTest(KubeApiServer server) {
    this.server = server;
    this.cluster = new TestCluster(server, "unnamed");
  }

  @BeforeEach
  void aNamespaceOfItsOwn(TestInfo test) throws IOException {
    cluster.close();
    namespace = "l" + Integer.toHexString(test.getDisplayName().hashCode());
    cluster = new TestCluster(server, namespace);
  }

  @AfterEach
  void close() throws IOException {
    cluster.close();
  }

  @Test
  void objectsOfSeveralKindsAreInTheLogOnceForEachChange() throws Exception {
    try (var ingest = RunningIngest.start(directory, cluster)) {
      createUpdateAndDeleteEachKind();
      awaitTheClusterInTheLog(ingest);
      assertThat(ingest.read().gaps()).isEmpty();
    }
  }

  @Test
  void watchesThatAreKilledWhileThingsChangeLoseAndDoubleNothing() throws Exception {
    try (var ingest = RunningIngest.start(directory, cluster)) {
      for (int i = 0; i < 15; i++) {
        apply(Samples.service("s" + i));
        if (i % 5 == 2) {
          cluster.wire().snap();
        }
      }
      awaitTheClusterInTheLog(ingest);
      assertThat(ingest.read().gaps()).isEmpty();
    }
  }

  @Test
  void watchesThatExpireLoseAndDoubleNothingAndTheLogSaysThatTheyDid() throws Exception {
    createEachKind();
    try (var ingest = RunningIngest.start(directory, cluster)) {
      cluster.wire().cut();
      updateSomeAndDeleteSome();
      server.expireWatches();
      cluster.wire().mend();
      awaitTheClusterInTheLog(ingest);
      assertThat(ingest.read().gaps()).contains("HTTPRoute: 410 Gone");
      createEachKindAgain();
      awaitTheClusterInTheLog(ingest);
    }
  }

  @Test
  void whatChangedWhileTheIngestWasStoppedIsAddedOnceWhenItStartsOnItsData() throws Exception {
    createEachKind();
    RunningIngest.start(directory, cluster).close();
    updateSomeAndDeleteSome();
    try (var ingest = RunningIngest.start(directory, cluster)) {
      awaitTheClusterInTheLog(ingest);
      assertThat(ingest.read().gaps()).contains("HTTPRoute: the source was not running");
    }
  }

  @Test
  void startingAgainWithoutChangesAddsNothing() throws Exception {
    createEachKind();
    try (var ingest = RunningIngest.start(directory, cluster)) {
      awaitTheClusterInTheLog(ingest);
    }
    try (var ingest = RunningIngest.start(directory, cluster)) {
      awaitTheClusterInTheLog(ingest);
      assertThat(ingest.read().gaps()).isEmpty();
    }
  }

  @Test
  void anIngestThatIsStoppedInTheMiddleOfChangesEndsAtOnceAndMissesNone() throws Exception {
    try (var ingest = RunningIngest.start(directory, cluster)) {
      for (int i = 0; i < 30; i++) {
        apply(Samples.service("s" + i));
      }
      long begun = System.nanoTime();
      ingest.following().close();
      assertThat(System.nanoTime() - begun).isLessThan(10_000_000_000L);
    }
    try (var ingest = RunningIngest.start(directory, cluster)) {
      awaitTheClusterInTheLog(ingest);
    }
  }

  private void awaitTheClusterInTheLog(RunningIngest ingest) throws InterruptedException {
    TestCluster.awaitAllConnected(ingest.following());
    Await.until(() -> difference(ingest), () -> ingest.read().is(cluster.listing()));
    LogReading log = ingest.read();
    assertThat(log.versions(namespace)).containsExactlyInAnyOrderElementsOf(versions);
    assertThat(log.deleted(namespace)).containsExactlyInAnyOrderElementsOf(deleted);
    assertThat(log.doubled()).isEmpty();
    assertThat(log.image().setAside()).isEmpty();
  }

  private String difference(RunningIngest ingest) {
    return "in the log %s, changed %s".formatted(ingest.read().versions(namespace), versions);
  }

  private void createUpdateAndDeleteEachKind() {
    createEachKind();
    KINDS.forEach(kind -> apply(labelled(kind)));
    KINDS.forEach(this::delete);
    createEachKind();
  }

  private void createEachKind() {
    KINDS.forEach(kind -> apply(Samples.of(kind)));
  }

  private void createEachKindAgain() {
    KINDS.stream().filter(kind -> deleted.contains(kind + " sample")).forEach(this::create);
  }

  private void create(String kind) {
    apply(Samples.of(kind));
  }

  private void updateSomeAndDeleteSome() {
    KINDS.subList(0, 3).forEach(this::delete);
    KINDS.subList(3, 6).forEach(kind -> apply(labelled(kind)));
  }

  private static String labelled(String kind) {
    return Samples.of(kind).replace("{name: sample}", "{name: sample, labels: {v: two}}");
  }

  private void apply(String yaml) {
    versions.add(cluster.apply(yaml).getMetadata().getResourceVersion());
  }

  private void delete(String kind) {
    cluster.delete(Samples.of(kind));
    deleted.add(kind + " sample");
  }
}
