package io.meshtwin.app.serve;

import io.meshtwin.ingest.source.ClusterFollowing;
import io.meshtwin.ingest.source.ClusterUnavailableException;
import io.meshtwin.ingest.source.FollowSettings;
import io.meshtwin.ingest.source.KubernetesSource;
import io.meshtwin.ingest.source.Recorder;
import io.meshtwin.ingest.source.SecretReader;
import io.meshtwin.ingest.source.Stamp;
import io.meshtwin.ingest.source.WatchState;
import io.meshtwin.ingest.source.WatchState.Phase;
import io.meshtwin.twin.event.ResourceKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Follows the cluster of the current kubeconfig context. */
final class ClusterSource implements MeshSource {
  private final KubernetesSource cluster;
  private final String name;
  private final ClusterFollowing following;

  private ClusterSource(KubernetesSource cluster, String name, ClusterFollowing following) {
    this.cluster = cluster;
    this.name = name;
    this.following = following;
  }

  static ClusterSource start(Sources sources, Recorder recorder) {
    KubernetesSource cluster = connect();
    String name = sources.nameOf(cluster);
    Recorder stamped = recorder.stamped(Stamp.in(name));
    return new ClusterSource(cluster, name, cluster.follow(stamped, FollowSettings.DEFAULT));
  }

  private static KubernetesSource connect() {
    try {
      return KubernetesSource.ofCurrentContext(ResourceKey.LOCAL);
    } catch (ClusterUnavailableException e) {
      throw new RefusalException(
          RefusalException.Kind.INVALID,
          "--mesh cluster: " + e.getMessage(),
          "name a kubeconfig with KUBECONFIG, or a directory of manifests with --mesh");
    }
  }

  @Override
  public SecretReader secrets() {
    return cluster.secrets();
  }

  @Override
  public String cluster() {
    return name;
  }

  @Override
  public SourceStatus status() {
    List<WatchState> lost = following.states().stream().filter(kind -> !isWell(kind)).toList();
    List<WatchState> deciding = lost.isEmpty() ? following.states() : lost;
    // Lost since the first kind was, connected since the last one came back.
    var times = deciding.stream().map(WatchState::since).sorted().toList();
    Instant since = lost.isEmpty() ? times.getLast() : times.getFirst();
    List<String> problems =
        lost.stream()
            .map(kind -> (kind.kind() + " " + kind.phase() + " " + kind.detail()).strip())
            .toList();
    return new SourceStatus("cluster " + cluster.server(), lost.isEmpty(), since, problems);
  }

  private static boolean isWell(WatchState kind) {
    return kind.phase() == Phase.CONNECTED || kind.phase() == Phase.ABSENT;
  }

  @Override
  public boolean awaitListed(Duration limit) throws InterruptedException {
    return following.awaitListed(limit);
  }

  @Override
  public void close() {
    following.close();
    cluster.close();
  }
}
