package io.meshtwin.twin.event;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.List;

/** Whether a private key belongs to a certificate's public key. Keeps nothing of the key. */
final class KeyPairs {
  private static final byte[] CHALLENGE = "meshtwin".getBytes(StandardCharsets.UTF_8);
  private static final byte[] VERSION_0 = {2, 1, 0};
  private static final byte SEQUENCE = 0x30;
  private static final byte OCTETS = 0x04;

  private KeyPairs() {}

  /**
   * Whether what the private key of a PEM text signs, the public key verifies.
   *
   * <p>PKCS #8 is read, and the older forms of RSA (PKCS #1) and elliptic curves (SEC 1).
   */
  static boolean match(String privateKey, PublicKey publicKey) {
    List<Pem.Block> keys =
        Pem.blocks(privateKey).stream()
            .filter(block -> block.label().endsWith("PRIVATE KEY"))
            .toList();
    if (keys.isEmpty()) {
      return false;
    }
    Pem.Block first = keys.getFirst();
    try {
      byte[] encoded =
          first.label().equals("PRIVATE KEY") ? first.bytes() : wrapped(first.bytes(), publicKey);
      PrivateKey key =
          KeyFactory.getInstance(publicKey.getAlgorithm())
              .generatePrivate(new PKCS8EncodedKeySpec(encoded));
      return verifies(key, publicKey);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static boolean verifies(PrivateKey key, PublicKey publicKey)
      throws GeneralSecurityException {
    String algorithm =
        switch (publicKey.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> publicKey.getAlgorithm();
        };
    Signature signer = Signature.getInstance(algorithm);
    signer.initSign(key);
    signer.update(CHALLENGE);
    byte[] signature = signer.sign();
    Signature verifier = Signature.getInstance(algorithm);
    verifier.initVerify(publicKey);
    verifier.update(CHALLENGE);
    return verifier.verify(signature);
  }

  /** PKCS #8 around an older form; the algorithm is that of the public key (RFC 5958). */
  private static byte[] wrapped(byte[] key, PublicKey publicKey) {
    return der(SEQUENCE, VERSION_0, algorithm(publicKey.getEncoded()), der(OCTETS, key));
  }

  /** The first element within a SubjectPublicKeyInfo. */
  private static byte[] algorithm(byte[] publicKeyInfo) {
    int start = contentStart(publicKeyInfo, 0);
    int content = contentStart(publicKeyInfo, start);
    return Arrays.copyOfRange(publicKeyInfo, start, content + length(publicKeyInfo, start));
  }

  private static int contentStart(byte[] der, int at) {
    int first = der[at + 1] & 0xff;
    return at + 2 + (first < 0x80 ? 0 : first & 0x7f);
  }

  private static int length(byte[] der, int at) {
    int first = der[at + 1] & 0xff;
    if (first < 0x80) {
      return first;
    }
    int length = 0;
    for (int i = 0; i < (first & 0x7f); i++) {
      length = (length << 8) | (der[at + 2 + i] & 0xff);
    }
    return length;
  }

  private static byte[] der(byte tag, byte[]... parts) {
    int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
    byte[] head = head(tag, length);
    byte[] result = Arrays.copyOf(head, head.length + length);
    int at = head.length;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, result, at, part.length);
      at += part.length;
    }
    return result;
  }

  private static byte[] head(byte tag, int length) {
    if (length < 0x80) {
      return new byte[] {tag, (byte) length};
    }
    return length < 0x100
        ? new byte[] {tag, (byte) 0x81, (byte) length}
        : new byte[] {tag, (byte) 0x82, (byte) (length >> 8), (byte) length};
  }
}
