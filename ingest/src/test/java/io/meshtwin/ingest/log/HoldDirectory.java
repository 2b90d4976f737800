package io.meshtwin.ingest.log;

import java.nio.file.Path;

/** A child's main: claims the directory, says what came of it and, when it is ours, stays. */
final class HoldDirectory {
  private HoldDirectory() {}

  @SuppressWarnings("SystemOut")
  public static void main(String[] arguments) throws Exception {
    switch (DataDirectory.claim(Path.of(arguments[0]))) {
      case DataDirectory.Owned owned -> {
        owned.directory().announce("127.0.0.1:" + arguments[1]);
        System.out.println("owned");
        new java.util.concurrent.CountDownLatch(1).await();
      }
      case DataDirectory.Held(var holder) -> System.out.println("held by " + holder);
    }
  }
}
