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
    public String toString() {
      return "data directory " + directory;
    }
  }

  /**
   * A Kafka cluster.
   *
   * @param address {@code host:port}, several separated by commas ({@code --kafka})
   */
  record External(String address) implements LogLocation {
    @Override
    public String toString() {
      return "Kafka at " + address;
    }
  }
}
