package io.meshtwin.app.cli;

import io.meshtwin.app.progress.Progress;
import io.meshtwin.app.progress.Stage;
import io.meshtwin.ingest.log.EventLog;
import io.meshtwin.ingest.log.LogLocation;
import io.meshtwin.ingest.log.MeshTopic;

/** The opening of a log as a stage of a command: the embedded broker takes seconds to start. */
final class OpeningStage {
  private OpeningStage() {}

  /** Opens a log that is only read. */
  static EventLog toRead(LogLocation location, MeshTopic topic, Progress progress) {
    try (Stage stage = progress.stage("opening the log")) {
      return EventLog.openToRead(
          location, topic, step -> stage.now("opening the log (" + step + ")"));
    }
  }
}
