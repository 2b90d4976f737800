package io.meshtwin.twin.resource;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is public of the certificates in {@code ca.crt} of a Secret or a ConfigMap. */
public sealed interface Authorities {
  /** There is no {@code ca.crt}. */
  record Absent() implements Authorities {}

  /** The manifest of a Secret has no values: it stands for valid certificates. */
  record Assumed() implements Authorities {}

  /** No certificate can be read. */
  record Malformed(String reason) implements Authorities {}

  /** Certificates that can be read. */
  record Known(List<Authority> authorities) implements Authorities {
    public Known {
      authorities = List.copyOf(authorities);
    }
  }

  /**
   * A certificate that signs others.
   *
   * @param subject its distinguished name
   * @param key the identifier of its key in hexadecimal, null where it does not say
   * @param sha256 its fingerprint, 64 hexadecimal digits
   * @param notBefore from when on it is valid
   * @param notAfter until when
   */
  record Authority(
      String subject, @Nullable String key, String sha256, Instant notBefore, Instant notAfter) {}

  /** Whether certificates can be checked against it. */
  default boolean isUsable() {
    return switch (this) {
      case Assumed _, Known _ -> true;
      case Absent _, Malformed _ -> false;
    };
  }

  /**
   * Reads the facts of a normalised Secret or ConfigMap.
   *
   * @param expected whether the key is there without facts
   */
  static Authorities read(Fields facts, boolean expected) {
    if (!facts.has("authorities")) {
      return expected ? new Assumed() : new Absent();
    }
    Fields authorities = facts.object("authorities");
    String malformed = authorities.optionalText("malformed");
    Authorities result =
        malformed == null
            ? new Known(authorities.list("certificates", Authorities::authority))
            : new Malformed(malformed);
    authorities.done();
    return result;
  }

  private static Authority authority(Fields item) {
    Instant from = item.instant("notBefore");
    Instant until = item.instant("notAfter");
    var authority =
        new Authority(
            item.required("subject"),
            item.optionalText("key"),
            item.required("sha256"),
            from == null ? Instant.MIN : from,
            until == null ? Instant.MAX : until);
    item.done();
    return authority;
  }
}
