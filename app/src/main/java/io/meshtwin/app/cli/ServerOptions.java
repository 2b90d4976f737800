package io.meshtwin.app.cli;

import io.meshtwin.app.serve.ServeSettings;
import io.meshtwin.app.serve.ServerAddress;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which running server a command talks to, and who asks. */
final class ServerOptions {
  static final String SERVER = "MESHTWIN_SERVER";

  @Option(
      names = "--server",
      paramLabel = "URL",
      description =
          "A running meshtwin serve. Default: $MESHTWIN_SERVER, else the one of the data directory,"
              + " else http://"
              + ServeSettings.HTTP
              + ".")
  private @Nullable String server;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "The data directory of the server to talk to.")
  private @Nullable String data;

  @Option(
      names = "--as",
      paramLabel = "NAME",
      description = "Who asks, as the server is told. Default: the user of the operating system.")
  private @Nullable String user;

  /** The way to the server. */
  ServerClient client(Terminal terminal) {
    String name = user == null ? System.getProperty("user.name") : user;
    return new ServerClient(address(terminal, server, data), name, "--server");
  }

  /** The way to the server that a mesh is read from. */
  static ServerClient reader(Terminal terminal, @Nullable String data) {
    return new ServerClient(
        address(terminal, null, data),
        System.getProperty("user.name"),
        "$" + SERVER + " or --data DIR");
  }

  private static URI address(Terminal terminal, @Nullable String server, @Nullable String data) {
    String named = server == null ? terminal.environment().getOrDefault(SERVER, "") : server;
    if (!named.isEmpty()) {
      return parse(named);
    }
    Path directory = data == null ? DataOptions.standard(terminal) : Path.of(data);
    return ServerAddress.read(directory)
        .orElseGet(() -> {
          if (data != null) {
            throw new CommandException(
                "no server runs with %s; start one: meshtwin serve --data %s --mesh SRC"
                    .formatted(data, data));
          }
          return parse("http://" + ServeSettings.HTTP);
        });
  }

  private static URI parse(String text) {
    String url = text.contains("://") ? text : "http://" + text;
    try {
      URI address = URI.create(url);
      if (address.getHost() != null) {
        return address;
      }
    } catch (IllegalArgumentException e) {
      // Said below.
    }
    throw new CommandException(
        text + " is no server's address; write it as http://" + ServeSettings.HTTP);
  }
}
