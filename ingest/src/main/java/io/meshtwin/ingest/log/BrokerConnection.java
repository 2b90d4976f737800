package io.meshtwin.ingest.log;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The broker behind a location: ours to stop, or somebody else's. */
final class BrokerConnection implements AutoCloseable {
  /** How long the holder of a directory may take to say where its broker is. */
  private static final Duration HOLDER_STARTS = Duration.ofSeconds(30);

  private static final Duration ASK_AGAIN = Duration.ofMillis(50);

  private final String address;
  private final @Nullable EmbeddedBroker broker;
  private final @Nullable DataDirectory directory;

  private BrokerConnection(
      String address, @Nullable EmbeddedBroker broker, @Nullable DataDirectory directory) {
    this.address = address;
    this.broker = broker;
    this.directory = directory;
  }

  /**
   * Opens it.
   *
   * @param staying whether this process needs the broker until it ends itself: then it waits for a
   *     process to end that only reads, rather than to lose that one's broker
   */
  static BrokerConnection open(LogLocation location, boolean staying, StartProgress progress) {
    return switch (location) {
      case LogLocation.External(String address, Path _) ->
          new BrokerConnection(address, null, null);
      case LogLocation.Embedded embedded -> claim(embedded, staying, progress);
    };
  }

  String address() {
    return address;
  }

  /** Why our own broker gave up, when it did. */
  Optional<String> failure() {
    return broker == null ? Optional.empty() : broker.failure();
  }

  @Override
  public void close() {
    // A broker that does not stop still uses the files that the lock guards.
    if (broker != null) {
      broker.close();
    }
    if (directory != null && (broker == null || !broker.usesFiles())) {
      directory.close();
    }
  }

  private static BrokerConnection claim(
      LogLocation.Embedded embedded, boolean staying, StartProgress progress) {
    Instant limit = Instant.now().plus(HOLDER_STARTS);
    boolean told = false;
    while (true) {
      switch (DataDirectory.claim(embedded.directory())) {
        case DataDirectory.Owned(DataDirectory directory) -> {
          return start(directory, embedded.port(), staying, progress);
        }
        case DataDirectory.Held(Optional<Holder> holder) -> {
          Optional<String> address = holder.flatMap(Holder::address);
          boolean waits = holder.map(known -> known.leavesBefore(staying)).orElse(false);
          if (waits && !told) {
            told = true;
            progress.step(
                "waiting for process %d, which reads the log, to end"
                    .formatted(holder.orElseThrow().pid()));
          }
          if (address.isPresent() && !waits) {
            progress.step(
                "using the broker of process %d at %s"
                    .formatted(holder.orElseThrow().pid(), address.get()));
            return new BrokerConnection(address.get(), null, null);
          }
          refuseAfter(limit, embedded, holder);
        }
      }
    }
  }

  private static BrokerConnection start(
      DataDirectory directory, int port, boolean staying, StartProgress progress) {
    boolean started = false;
    try {
      if (!staying) {
        directory.passes();
      }
      EmbeddedBroker broker = EmbeddedBroker.start(directory, port, progress);
      started = true;
      return new BrokerConnection(broker.address(), broker, directory);
    } finally {
      if (!started) {
        directory.close();
      }
    }
  }

  private static void refuseAfter(
      Instant limit, LogLocation.Embedded embedded, Optional<Holder> holder) {
    if (Instant.now().isAfter(limit)) {
      if (holder.isPresent() && holder.get().passing()) {
        throw new DirectoryHeldException(
            "%s is held by process %d, which reads the log and takes its broker along when it ends; end it, and start this again"
                .formatted(embedded, holder.get().pid()));
      }
      throw new DirectoryHeldException(
          "%s is held by %s, whose broker is not ready after %d s; stop that process, or choose another directory with --data"
              .formatted(
                  embedded,
                  holder.map(known -> "process " + known.pid()).orElse("another process"),
                  HOLDER_STARTS.toSeconds()));
    }
    try {
      Thread.sleep(ASK_AGAIN);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LogException("interrupted while waiting for " + embedded, e);
    }
  }
}
