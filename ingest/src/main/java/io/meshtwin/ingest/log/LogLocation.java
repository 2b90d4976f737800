package io.meshtwin.ingest.log;

import java.nio.file.Path;

/** Where a mesh's log is. */
public sealed interface LogLocation {
  /**
   * A broker in this process, or the one of the process that holds the directory already.
   *
   * @param directory the data directory ({@code --data})
   * @param port to listen on, 0 for a free one
   */
  record Embedded(Path directory, int port) implements LogLocation {
    @Override
    public Path beside() {
      return directory.resolve("history");
    }

    @Override
    public String toString() {
      return "data directory " + directory;
    }
  }

  /**
   * A Kafka cluster.
   *
   * @param address {@code host:port}, several separated by commas ({@code --kafka})
   * @param cache a directory of this machine for what is kept of its logs to be faster
   */
  record External(String address, Path cache) implements LogLocation {
    /** With the cache where it is by default, below the user's home. */
    public External(String address) {
      this(address, Path.of(System.getProperty("user.home"), ".cache", "meshtwin"));
    }

    @Override
    public Path beside() {
      return cache.resolve("history");
    }

    @Override
    public String toString() {
      return "Kafka at " + address;
    }
  }

  /** The directory for what is kept beside logs: checkpoints and index, all made of the logs. */
  Path beside();
}
