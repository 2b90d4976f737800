package io.meshtwin.twin.event;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a certificate says of itself to everyone who connects. */
final class CertificateFacts {
  /** Object identifiers of extensions that name keys (RFC 5280, 4.2.1.1 and 4.2.1.2). */
  private static final String AUTHORITY_KEY = "2.5.29.35";

  private static final String SUBJECT_KEY = "2.5.29.14";

  private CertificateFacts() {}

  /** What {@code tls.crt} holds, and whether {@code tls.key} belongs to it. */
  static ObjectNode served(String chain, @Nullable String key) {
    List<X509Certificate> certificates;
    try {
      certificates = certificates(chain);
    } catch (CertificateException e) {
      return malformed("tls.crt holds a certificate that cannot be read");
    }
    if (certificates.isEmpty()) {
      return malformed("tls.crt holds no certificate");
    }
    if (key == null) {
      return malformed("tls.key is missing");
    }
    X509Certificate leaf = certificates.getFirst();
    ObjectNode facts = common(leaf);
    facts.put("issuer", leaf.getIssuerX500Principal().getName());
    putKey(facts, "issuerKey", authorityKey(leaf));
    var names = facts.putArray("names");
    names(leaf).forEach(names::add);
    // An empty key is one that was taken away where the manifest was kept.
    facts.put("keyMatches", key.isBlank() || KeyPairs.match(key, leaf.getPublicKey()));
    return facts;
  }

  /** What {@code ca.crt} holds. */
  static ObjectNode authorities(String text) {
    List<X509Certificate> certificates;
    try {
      certificates = certificates(text);
    } catch (CertificateException e) {
      return malformed("ca.crt holds a certificate that cannot be read");
    }
    if (certificates.isEmpty()) {
      return malformed("ca.crt holds no certificate");
    }
    ObjectNode facts = JsonNodeFactory.instance.objectNode();
    var list = facts.putArray("certificates");
    for (X509Certificate certificate : certificates) {
      ObjectNode item = common(certificate);
      item.put("subject", certificate.getSubjectX500Principal().getName());
      putKey(item, "key", octets(certificate.getExtensionValue(SUBJECT_KEY)));
      list.add(item);
    }
    return facts;
  }

  static ObjectNode malformed(String reason) {
    return JsonNodeFactory.instance.objectNode().put("malformed", reason);
  }

  private static ObjectNode common(X509Certificate certificate) {
    ObjectNode facts = JsonNodeFactory.instance.objectNode();
    facts.put("notBefore", certificate.getNotBefore().toInstant().toString());
    facts.put("notAfter", certificate.getNotAfter().toInstant().toString());
    try {
      facts.put("sha256", Digest.of(certificate.getEncoded()).toString());
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("a certificate that was read can be written", e);
    }
    return facts;
  }

  private static List<X509Certificate> certificates(String text) throws CertificateException {
    var factory = CertificateFactory.getInstance("X.509");
    var certificates = new ArrayList<X509Certificate>();
    for (Pem.Block block : Pem.blocks(text)) {
      if (block.isCertificate()) {
        certificates.add(
            (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(block.bytes())));
      }
    }
    return certificates;
  }

  /** DNS names, IP addresses and URIs, sorted. */
  private static List<String> names(X509Certificate certificate) {
    Collection<List<?>> names;
    try {
      names = certificate.getSubjectAlternativeNames();
    } catch (CertificateParsingException e) {
      return List.of();
    }
    return names == null
        ? List.of()
        : names.stream()
            .map(name -> name.get(1))
            .filter(String.class::isInstance)
            .map(String.class::cast)
            .sorted()
            .toList();
  }

  private static void putKey(ObjectNode facts, String name, byte @Nullable [] key) {
    if (key != null) {
      facts.put(name, HexFormat.of().formatHex(key));
    }
  }

  /** The key identifier of AuthorityKeyIdentifier: its field [0], which comes first. */
  private static byte @Nullable [] authorityKey(X509Certificate certificate) {
    byte[] sequence = octets(certificate.getExtensionValue(AUTHORITY_KEY));
    return sequence == null || sequence.length < 2 || (sequence[0] & 0xff) != 0x80
        ? null
        : octets(sequence, 0);
  }

  /** What two wrappings of DER hold, of short lengths, as key identifiers have. */
  private static byte @Nullable [] octets(byte @Nullable [] extension) {
    byte[] inner = extension == null ? null : octets(extension, 0);
    return inner == null ? null : octets(inner, 0);
  }

  private static byte @Nullable [] octets(byte[] der, int at) {
    int end = der.length < at + 2 ? -1 : at + 2 + der[at + 1];
    return end < at + 2 || end > der.length ? null : Arrays.copyOfRange(der, at + 2, end);
  }
}
