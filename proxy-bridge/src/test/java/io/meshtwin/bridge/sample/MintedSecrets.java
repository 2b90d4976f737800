package io.meshtwin.bridge.sample;

import io.meshtwin.bridge.secret.Authorities;
import io.meshtwin.bridge.secret.SecretSource;
import io.meshtwin.bridge.secret.ServedCertificate;
import io.meshtwin.testkit.tls.Authority;
import io.meshtwin.testkit.tls.Minted;
import io.meshtwin.twin.event.ResourceKey;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Certificates of the namespace shop, all signed by one authority, which has the name ca. */
public final class MintedSecrets implements SecretSource {
  private final Authority authority = Authority.named("shop-ca");
  private final Map<ResourceKey, Minted> minted = new ConcurrentHashMap<>();

  public static ResourceKey secret(String name) {
    return new ResourceKey(ResourceKey.LOCAL, "", "Secret", "shop", name);
  }

  /** The ConfigMap with the authority's certificate. */
  public static ResourceKey ca() {
    return new ResourceKey(ResourceKey.LOCAL, "", "ConfigMap", "shop", "ca");
  }

  public Authority authority() {
    return authority;
  }

  /** Puts a certificate of these names into a Secret. */
  public MintedSecrets with(String secret, String... names) {
    minted.put(secret(secret), authority.issue(names));
    return this;
  }

  @Override
  public Optional<ServedCertificate> certificate(ResourceKey secret) {
    return Optional.ofNullable(minted.get(secret))
        .map(value -> new ServedCertificate(value.chain(), value.key()));
  }

  @Override
  public Optional<Authorities> authorities(ResourceKey resource) {
    return resource.equals(ca()) ? Optional.of(new Authorities(authority.pem())) : Optional.empty();
  }
}
