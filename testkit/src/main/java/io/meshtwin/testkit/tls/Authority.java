package io.meshtwin.testkit.tls;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Signs certificates of names. */
public final class Authority {
  private static final Duration LIFETIME = Duration.ofDays(1);

  private final X500Principal subject;
  private final KeyPair keys = keys();
  private final String pem;

  private Authority(String name) {
    this.subject = new X500Principal("CN=" + name);
    this.pem = certificate(subject, keys, List.of(), true);
  }

  /** A new authority with a key of its own. */
  public static Authority named(String name) {
    return new Authority(name);
  }

  /** Its own certificate as PEM: what stands in {@code ca.crt}. */
  public String pem() {
    return pem;
  }

  /** A certificate for DNS names, for servers and for clients. */
  public Minted issue(String... names) {
    KeyPair own = keys();
    String first = names.length == 0 ? "nobody" : names[0];
    String chain = certificate(new X500Principal("CN=" + first), own, Arrays.asList(names), false);
    return new Minted(chain, pem("PRIVATE KEY", own.getPrivate().getEncoded()));
  }

  /** The list of certificates that do not count any more as PEM: what stands in {@code ca.crl}. */
  public String revoking(Minted... revoked) {
    try {
      Instant now = Instant.now();
      var list = new JcaX509v2CRLBuilder(subject, Date.from(now.minus(Duration.ofHours(1))));
      list.setNextUpdate(Date.from(now.plus(LIFETIME)));
      for (Minted one : revoked) {
        list.addCRLEntry(one.serialNumber(), Date.from(now), CRLReason.keyCompromise);
      }
      var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate());
      return pem("X509 CRL", list.build(signer).getEncoded());
    } catch (OperatorCreationException | IOException e) {
      throw new IllegalStateException("no list of revoked certificates", e);
    }
  }

  private String certificate(X500Principal holder, KeyPair own, List<String> names, boolean signs) {
    try {
      Instant now = Instant.now();
      X509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              subject,
              new BigInteger(64, new SecureRandom()),
              Date.from(now.minus(Duration.ofHours(1))),
              Date.from(now.plus(LIFETIME)),
              holder,
              own.getPublic());
      var extensions = new JcaX509ExtensionUtils();
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(signs));
      builder.addExtension(
          Extension.subjectKeyIdentifier,
          false,
          extensions.createSubjectKeyIdentifier(own.getPublic()));
      builder.addExtension(
          Extension.authorityKeyIdentifier,
          false,
          extensions.createAuthorityKeyIdentifier(keys.getPublic()));
      if (!names.isEmpty()) {
        builder.addExtension(Extension.subjectAlternativeName, false, alternatives(names));
      }
      var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate());
      return pem("CERTIFICATE", builder.build(signer).getEncoded());
    } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
      throw new IllegalStateException("no certificate for " + names, e);
    }
  }

  private static GeneralNames alternatives(List<String> names) {
    return new GeneralNames(
        names.stream()
            .map(name -> new GeneralName(GeneralName.dNSName, name))
            .toArray(GeneralName[]::new));
  }

  private static KeyPair keys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has P-256", e);
    }
  }

  private static String pem(String label, byte[] bytes) {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
    return "-----BEGIN " + label + "-----\n" + text + "\n-----END " + label + "-----\n";
  }
}
