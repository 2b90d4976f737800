package io.meshtwin.app.serve;

import io.meshtwin.ingest.source.ManifestFollowing;
import io.meshtwin.ingest.source.ManifestSecrets;
import io.meshtwin.ingest.source.ManifestState;
import io.meshtwin.ingest.source.Recorder;
import io.meshtwin.ingest.source.SecretReader;
import io.meshtwin.ingest.source.Stamp;
import io.meshtwin.twin.event.ResourceKey;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** Follows manifests on disk. */
final class ManifestFilesSource implements MeshSource {
  private final Sources sources;
  private final ManifestFollowing following;

  private ManifestFilesSource(Sources sources, ManifestFollowing following) {
    this.sources = sources;
    this.following = following;
  }

  static ManifestFilesSource start(Sources sources, Recorder recorder) {
    List<Path> paths = sources.places().stream().map(Path::of).toList();
    Recorder stamped = recorder.stamped(Stamp.in(sources.cluster()));
    return new ManifestFilesSource(sources, ManifestFollowing.follow(paths, stamped));
  }

  @Override
  public SecretReader secrets() {
    return new ManifestSecrets(sources.places());
  }

  @Override
  public String cluster() {
    return Objects.requireNonNullElse(sources.cluster(), ResourceKey.LOCAL);
  }

  @Override
  public SourceStatus status() {
    ManifestState state = following.state();
    return new SourceStatus(
        String.join(", ", sources.places()), state.well(), state.since(), state.problems());
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
