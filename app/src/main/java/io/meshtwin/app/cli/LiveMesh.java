package io.meshtwin.app.cli;

import io.meshtwin.app.progress.Progress;
import io.meshtwin.app.progress.Stage;
import io.meshtwin.ingest.history.CheckpointPolicy;
import io.meshtwin.ingest.history.History;
import io.meshtwin.ingest.log.EventLog;
import io.meshtwin.ingest.log.LogException;
import io.meshtwin.ingest.log.LogLocation;
import io.meshtwin.ingest.log.MeshTopic;
import io.meshtwin.ingest.source.ClusterListing;
import io.meshtwin.ingest.source.ClusterUnavailableException;
import io.meshtwin.ingest.source.KubernetesSource;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.image.MeshDelta;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.image.Position;

/** Meshes that are no files: a cluster, or a moment of the log. Loaded only when one is named. */
final class LiveMesh {
  static final String CLUSTER = "cluster";
  static final String LOG = "kafka@";

  private final ReadingOptions options;
  private final Terminal terminal;

  LiveMesh(ReadingOptions options, Terminal terminal) {
    this.options = options;
    this.terminal = terminal;
  }

  static boolean names(String source) {
    return source.equals(CLUSTER) || source.equals(ServedMesh.SERVER) || source.startsWith(LOG);
  }

  /** The image of the source. */
  MeshImage read(String source) {
    if (source.startsWith(LOG)) {
      return atMoment(source.substring(LOG.length()));
    }
    if (source.equals(ServedMesh.SERVER)) {
      try (Stage _ = terminal.progress().stage("asking the server for its mesh")) {
        return ServedMesh.read(
            ServerOptions.reader(terminal, options.data), options.damage, terminal::say);
      }
    }
    return inCluster();
  }

  /** One read-only listing; its keys are those of manifests, so that {@code -f} finds its own. */
  private MeshImage inCluster() {
    try (Stage _ = terminal.progress().stage("listing the cluster");
        KubernetesSource source = KubernetesSource.ofCurrentContext(ResourceKey.LOCAL)) {
      ClusterListing listing = source.list();
      listing.notes().forEach(terminal::say);
      listing.errors().forEach(terminal::say);
      if (!listing.errors().isEmpty()) {
        throw new CommandException(
            "nothing was done: without what could not be listed an answer may be wrong");
      }
      var delta = new MeshDelta(MeshImage.EMPTY);
      listing.events().forEach(delta::replay);
      return delta.apply(Position.START);
    } catch (ClusterUnavailableException e) {
      throw new CommandException(String.valueOf(e.getMessage()), e);
    }
  }

  /** What the proxies were meant to run at that moment. */
  private MeshImage atMoment(String moment) {
    Moments.require(moment);
    Progress progress = terminal.progress();
    try (Progress.Hold _ = progress.hold();
        EventLog log = OpeningStage.toRead(location(), new MeshTopic(options.meshName), progress);
        History history = History.open(log, CheckpointPolicy.STANDARD);
        Stage _ = progress.stage("reading the log")) {
      long end = new Moments(log, history, terminal::say).end(moment);
      options.damage.check(history, end, terminal::say);
      return history.imageBefore(end).approved();
    } catch (LogException e) {
      throw new CommandException(String.valueOf(e.getMessage()), e);
    }
  }

  private LogLocation location() {
    return DataOptions.location(options.data, options.kafka, terminal);
  }
}
