package io.meshtwin.twin.routing;

import io.meshtwin.twin.event.ResourceKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A proxy's side of a TLS handshake with a client.
 *
 * @param certificates Secrets of type {@code kubernetes.io/tls}; never empty
 * @param clients what is asked of the client's certificate, null for nothing
 */
public record ServerTls(List<ResourceKey> certificates, @Nullable ClientValidation clients) {
  public ServerTls {
    certificates = List.copyOf(certificates);
  }

  /**
   * How a client's certificate is checked (Gateway API, GEP-91).
   *
   * @param authorities ConfigMaps or Secrets whose {@code ca.crt} signs clients' certificates
   * @param insecureFallback whether a client without a certificate, or with one that does not
   *     verify, is served all the same ({@code AllowInsecureFallback})
   */
  public record ClientValidation(List<ResourceKey> authorities, boolean insecureFallback) {
    public ClientValidation {
      authorities = List.copyOf(authorities);
    }
  }
}
