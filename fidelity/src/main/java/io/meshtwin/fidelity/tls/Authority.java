package io.meshtwin.fidelity.tls;

import java.io.IOException;
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
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Signs certificates during one run. */
public final class Authority {
  private static final Duration VALID = Duration.ofDays(2);
  private static final AtomicLong SERIAL = new AtomicLong(System.nanoTime() & Long.MAX_VALUE);

  private final X500Name name;
  private final KeyPair keys;
  private final X509Certificate certificate;

  /** Of every certificate that is revoked: the list is written before they are. */
  private final BigInteger revoked = serial();

  private Authority(X500Name name, KeyPair keys, X509Certificate certificate) {
    this.name = name;
    this.keys = keys;
    this.certificate = certificate;
  }

  /** A new one. */
  public static Authority create(String commonName) {
    var name = new X500Name("CN=" + commonName.replaceAll("[^A-Za-z0-9 .-]", "-"));
    KeyPair keys = keys();
    var own = new Named(name, keys);
    return new Authority(name, keys, sign(own, own, serial(), true, new GeneralName[0]));
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
    return issue(names, serial());
  }

  /** The same, and it is in the list of revoked ones. */
  Identity issueRevoked(Collection<String> names) {
    return issue(names, revoked);
  }

  /** PEM of the list of revoked certificates (RFC 5280, 5). */
  String revocations() {
    Instant now = Instant.now();
    var builder = new X509v2CRLBuilder(name, Date.from(now.minus(Duration.ofHours(1))));
    builder.setNextUpdate(Date.from(now.plus(VALID)));
    builder.addCRLEntry(revoked, Date.from(now), CRLReason.keyCompromise);
    try {
      return Identity.pem("X509 CRL", builder.build(signer(keys)).getEncoded());
    } catch (IOException | OperatorCreationException e) {
      throw new IllegalStateException("a list cannot be made", e);
    }
  }

  private static BigInteger serial() {
    return BigInteger.valueOf(SERIAL.incrementAndGet());
  }

  private static ContentSigner signer(KeyPair keys) throws OperatorCreationException {
    return new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate());
  }

  private Identity issue(Collection<String> names, BigInteger number) {
    KeyPair subject = keys();
    GeneralName[] alternatives =
        names.stream()
            .map(n ->
                new GeneralName(
                    n.contains("://") ? GeneralName.uniformResourceIdentifier : GeneralName.dNSName,
                    n))
            .toArray(GeneralName[]::new);
    var certified =
        sign(
            new Named(name, keys),
            new Named(new X500Name("CN=meshtwin fidelity"), subject),
            number,
            false,
            alternatives);
    return new Identity(certified, subject.getPrivate());
  }

  private record Named(X500Name name, KeyPair keys) {}

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
      Named issuer, Named subject, BigInteger number, boolean authority, GeneralName[] names) {
    Instant now = Instant.now();
    var builder =
        new JcaX509v3CertificateBuilder(
            issuer.name(),
            number,
            Date.from(now.minus(Duration.ofHours(1))),
            Date.from(now.plus(VALID)),
            subject.name(),
            subject.keys().getPublic());
    try {
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
      if (names.length > 0) {
        builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
      }
      return new JcaX509CertificateConverter().getCertificate(builder.build(signer(issuer.keys())));
    } catch (CertIOException | OperatorCreationException | GeneralSecurityException e) {
      throw new IllegalStateException("a certificate cannot be made", e);
    }
  }
}
