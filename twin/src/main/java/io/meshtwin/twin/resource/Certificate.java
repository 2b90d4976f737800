package io.meshtwin.twin.resource;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is public of the certificate in a Secret's {@code tls.crt}. */
public sealed interface Certificate {
  /** The Secret has none, and is not meant to. */
  record Absent() implements Certificate {}

  /** The manifest has no values, as in a repository: it stands for a valid certificate. */
  record Assumed() implements Certificate {}

  /** A listener cannot use it. */
  record Malformed(String reason) implements Certificate {}

  /**
   * A certificate that can be read.
   *
   * @param names its DNS names, addresses and URIs, sorted
   * @param notBefore from when on it is valid
   * @param notAfter until when
   * @param sha256 its fingerprint, 64 hexadecimal digits
   * @param issuer the distinguished name of who signed it
   * @param issuerKey the identifier of the signer's key in hexadecimal, null where it does not say
   * @param keyMatches whether {@code tls.key} is its private key
   */
  record Known(
      List<String> names,
      Instant notBefore,
      Instant notAfter,
      String sha256,
      String issuer,
      @Nullable String issuerKey,
      boolean keyMatches)
      implements Certificate {
    public Known {
      names = List.copyOf(names);
    }

    /** Whether {@code authority} is the certificate itself, or its issuer by name and key. */
    public boolean isTrustedBy(Authorities.Authority authority) {
      boolean issued =
          issuer.equals(authority.subject())
              && (issuerKey == null
                  || authority.key() == null
                  || issuerKey.equals(authority.key()));
      return issued || sha256.equals(authority.sha256());
    }
  }

  /** Whether a listener can serve it. */
  default boolean isUsable() {
    return switch (this) {
      case Assumed _ -> true;
      case Known known -> known.keyMatches();
      case Absent _, Malformed _ -> false;
    };
  }

  /** Reads the facts of a normalised Secret. */
  static Certificate read(Fields facts, boolean expected) {
    if (!facts.has("certificate")) {
      return expected ? new Assumed() : new Absent();
    }
    Fields certificate = facts.object("certificate");
    String malformed = certificate.optionalText("malformed");
    if (malformed != null) {
      certificate.done();
      return new Malformed(malformed);
    }
    Instant from = certificate.instant("notBefore");
    Instant until = certificate.instant("notAfter");
    var known =
        new Known(
            certificate.textList("names"),
            from == null ? Instant.MIN : from,
            until == null ? Instant.MAX : until,
            certificate.required("sha256"),
            certificate.required("issuer"),
            certificate.optionalText("issuerKey"),
            certificate.flag("keyMatches", true));
    certificate.done();
    return known;
  }
}
