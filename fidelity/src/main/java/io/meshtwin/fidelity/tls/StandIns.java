package io.meshtwin.fidelity.tls;

import io.meshtwin.bridge.secret.Authorities;
import io.meshtwin.bridge.secret.SecretSource;
import io.meshtwin.bridge.secret.ServedCertificate;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.routing.access.TokenRule;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The certificates of a run: for each Secret and ConfigMap that a mesh names, one of our own.
 * Validity, names and issuers of the real ones are what status and findings speak about, not a run.
 */
public final class StandIns implements SecretSource {
  private final TokenKeys tokens = new TokenKeys();

  private static final List<String> ANY_NAME = List.of("meshtwin.invalid");

  private final Authority servers = Authority.create("meshtwin fidelity");
  private final Map<ResourceKey, Identity> identities = new ConcurrentHashMap<>();
  private final Map<String, Identity> files = new ConcurrentHashMap<>();
  private final Map<ResourceKey, Authority> authorities = new ConcurrentHashMap<>();
  private final Authority backends = Authority.create("meshtwin fidelity backends");
  private final java.util.Set<ResourceKey> ofBackends = ConcurrentHashMap.newKeySet();

  /** Lets the authority of all backends stand in for these ConfigMaps. */
  public void backends(Collection<ResourceKey> resources) {
    ofBackends.addAll(resources);
  }

  /** What every backend shows, with these names. */
  public Identity backend(Collection<String> names) {
    return backends.issue(names.isEmpty() ? ANY_NAME : names);
  }

  /**
   * A client's certificate that every authority of a list signs; the first alone can.
   *
   * @param revoked whether it is in the authority's list of revoked ones
   */
  public Identity client(ResourceKey authority, Collection<String> names, boolean revoked) {
    Collection<String> given = names.isEmpty() ? ANY_NAME : names;
    Authority signer = authority(authority);
    return revoked ? signer.issueRevoked(given) : signer.issue(given);
  }

  /** A client's certificate that nobody knows. */
  public Identity stranger() {
    return Authority.create("a stranger").issue(ANY_NAME);
  }

  @Override
  public Optional<ServedCertificate> certificate(ResourceKey secret) {
    Identity identity = identities.computeIfAbsent(secret, _ -> servers.issue(ANY_NAME));
    return Optional.of(new ServedCertificate(identity.chain(), identity.privateKey()));
  }

  /** Files beside proxies are read nowhere in a run. */
  @Override
  public Optional<ServedCertificate> certificate(String chain, String key) {
    Identity identity = files.computeIfAbsent(chain + "~" + key, _ -> servers.issue(ANY_NAME));
    return Optional.of(new ServedCertificate(identity.chain(), identity.privateKey()));
  }

  @Override
  public Optional<Authorities> authorities(String path) {
    return Optional.of(new Authorities(backends.pem()));
  }

  @Override
  public Optional<Authorities> authorities(ResourceKey resource) {
    Authority authority = authority(resource);
    return Optional.of(new Authorities(authority.pem(), authority.revocations()));
  }

  /** Of every issuer: the keys of the run, whose tokens it signs. */
  @Override
  public Optional<String> tokenKeys(TokenRule rule) {
    return Optional.of(tokens.publicKeys());
  }

  /** Who signs the tokens of a run. */
  public TokenKeys tokens() {
    return tokens;
  }

  private Authority authority(ResourceKey resource) {
    return ofBackends.contains(resource)
        ? backends
        : authorities.computeIfAbsent(resource, key -> Authority.create(key.name()));
  }
}
