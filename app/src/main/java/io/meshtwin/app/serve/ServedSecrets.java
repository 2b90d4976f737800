package io.meshtwin.app.serve;

import io.meshtwin.bridge.secret.Authorities;
import io.meshtwin.bridge.secret.SecretSource;
import io.meshtwin.bridge.secret.ServedCertificate;
import io.meshtwin.ingest.source.SecretReader;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.resource.Authorities.Known;
import io.meshtwin.twin.resource.Certificate;
import io.meshtwin.twin.resource.ConfigMap;
import io.meshtwin.twin.resource.Resource;
import io.meshtwin.twin.resource.ResourceReader;
import io.meshtwin.twin.resource.Secret;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What proxies speak TLS with, read from the mesh's own source past the log. A certificate that the
 * twin would call unusable is not handed on: Envoy would only refuse it.
 */
final class ServedSecrets implements SecretSource {
  private static final String AUTHORITIES = "ca.crt";
  private static final String REVOCATIONS = "ca.crl";

  private final Set<ResourceKey> lacking = ConcurrentHashMap.newKeySet();
  private volatile SecretReader reader = key -> Optional.empty();

  /** From now on values come from here; before there are none. */
  void readFrom(SecretReader source) {
    reader = source;
  }

  /** Whether something that was asked for since the last time was not there. */
  boolean takeLack() {
    boolean lack = !lacking.isEmpty();
    lacking.clear();
    return lack;
  }

  @Override
  public Optional<ServedCertificate> certificate(ResourceKey secret) {
    return noted(
        secret,
        reader
            .read(secret)
            .filter(content ->
                facts(content) instanceof Secret facts
                    && facts.certificate() instanceof Certificate.Known known
                    && known.keyMatches())
            .flatMap(ServedSecrets::pair));
  }

  private static Optional<ServedCertificate> pair(SecretReader.Content content) {
    return content
        .values()
        .value("tls.crt")
        .flatMap(chain ->
            content.values().value("tls.key").map(key -> new ServedCertificate(chain, key)));
  }

  @Override
  public Optional<Authorities> authorities(ResourceKey resource) {
    return noted(
        resource,
        reader
            .read(resource)
            .filter(content -> areUsable(facts(content)))
            .flatMap(ServedSecrets::signers));
  }

  /** {@code GetCaCert}: the list of revoked certificates stands beside them. */
  private static Optional<Authorities> signers(SecretReader.Content content) {
    String list = content.values().value(REVOCATIONS).filter(v -> !v.isBlank()).orElse(null);
    return content.values().value(AUTHORITIES).map(all -> new Authorities(all, list));
  }

  private static boolean areUsable(Resource facts) {
    return (facts instanceof Secret secret && secret.authorities() instanceof Known)
        || (facts instanceof ConfigMap map && map.authorities() instanceof Known);
  }

  private static Resource facts(SecretReader.Content content) {
    return ResourceReader.read(content.manifest(), null).resource();
  }

  private <T> Optional<T> noted(ResourceKey key, Optional<T> value) {
    if (value.isPresent()) {
      lacking.remove(key);
    } else {
      lacking.add(key);
    }
    return value;
  }
}
