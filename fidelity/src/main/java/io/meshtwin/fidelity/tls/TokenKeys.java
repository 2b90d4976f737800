package io.meshtwin.fidelity.tls;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;

/** Signs tokens (JWT, RFC 7519) during one run, for every issuer: ES256 (RFC 7518, 3.4). */
public final class TokenKeys {
  private static final String NAME = "meshtwin-fidelity";
  private static final int COORDINATE = 32;

  private final KeyPair keys = pair();

  /** The keys of somebody else under the same name: what they sign does not verify. */
  private final KeyPair forged = pair();

  /** The public key as a JSON Web Key Set (RFC 7517). */
  public String publicKeys() {
    var key = (ECPublicKey) keys.getPublic();
    return """
    {"keys":[{"kty":"EC","crv":"P-256","alg":"ES256","kid":"%s","x":"%s","y":"%s"}]}\
    """
        .formatted(NAME, coordinate(key.getW().getAffineX()), coordinate(key.getW().getAffineY()));
  }

  /**
   * A signed token.
   *
   * @param claims its content, in JSON
   * @param valid whether it verifies with {@link #publicKeys}
   */
  public String sign(String claims, boolean valid) {
    String header = "{\"alg\":\"ES256\",\"typ\":\"JWT\",\"kid\":\"" + NAME + "\"}";
    String content = text(header) + "." + text(claims);
    try {
      Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
      signature.initSign((valid ? keys : forged).getPrivate());
      signature.update(content.getBytes(StandardCharsets.US_ASCII));
      return content + "." + text(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK signs with EC keys", e);
    }
  }

  private static KeyPair pair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has EC keys", e);
    }
  }

  private static String coordinate(BigInteger value) {
    byte[] signed = value.toByteArray();
    byte[] fixed = new byte[COORDINATE];
    int length = Math.min(COORDINATE, signed.length);
    System.arraycopy(signed, signed.length - length, fixed, COORDINATE - length, length);
    return text(fixed);
  }

  private static String text(String value) {
    return text(value.getBytes(StandardCharsets.UTF_8));
  }

  private static String text(byte[] value) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(value);
  }
}
