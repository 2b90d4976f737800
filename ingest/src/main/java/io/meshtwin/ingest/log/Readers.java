package io.meshtwin.ingest.log;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Readers of one log. Making one costs more than most reads, so one of each sort stays open for the
 * next; whoever finds it busy makes another. For several threads at once.
 */
final class Readers implements AutoCloseable {
  private final String address;
  private final MeshTopic topic;
  private final AtomicReference<@Nullable LogReader> streaming = new AtomicReference<>();
  private final AtomicReference<@Nullable LogReader> looking = new AtomicReference<>();

  Readers(String address, MeshTopic topic) {
    this.address = address;
    this.topic = topic;
  }

  /** Reads with a reader that nobody else uses meanwhile; one that failed is not used again. */
  <T> T with(Fetch fetch, Function<LogReader, T> read) {
    AtomicReference<@Nullable LogReader> idle =
        switch (fetch) {
          case STREAM -> streaming;
          case POINT -> looking;
        };
    LogReader known = idle.getAndSet(null);
    LogReader reader = known == null ? new LogReader(address, topic, fetch) : known;
    boolean good = false;
    try {
      T result = read.apply(reader);
      good = true;
      return result;
    } finally {
      if (!good || !idle.compareAndSet(null, reader)) {
        reader.close();
      }
    }
  }

  @Override
  public void close() {
    close(streaming.getAndSet(null));
    close(looking.getAndSet(null));
  }

  private static void close(@Nullable LogReader reader) {
    if (reader != null) {
      reader.close();
    }
  }
}
