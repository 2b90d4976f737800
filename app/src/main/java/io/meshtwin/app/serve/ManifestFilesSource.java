package io.meshtwin.app.serve;

import io.meshtwin.ingest.source.ManifestFollowing;
import io.meshtwin.ingest.source.ManifestSecrets;
import io.meshtwin.ingest.source.ManifestState;
import io.meshtwin.ingest.source.SecretReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Follows manifests on disk. */
final class ManifestFilesSource implements MeshSource {
  private final List<String> places;
  private final ManifestFollowing following;

  private ManifestFilesSource(List<String> places, ManifestFollowing following) {
    this.places = List.copyOf(places);
    this.following = following;
  }

  static ManifestFilesSource start(List<String> places, MeshWriter writer) {
    List<Path> paths = places.stream().map(Path::of).toList();
    return new ManifestFilesSource(places, ManifestFollowing.follow(paths, writer.recorder()));
  }

  @Override
  public SecretReader secrets() {
    return new ManifestSecrets(places);
  }

  @Override
  public SourceStatus status() {
    ManifestState state = following.state();
    return new SourceStatus(
        String.join(", ", places), state.well(), state.since(), state.problems());
  }

  @Override
  public boolean awaitListed(Duration limit) throws InterruptedException {
    return following.awaitListed(limit);
  }

  @Override
  public void close() {
    following.close();
  }
}
