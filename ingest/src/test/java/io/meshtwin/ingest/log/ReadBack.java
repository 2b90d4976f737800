package io.meshtwin.ingest.log;

import io.meshtwin.twin.event.ResourceEvent;
import java.nio.file.Path;

/** Says in one line which events a log has; a process of its own, so that it starts anew. */
final class ReadBack {
  private ReadBack() {}

  @SuppressWarnings("SystemOut")
  public static void main(String[] arguments) {
    LogLocation location = new LogLocation.Embedded(Path.of(arguments[0]), 0);
    try (EventLog log = EventLog.open(location, new MeshTopic("default"), StartProgress.SILENT)) {
      var line = new StringBuilder("read");
      Events.read(log)
          .forEach(event -> line.append(' ').append(((ResourceEvent) event).key().name()));
      System.out.println(line);
    }
  }
}
