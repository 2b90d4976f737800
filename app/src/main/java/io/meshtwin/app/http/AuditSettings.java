package io.meshtwin.app.http;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Where the API server's audit webhook may post, beside the API itself.
 *
 * @param address to listen on
 * @param token that the webhook's kubeconfig carries, null where none is asked for: on loopback
 *     only
 */
public record AuditSettings(InetSocketAddress address, @Nullable String token) {
  public AuditSettings {
    if (token == null && !address.getAddress().isLoopbackAddress()) {
      throw new IllegalArgumentException("an address beyond loopback needs a token");
    }
  }

  /** Never the token. */
  @Override
  public String toString() {
    return address + (token == null ? "" : " with a token");
  }
}
