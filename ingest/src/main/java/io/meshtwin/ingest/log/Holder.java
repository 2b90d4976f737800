package io.meshtwin.ingest.log;

import java.util.Optional;
import java.util.Properties;

/**
 * Who holds a data directory.
 *
 * @param pid process id of the holder
 * @param address {@code host:port} of its broker, absent while the broker starts
 * @param passing whether it only reads, and takes its broker with it when it has read
 */
public record Holder(long pid, Optional<String> address, boolean passing) {
  /** One that stays. */
  public Holder(long pid, Optional<String> address) {
    this(pid, address, false);
  }

  /** Whether the process still runs; what a killed process left behind is not a holder. */
  public boolean alive() {
    return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
  }

  /** Whether its broker may be gone while this process, which stays, still needs it. */
  boolean leavesBefore(boolean staying) {
    return staying && passing && pid != ProcessHandle.current().pid();
  }

  Properties toProperties() {
    Properties properties = new Properties();
    properties.setProperty("pid", Long.toString(pid));
    address.ifPresent(value -> properties.setProperty("address", value));
    if (passing) {
      properties.setProperty("passing", "true");
    }
    return properties;
  }

  static Optional<Holder> fromProperties(Properties properties) {
    try {
      long pid = Long.parseLong(properties.getProperty("pid", ""));
      boolean passing = Boolean.parseBoolean(properties.getProperty("passing"));
      var address = Optional.ofNullable(properties.getProperty("address"));
      return Optional.of(new Holder(pid, address, passing));
    } catch (NumberFormatException unreadable) {
      return Optional.empty();
    }
  }
}
