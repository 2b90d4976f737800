package io.meshtwin.ingest.source;

import io.meshtwin.ingest.LogRecorder;
import io.meshtwin.ingest.log.EventLog;
import io.meshtwin.ingest.log.LogLocation;
import io.meshtwin.ingest.log.MeshTopic;
import io.meshtwin.ingest.log.StartProgress;
import java.nio.file.Path;

/** What an ingest consists of while it runs: a broker on its directory, the writer, the source. */
record RunningIngest(EventLog log, LogRecorder recorder, TestCluster.Followed followed)
    implements AutoCloseable {
  static RunningIngest start(Path directory, TestCluster cluster) throws InterruptedException {
    EventLog log =
        EventLog.open(
            new LogLocation.Embedded(directory, 0), new MeshTopic("mesh"), StartProgress.SILENT);
    LogRecorder recorder = LogRecorder.open(log);
    return new RunningIngest(log, recorder, cluster.follow(recorder));
  }

  ClusterFollowing following() {
    return followed.following();
  }

  /** What the log says, from its beginning to its head. */
  LogReading read() {
    return LogReading.of(log);
  }

  @Override
  public void close() {
    followed.close();
    recorder.close();
    log.close();
  }
}
