package io.meshtwin.ingest.log;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedEventLogTest extends EventLogContract {
  @TempDir static Path temp;
  private static EventLog broker;

  @BeforeAll
  static void start() {
    broker =
        EventLog.open(
            new LogLocation.Embedded(temp, 0), new MeshTopic("unused"), StartProgress.SILENT);
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @Override
  String address() {
    return broker.address();
  }
}
