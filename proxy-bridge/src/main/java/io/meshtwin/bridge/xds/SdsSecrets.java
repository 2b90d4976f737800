package io.meshtwin.bridge.xds;

import io.envoyproxy.envoy.config.core.v3.DataSource;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CertificateValidationContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.SdsSecretConfig;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.Secret;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.TlsCertificate;
import io.meshtwin.bridge.secret.Authorities;
import io.meshtwin.bridge.secret.SecretSource;
import io.meshtwin.bridge.secret.ServedCertificate;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.routing.Caveat;
import io.meshtwin.twin.routing.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * {@code Secret}: certificates and authorities over SDS, on the stream that everything comes by.
 * Remembers what was referred to, so that a proxy is sent that and nothing else.
 */
final class SdsSecrets {
  /** Where distributions keep the system's authorities: Debian, Ubuntu, Alpine, distroless. */
  private static final String SYSTEM_AUTHORITIES = "/etc/ssl/certs/ca-certificates.crt";

  private final SecretSource source;
  private final SortedMap<String, Secret> used = new TreeMap<>();

  SdsSecrets(SecretSource source) {
    this.source = source;
  }

  /** All that was referred to, sorted by name. */
  List<Secret> used() {
    return List.copyOf(used.values());
  }

  /** Refers to a certificate with its key; refused when its value is not here. */
  SdsSecretConfig certificate(ResourceKey key, Origin origin) throws Unsupported {
    ServedCertificate value =
        source.certificate(key).orElseThrow(() -> missing("no usable certificate", key, origin));
    return use(
        Secret.newBuilder()
            .setName(Names.secret(key))
            .setTlsCertificate(
                TlsCertificate.newBuilder()
                    .setCertificateChain(inline(value.chain()))
                    .setPrivateKey(inline(value.privateKey())))
            .build());
  }

  /** Whether authorities are here. */
  boolean hasAuthorities(ResourceKey key) {
    return source.authorities(key).isPresent();
  }

  /** Refers to a certificate and its key in files beside the proxy. */
  SdsSecretConfig certificate(String chain, String key) {
    TlsCertificate.Builder certificate =
        source
            .certificate(chain, key)
            .map(value ->
                TlsCertificate.newBuilder()
                    .setCertificateChain(inline(value.chain()))
                    .setPrivateKey(inline(value.privateKey())))
            .orElseGet(() ->
                TlsCertificate.newBuilder()
                    .setCertificateChain(file(chain))
                    .setPrivateKey(file(key)));
    String name = "file-cert:" + chain + "~" + key;
    return use(Secret.newBuilder().setName(name).setTlsCertificate(certificate).build());
  }

  /** Refers to authorities in a file beside the proxy. */
  SdsSecretConfig authorities(String path) {
    DataSource here =
        source
            .authorities(path)
            .map(value -> inline(value.certificates()))
            .orElseGet(() -> file(path));
    String name = path.equals(SYSTEM_AUTHORITIES) ? Names.SYSTEM_AUTHORITIES : "file-root:" + path;
    return use(trusted(name, here));
  }

  /** Refers to authorities, the system's own where none is given. */
  SdsSecretConfig authorities(List<ResourceKey> keys, Origin origin) throws Unsupported {
    return keys.isEmpty()
        ? authorities(SYSTEM_AUTHORITIES)
        : use(trusted(name(keys), inline(together(keys, origin))));
  }

  /** Refers to authorities with the list of revoked certificates that stands beside them. */
  SdsSecretConfig revoking(ResourceKey key, Origin origin) throws Unsupported {
    String list = source.authorities(key).map(Authorities::revocations).orElse(null);
    if (list == null) {
      throw missing("no list of revoked certificates", key, origin);
    }
    Secret.Builder secret =
        trusted(name(key) + "+ca.crl", inline(together(List.of(key), origin))).toBuilder();
    secret.getValidationContextBuilder().setCrl(inline(list));
    return use(secret.build());
  }

  private String together(List<ResourceKey> keys, Origin origin) throws Unsupported {
    List<String> values = new ArrayList<>();
    for (ResourceKey key : keys) {
      Authorities value =
          source.authorities(key).orElseThrow(() -> missing("no authorities", key, origin));
      values.add(value.certificates().strip());
    }
    return String.join("\n", values) + "\n";
  }

  private static String name(List<ResourceKey> keys) {
    return keys.stream().map(SdsSecrets::name).collect(Collectors.joining("+"));
  }

  /** A Secret may hold a certificate as well, which has its name. */
  private static String name(ResourceKey key) {
    return key.kind().equals("Secret") ? Names.secret(key) + "/ca.crt" : Names.secret(key);
  }

  private static Secret trusted(String name, DataSource authorities) {
    return Secret.newBuilder()
        .setName(name)
        .setValidationContext(CertificateValidationContext.newBuilder().setTrustedCa(authorities))
        .build();
  }

  private SdsSecretConfig use(Secret secret) {
    used.put(secret.getName(), secret);
    return SdsSecretConfig.newBuilder()
        .setName(secret.getName())
        .setSdsConfig(AdsSource.ADS)
        .build();
  }

  private static DataSource file(String path) {
    return DataSource.newBuilder().setFilename(path).build();
  }

  private static DataSource inline(String pem) {
    return DataSource.newBuilder().setInlineString(pem).build();
  }

  private static Unsupported missing(String what, ResourceKey key, Origin origin) {
    return new Unsupported(new Caveat(what + " in " + key + " where the bridge reads it", origin));
  }
}
