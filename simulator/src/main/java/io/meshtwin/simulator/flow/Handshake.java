package io.meshtwin.simulator.flow;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How a client opens TLS.
 *
 * @param serverName the name it asks for (SNI), in lower case, null for none
 * @param certificate what it shows when it is asked for a certificate, null for nothing
 * @param offer versions and ciphers
 */
public record Handshake(
    @Nullable String serverName, @Nullable ClientCertificate certificate, TlsOffer offer) {
  public Handshake {
    serverName = serverName == null ? null : serverName.toLowerCase(Locale.ROOT);
  }

  /** With the usual versions and ciphers. */
  public Handshake(@Nullable String serverName, @Nullable ClientCertificate certificate) {
    this(serverName, certificate, TlsOffer.USUAL);
  }

  /** As clients do of their own accord: the host's name, unless it is an IP address. */
  public static Handshake to(String host) {
    return new Handshake(isAddress(host) ? null : host, null);
  }

  private static boolean isAddress(String host) {
    boolean digits = host.chars().allMatch(c -> (c >= '0' && c <= '9') || c == '.');
    return digits || host.indexOf(':') >= 0;
  }
}
