package io.meshtwin.app.cli;

import io.meshtwin.app.http.AuditSettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say where the API server's audit webhook may post. */
final class AuditOptions {
  @Option(
      names = "--audit",
      paramLabel = "HOST:PORT",
      description =
          "A listener of its own for the API server's audit webhook (POST /api/v1/audit, which the"
              + " API's own address takes too). Beyond loopback it needs --audit-token.")
  private @Nullable String address;

  @Option(
      names = "--audit-token",
      paramLabel = "FILE",
      description = "Holds the bearer token that the webhook's kubeconfig carries.")
  private @Nullable Path token;

  /** Where, and with which token; null for nowhere else. */
  @Nullable AuditSettings settings() {
    if (address == null) {
      if (token != null) {
        throw new CommandException("--audit-token is for --audit HOST:PORT, which is missing");
      }
      return null;
    }
    InetSocketAddress listening = Addresses.parse("--audit", address);
    if (!listening.getAddress().isLoopbackAddress() && token == null) {
      throw new CommandException(
          "--audit %s is reachable from elsewhere: whoever reaches it could say that somebody else did something; add --audit-token FILE, with the token that the webhook's kubeconfig carries"
              .formatted(address));
    }
    return new AuditSettings(listening, token == null ? null : read(token));
  }

  private static String read(Path file) {
    try {
      String token = Files.readString(file).strip();
      if (token.isEmpty() || token.lines().count() > 1) {
        throw new CommandException("--audit-token " + file + ": one line with the token is needed");
      }
      return token;
    } catch (IOException e) {
      throw new CommandException("--audit-token " + file + " cannot be read: " + e.getMessage(), e);
    }
  }
}
