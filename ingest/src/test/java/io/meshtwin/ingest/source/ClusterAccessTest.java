package io.meshtwin.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.testkit.kube.KubeApiServer;
import io.meshtwin.testkit.kube.UsesKubeApiServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@UsesKubeApiServer
class ClusterAccessTest {
  private final KubeApiServer server;

  ClusterAccessTest(KubeApiServer server) {
    this.server = server;
  }

  @Test
  void theRolesOfTheGuideAreEnough() throws IOException {
    try (var istio = new TestCluster(server, "istio-system");
        var cluster = new TestCluster(server, "access-full")) {
      istio.apply("{apiVersion: v1, kind: ConfigMap, metadata: {name: istio}, data: {mesh: ''}}");
      try (var source = cluster.sourceWithRole(rolesOfTheGuide())) {
        var listing = source.list();
        assertThat(listing.errors()).isEmpty();
        assertThat(listing.events())
            .anyMatch(event -> event.key().qualifiedName().equals("istio-system/istio"));
      }
    }
  }

  @Test
  void aKindThatIsForbiddenIsNamedAndTheOthersAreRead() throws Exception {
    try (var istio = new TestCluster(server, "istio-system");
        var cluster = new TestCluster(server, "access-less")) {
      istio.apply(Samples.service("a"));
      String less = rolesOfTheGuide().replace("httproutes, ", "");
      try (var source = cluster.sourceWithRole(less);
          var following = source.follow(new RecordingInMemory(), FollowSettings.DEFAULT)) {
        assertThat(source.list().errors())
            .containsExactly(
                "these credentials may not list and watch httproutes of gateway.networking.k8s.io:"
                    + " grant get, list and watch on them in all namespaces");
        assertThat(following.awaitListed(Duration.ofSeconds(30))).isTrue();
        assertThat(following.states())
            .filteredOn(state -> state.phase() == WatchState.Phase.FORBIDDEN)
            .extracting(WatchState::kind)
            .containsExactly("HTTPRoute.gateway.networking.k8s.io");
      }
    }
  }

  private static String rolesOfTheGuide() throws IOException {
    Path root = Path.of(System.getProperty("meshtwin.root", ".."));
    String guide = Files.readString(root.resolve("docs/guide/cluster-access.md"));
    String start = "```yaml\n";
    int from = guide.indexOf(start) + start.length();
    return guide.substring(from, guide.indexOf("```", from));
  }
}
