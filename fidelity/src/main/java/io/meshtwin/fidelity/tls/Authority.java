package io.meshtwin.fidelity.tls;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Signs certificates during one run. */
public final class Authority {
  private static final Duration VALID = Duration.ofDays(2);
  private static final AtomicLong SERIAL = new AtomicLong(System.nanoTime() & Long.MAX_VALUE);

  private final X500Name name;
  private final KeyPair keys;
  private final X509Certificate certificate;

  private Authority(X500Name name, KeyPair keys, X509Certificate certificate) {
    this.name = name;
    this.keys = keys;
    this.certificate = certificate;
  }

  /** A new one. */
  public static Authority create(String commonName) {
    var name = new X500Name("CN=" + commonName.replaceAll("[^A-Za-z0-9 .-]", "-"));
    KeyPair keys = keys();
    return new Authority(name, keys, sign(name, keys, name, keys, true, new GeneralName[0]));
  }

  /** PEM of its own certificate. */
  public String pem() {
    return Identity.pem(certificate);
  }

  /**
   * A certificate for some names.
   *
   * @param names host names with or without wildcard, and URIs
   */
  public Identity issue(Collection<String> names) {
    KeyPair subject = keys();
    GeneralName[] alternatives =
        names.stream()
            .map(n ->
                new GeneralName(
                    n.contains("://") ? GeneralName.uniformResourceIdentifier : GeneralName.dNSName,
                    n))
            .toArray(GeneralName[]::new);
    var certified =
        sign(name, keys, new X500Name("CN=meshtwin fidelity"), subject, false, alternatives);
    return new Identity(certified, subject.getPrivate());
  }

  private static KeyPair keys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has EC keys", e);
    }
  }

  private static X509Certificate sign(
      X500Name issuer,
      KeyPair by,
      X500Name subject,
      KeyPair of,
      boolean authority,
      GeneralName[] names) {
    Instant now = Instant.now();
    var builder =
        new JcaX509v3CertificateBuilder(
            issuer,
            BigInteger.valueOf(SERIAL.incrementAndGet()),
            Date.from(now.minus(Duration.ofHours(1))),
            Date.from(now.plus(VALID)),
            subject,
            of.getPublic());
    try {
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
      if (names.length > 0) {
        builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
      }
      var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(by.getPrivate());
      return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
    } catch (CertIOException | OperatorCreationException | GeneralSecurityException e) {
      throw new IllegalStateException("a certificate cannot be made", e);
    }
  }
}
