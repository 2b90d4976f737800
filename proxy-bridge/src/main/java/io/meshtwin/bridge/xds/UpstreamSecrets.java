package io.meshtwin.bridge.xds;

import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.SdsSecretConfig;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.routing.UpstreamTls;
import java.util.List;

/**
 * What a proxy shows and trusts where a DestinationRule originates TLS: a Secret or a ConfigMap, or
 * files beside the proxy, which it reads itself.
 *
 * @param secrets all that the proxy is sent
 * @param tls what the DestinationRule says
 */
record UpstreamSecrets(SdsSecrets secrets, UpstreamTls.Originated tls) {
  /** istiod looks for authorities there first, then beside the certificate ({@code GetCaCert}). */
  private static final String AUTHORITIES = "-cacert";

  SdsSecretConfig certificate() throws Unsupported {
    UpstreamTls.Originated.Files files = tls.files();
    return files.credential() == null
        ? secrets.certificate(files.certificate(), files.privateKey())
        : secrets.certificate(files.credential(), tls.origin());
  }

  SdsSecretConfig authorities() throws Unsupported {
    UpstreamTls.Originated.Files files = tls.files();
    ResourceKey credential = files.credential();
    if (credential == null) {
      return files.authorities().isEmpty()
          ? secrets.authorities(List.of(), tls.origin())
          : secrets.authorities(files.authorities());
    }
    ResourceKey apart = named(credential, credential.name() + AUTHORITIES);
    boolean own = credential.kind().equals("ConfigMap") || !secrets.hasAuthorities(apart);
    return secrets.authorities(List.of(own ? credential : apart), tls.origin());
  }

  private static ResourceKey named(ResourceKey key, String name) {
    return new ResourceKey(key.cluster(), key.group(), key.kind(), key.namespace(), name);
  }
}
