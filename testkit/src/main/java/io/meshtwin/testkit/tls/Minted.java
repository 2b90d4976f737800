package io.meshtwin.testkit.tls;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;

/**
 * A certificate and its private key.
 *
 * @param chain the certificate as PEM
 * @param key the private key as PEM (PKCS #8)
 */
public record Minted(String chain, String key) {
  /** By which its authority's list of revoked certificates names it. */
  BigInteger serialNumber() {
    try {
      var bytes = new ByteArrayInputStream(chain.getBytes(StandardCharsets.US_ASCII));
      Certificate own = CertificateFactory.getInstance("X.509").generateCertificate(bytes);
      return ((X509Certificate) own).getSerialNumber();
    } catch (CertificateException e) {
      throw new IllegalStateException("a minted certificate cannot be read", e);
    }
  }

  /** Neither value. */
  @Override
  public String toString() {
    return "a minted certificate";
  }
}
