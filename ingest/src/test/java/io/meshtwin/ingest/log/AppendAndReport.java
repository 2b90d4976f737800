package io.meshtwin.ingest.log;

import java.nio.file.Path;
import java.util.List;

/**
 * A child's main: opens the log in a directory, says where its broker is, and appends one event
 * after the other, naming each when it is acknowledged, until it is killed.
 */
final class AppendAndReport {
  private AppendAndReport() {}

  @SuppressWarnings("SystemOut")
  public static void main(String[] arguments) {
    LogLocation location = new LogLocation.Embedded(Path.of(arguments[0]), 0);
    try (EventLog log = EventLog.open(location, new MeshTopic("default"), StartProgress.SILENT);
        LogWriter writer = log.writer()) {
      System.out.println("broker " + log.address());
      for (int i = Integer.parseInt(arguments[1]); ; i++) {
        writer.append(List.of(Events.service("s" + i, Events.TIME)));
        System.out.println("appended s" + i);
      }
    } catch (LogException e) {
      System.out.println("refused " + e.getMessage());
    }
  }
}
