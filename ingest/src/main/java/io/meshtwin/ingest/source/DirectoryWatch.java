package io.meshtwin.ingest.source;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Tells when something in some directories changed and has come to rest. */
final class DirectoryWatch implements AutoCloseable {
  private final WatchService service;
  private final Map<Path, WatchKey> keys = new HashMap<>();

  DirectoryWatch() throws IOException {
    this.service = FileSystems.getDefault().newWatchService();
  }

  /**
   * Watches these directories and no others.
   *
   * @return whether there are new ones among them: what was created there before was not seen
   */
  boolean watch(List<Path> directories) throws IOException {
    keys.entrySet()
        .removeIf(watched -> {
          boolean stale = !directories.contains(watched.getKey()) || !watched.getValue().isValid();
          if (stale) {
            watched.getValue().cancel();
          }
          return stale;
        });
    boolean more = false;
    for (Path directory : directories) {
      if (!keys.containsKey(directory)) {
        keys.put(
            directory,
            directory.register(
                service,
                StandardWatchEventKinds.ENTRY_CREATE,
                StandardWatchEventKinds.ENTRY_MODIFY,
                StandardWatchEventKinds.ENTRY_DELETE));
        more = true;
      }
    }
    return more;
  }

  /**
   * Waits for a change and then until nothing changed for {@code settle}, so that a file is not
   * read half written; at most {@code atMost} without any change, for file systems that tell
   * nothing.
   */
  void await(Duration settle, Duration atMost) throws InterruptedException {
    @Nullable WatchKey changed = service.poll(atMost.toMillis(), TimeUnit.MILLISECONDS);
    while (changed != null) {
      changed.pollEvents();
      changed.reset();
      changed = service.poll(settle.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  @Override
  public void close() throws IOException {
    service.close();
  }
}
