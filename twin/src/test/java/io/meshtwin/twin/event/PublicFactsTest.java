package io.meshtwin.twin.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.testkit.tls.Authority;
import io.meshtwin.testkit.tls.Minted;
import io.meshtwin.twin.Meshes;
import io.meshtwin.twin.resource.Authorities;
import io.meshtwin.twin.resource.Certificate;
import io.meshtwin.twin.resource.ConfigMap;
import io.meshtwin.twin.resource.ResourceReader;
import io.meshtwin.twin.resource.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.junit.jupiter.api.Test;

class PublicFactsTest {
  private static final Authority AUTHORITY = Authority.named("shop-ca");

  private static Manifest of(String yaml) {
    return Meshes.applied(yaml).getFirst().manifest();
  }

  private static Manifest tls(String chain, String key) {
    return of(
        """
        apiVersion: v1
        kind: Secret
        metadata: {name: s, annotations: {tool/copy: "KEY"}}
        type: kubernetes.io/tls
        data: {tls.crt: CHAIN, tls.key: KEY}
        """
            .replace("CHAIN", base64(chain))
            .replace("KEY", base64(key)));
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static Secret secret(Manifest manifest) {
    var reading = ResourceReader.read(manifest, null);
    assertThat(reading.findings()).isEmpty();
    return (Secret) reading.resource();
  }

  @Test
  void aTlsSecretTellsNamesValidityAndThatItsKeyMatches() {
    Minted minted = AUTHORITY.issue("shop.example", "*.shop.example");
    Manifest manifest = tls(minted.chain(), minted.key());
    assertThat(secret(manifest).certificate())
        .isInstanceOfSatisfying(
            Certificate.Known.class,
            known -> {
              assertThat(known.names()).containsExactly("*.shop.example", "shop.example");
              assertThat(known.notBefore()).isBefore(known.notAfter());
              assertThat(known.issuer()).isEqualTo("CN=shop-ca");
              assertThat(known.sha256()).hasSize(64);
              assertThat(known.keyMatches()).isTrue();
            });
    assertThat(secret(manifest).keys()).containsExactly("tls.crt", "tls.key");
  }

  @Test
  void noValueOfASecretIsInTheBytesOfItsEventOrInItsRecord() {
    Minted minted = AUTHORITY.issue("shop.example");
    Manifest manifest = tls(minted.chain(), minted.key());
    String event = new String(manifest.bytes(), StandardCharsets.UTF_8) + secret(manifest);
    for (String value : List.of(minted.chain(), minted.key())) {
      String secondLine = value.lines().skip(1).findFirst().orElseThrow();
      assertThat(event).doesNotContain(secondLine, base64(value), "PRIVATE KEY");
    }
  }

  @Test
  void aValueInAMisspeltFieldIsNotKeptButTold() {
    Manifest manifest =
        of("{apiVersion: v1, kind: Secret, metadata: {name: s}, stringdata: {token: hunter2}}");
    assertThat(manifest.json()).doesNotContain("hunter2");
    assertThat(ResourceReader.read(manifest, null).findings())
        .extracting(finding -> finding.field())
        .containsExactly("stringdata");
  }

  @Test
  void aKeyOfAnotherCertificateIsAFact() {
    Manifest manifest = tls(AUTHORITY.issue("a").chain(), AUTHORITY.issue("a").key());
    assertThat(secret(manifest).certificate().isUsable()).isFalse();
  }

  @Test
  void aKeyInTheOlderFormOfEllipticCurvesIsRead() throws Exception {
    Minted minted = AUTHORITY.issue("a");
    byte[] modern = Pem.blocks(minted.key()).getFirst().bytes();
    byte[] older =
        PrivateKeyInfo.getInstance(modern).parsePrivateKey().toASN1Primitive().getEncoded();
    String text = Base64.getMimeEncoder().encodeToString(older);
    String key = "-----BEGIN EC PRIVATE KEY-----\n" + text + "\n-----END EC PRIVATE KEY-----\n";
    assertThat(secret(tls(minted.chain(), key)).certificate().isUsable()).isTrue();
  }

  @Test
  void aSecretWithoutValuesStandsForAValidCertificateAndOneWithOtherTextIsMalformed() {
    assertThat(secret(tls("", "")).certificate()).isEqualTo(new Certificate.Assumed());
    Secret bare =
        secret(of("{apiVersion: v1, kind: Secret, metadata: {name: s}, type: kubernetes.io/tls}"));
    assertThat(bare.certificate()).isEqualTo(new Certificate.Assumed());
    assertThat(secret(tls("Hello world", "Hello world")).certificate())
        .isEqualTo(new Certificate.Malformed("tls.crt holds no certificate"));
  }

  @Test
  void theDigestFollowsTheCertificateAndReadingTheLogChangesNothing() {
    Minted first = AUTHORITY.issue("a");
    Minted second = AUTHORITY.issue("a");
    Manifest manifest = tls(first.chain(), first.key());
    assertThat(manifest.digest()).isNotEqualTo(tls(second.chain(), second.key()).digest());
    assertThat(Manifest.of(ResourceKey.LOCAL, manifest.body())).isEqualTo(manifest);
  }

  @Test
  void aConfigMapKeepsItsAuthoritiesAndNothingElse() {
    String yaml =
        """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: ca}
        data:
          app.properties: "user=hunter2"
          ca.crt: |
        """;
    Manifest manifest = of(yaml + AUTHORITY.pem().indent(4));
    var map = (ConfigMap) ResourceReader.read(manifest, null).resource();
    assertThat(manifest.json()).doesNotContain("hunter2");
    assertThat(map.keys()).containsExactly("app.properties", "ca.crt");
    assertThat(map.data()).containsOnlyKeys("ca.crt");
    assertThat(((Authorities.Known) map.authorities()).authorities())
        .singleElement()
        .satisfies(authority -> assertThat(authority.subject()).isEqualTo("CN=shop-ca"));
  }

  @Test
  void aCertificateIsTrustedByItsIssuerAndNotByAnotherOfTheSameName() {
    Minted minted = AUTHORITY.issue("client");
    var certificate = (Certificate.Known) secret(tls(minted.chain(), minted.key())).certificate();
    assertThat(certificate.isTrustedBy(only(AUTHORITY))).isTrue();
    assertThat(certificate.isTrustedBy(only(Authority.named("shop-ca")))).isFalse();
  }

  private static Authorities.Authority only(Authority authority) {
    Manifest manifest =
        of(
            "{apiVersion: v1, kind: ConfigMap, metadata: {name: c}, data: {ca.crt: \""
                + authority.pem().replace("\n", "\\n")
                + "\"}}");
    var map = (ConfigMap) ResourceReader.read(manifest, null).resource();
    return ((Authorities.Known) map.authorities()).authorities().getFirst();
  }
}
