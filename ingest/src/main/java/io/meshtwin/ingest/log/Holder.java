package io.meshtwin.ingest.log;

import java.util.Optional;
import java.util.Properties;

/**
 * Who holds a data directory.
 *
 * @param pid process id of the holder
 * @param address {@code host:port} of its broker, absent while the broker starts
 */
public record Holder(long pid, Optional<String> address) {

  /** Whether the process still runs; what a killed process left behind is not a holder. */
  public boolean alive() {
    return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
  }

  Properties toProperties() {
    Properties properties = new Properties();
    properties.setProperty("pid", Long.toString(pid));
    address.ifPresent(value -> properties.setProperty("address", value));
    return properties;
  }

  static Optional<Holder> fromProperties(Properties properties) {
    try {
      long pid = Long.parseLong(properties.getProperty("pid", ""));
      return Optional.of(new Holder(pid, Optional.ofNullable(properties.getProperty("address"))));
    } catch (NumberFormatException unreadable) {
      return Optional.empty();
    }
  }
}
