package io.meshtwin.bridge.secret;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.routing.access.TokenRule;
import java.util.Optional;

/**
 * Where the bridge reads the values that it serves over SDS. Asked whenever a proxy's configuration
 * is worked out; an answer may differ from the one before. Safe for use by several threads.
 */
public interface SecretSource {
  /** Knows nothing: whatever needs a certificate fails closed. */
  SecretSource NONE =
      new SecretSource() {
        @Override
        public Optional<ServedCertificate> certificate(ResourceKey secret) {
          return Optional.empty();
        }

        @Override
        public Optional<Authorities> authorities(ResourceKey resource) {
          return Optional.empty();
        }
      };

  /**
   * What a proxy shows to its peers.
   *
   * @param secret a Secret of type {@code kubernetes.io/tls}
   * @return empty when there is none, or when certificate and key cannot be used
   */
  Optional<ServedCertificate> certificate(ResourceKey secret);

  /**
   * What a proxy checks its peers' certificates against.
   *
   * @param resource a Secret or a ConfigMap with {@code ca.crt}, and maybe {@code ca.crl}
   * @return empty when there is none
   */
  Optional<Authorities> authorities(ResourceKey resource);

  /**
   * What stands for a certificate and its key in files beside the proxy.
   *
   * @return empty where the proxy reads the files itself, as it usually does
   */
  default Optional<ServedCertificate> certificate(String chain, String key) {
    return Optional.empty();
  }

  /**
   * What stands for authorities in a file beside the proxy.
   *
   * @return empty where the proxy reads the file itself, as it usually does
   */
  default Optional<Authorities> authorities(String path) {
    return Optional.empty();
  }

  /**
   * The public keys that tokens are checked with: unless said otherwise only those that the rule
   * itself has.
   *
   * @return a JSON Web Key Set (RFC 7517, 5); empty when they would have to be fetched and are not
   *     here
   */
  default Optional<String> tokenKeys(TokenRule rule) {
    return Optional.ofNullable(rule.keys().inline());
  }
}
