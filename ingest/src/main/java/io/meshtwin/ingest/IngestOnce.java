package io.meshtwin.ingest;

import io.meshtwin.ingest.codec.ReadError;
import io.meshtwin.ingest.log.EventLog;
import io.meshtwin.ingest.log.LogLocation;
import io.meshtwin.ingest.log.MeshTopic;
import io.meshtwin.ingest.log.StartProgress;
import io.meshtwin.ingest.source.Listing;
import io.meshtwin.ingest.source.ManifestContent;
import io.meshtwin.ingest.source.ManifestSource;
import io.meshtwin.ingest.source.Stamp;
import io.meshtwin.twin.event.ResourceEvent;
import io.meshtwin.twin.event.ResourceKey;
import java.time.Instant;
import java.util.List;

/**
 * Records once what a source holds: {@code meshtwin ingest --once}. Called commit by commit, it
 * makes a log of a Git repository's history.
 *
 * @param location where the log is
 * @param topic of the mesh
 * @param progress told what goes on
 */
public record IngestOnce(LogLocation location, MeshTopic topic, StartProgress progress) {

  /** What came of it. */
  public sealed interface Outcome {}

  /** Something could not be read; nothing was written. */
  public record Refused(List<ReadError> errors) implements Outcome {}

  /**
   * The log now says what the source says.
   *
   * @param events what was appended, in this order; empty when nothing had changed
   * @param head the offset after the log's last entry
   * @param notes sentences for the user about what was passed over
   */
  public record Recorded(List<ResourceEvent> events, long head, List<String> notes)
      implements Outcome {
    public Recorded {
      events = List.copyOf(events);
      notes = List.copyOf(notes);
    }

    /** How many resources are new or changed. */
    public long applied() {
      return events.stream().filter(ResourceEvent.Applied.class::isInstance).count();
    }

    /** How many resources are gone. */
    public long deleted() {
      return events.size() - applied();
    }
  }

  /** Records manifests, which are read whole before the log is opened. */
  public Outcome manifests(ManifestSource source, Stamp stamp) {
    Instant now = Instant.now();
    ManifestContent content = source.read(now);
    if (!content.errors().isEmpty()) {
      return new Refused(content.errors());
    }
    return listing(
        Listing.ofCluster(ResourceKey.LOCAL, content.events(), now).stamped(stamp),
        content.notes());
  }

  /**
   * Records a listing, of a cluster for example.
   *
   * @param notes passed on
   */
  public Recorded listing(Listing listing, List<String> notes) {
    try (EventLog log = EventLog.open(location, topic, progress);
        LogRecorder recorder = LogRecorder.open(log)) {
      return new Recorded(recorder.record(listing), log.head(), notes);
    }
  }
}
