package io.meshtwin.twin.routing;

import io.meshtwin.twin.event.ResourceKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * TLS from a proxy to a backend (Gateway API, BackendTLSPolicy).
 *
 * @param sni the name that is asked for
 * @param authorities ConfigMaps whose {@code ca.crt} signs the backend's certificate; empty for the
 *     system's own
 * @param subjectAltNames names of which the certificate must have one; {@code sni} alone where the
 *     policy gives none
 * @param clientCertificate the Secret that the proxy shows, null for none
 */
public record UpstreamTls(
    String sni,
    List<ResourceKey> authorities,
    List<String> subjectAltNames,
    @Nullable ResourceKey clientCertificate) {
  public UpstreamTls {
    authorities = List.copyOf(authorities);
    subjectAltNames = List.copyOf(subjectAltNames);
  }
}
