package io.meshtwin.app.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/** How much is said on standard error. */
final class Logs {
  private Logs() {}

  /** Our own details as well, and warnings of the libraries. */
  static void verbose(boolean verbose) {
    if (verbose) {
      level("io.meshtwin", Level.DEBUG);
      level(org.slf4j.Logger.ROOT_LOGGER_NAME, Level.INFO);
    }
  }

  /** Only what fails: the command tells itself what happens. */
  static void quiet() {
    level("io.meshtwin", Level.WARN);
    // On a busy machine the embedded broker says that a heartbeat was late, and recovers.
    level("org.apache.kafka.controller", Level.OFF);
  }

  private static void level(String name, Level level) {
    if (LoggerFactory.getLogger(name) instanceof Logger logger) {
      logger.setLevel(level);
    }
  }
}
