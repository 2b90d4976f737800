package io.meshtwin.app.cli;

import io.meshtwin.app.serve.ServeSettings;
import io.meshtwin.ingest.log.LogLocation;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say where a mesh's log is. */
final class DataOptions {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Directory of the embedded broker, created when absent. Default:"
              + " ~/.local/share/meshtwin.")
  private @Nullable String data;

  @Option(
      names = "--kafka",
      paramLabel = "HOST:PORT",
      description = "A Kafka cluster instead of the embedded broker.")
  private @Nullable String kafka;

  @Option(
      names = "--mesh-name",
      paramLabel = "NAME",
      defaultValue = ServeSettings.MESH,
      description = "The mesh's name, part of its topic's. Default: ${DEFAULT-VALUE}.")
  private String mesh = ServeSettings.MESH;

  /** The mesh whose log it is. */
  String mesh() {
    return mesh;
  }

  /** Where the log is. */
  LogLocation location(Terminal terminal) {
    return location(data, kafka, terminal);
  }

  /**
   * Where a log is: in a directory, by default the user's own, or on a Kafka cluster, with the
   * user's cache for what is kept of its logs.
   */
  static LogLocation location(@Nullable String data, @Nullable String kafka, Terminal terminal) {
    if (kafka == null) {
      return new LogLocation.Embedded(directory(data, terminal), 0);
    }
    if (data != null) {
      throw new CommandException("--data and --kafka exclude each other: one log, one place");
    }
    return new LogLocation.External(
        kafka, directory(terminal, "XDG_CACHE_HOME", Path.of(".cache")));
  }

  /** The data directory: the option's, or the user's own. */
  Path directory(Terminal terminal) {
    return directory(data, terminal);
  }

  private static Path directory(@Nullable String data, Terminal terminal) {
    return data == null ? standard(terminal) : Path.of(data);
  }

  /** Where data goes by the XDG Base Directory Specification. */
  static Path standard(Terminal terminal) {
    return directory(terminal, "XDG_DATA_HOME", Path.of(".local", "share"));
  }

  private static Path directory(Terminal terminal, String variable, Path standard) {
    String xdg = terminal.environment().getOrDefault(variable, "");
    String home = terminal.environment().getOrDefault("HOME", System.getProperty("user.home"));
    Path base = xdg.isEmpty() ? Path.of(home).resolve(standard) : Path.of(xdg);
    return base.resolve("meshtwin");
  }
}
