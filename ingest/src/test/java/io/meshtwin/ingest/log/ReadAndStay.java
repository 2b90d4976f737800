package io.meshtwin.ingest.log;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/**
 * A child's main: opens the log in a directory to read it, says so, and stays until it is killed.
 */
final class ReadAndStay {
  private ReadAndStay() {}

  @SuppressWarnings("SystemOut")
  public static void main(String[] arguments) throws InterruptedException {
    LogLocation location = new LogLocation.Embedded(Path.of(arguments[0]), 0);
    try (var _ = EventLog.openToRead(location, new MeshTopic("default"), StartProgress.SILENT)) {
      System.out.println("reading");
      new CountDownLatch(1).await();
    }
  }
}
