package io.meshtwin.simulator.flow;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resource.Authorities;
import io.meshtwin.twin.resource.Certificate;
import io.meshtwin.twin.resource.ConfigMap;
import io.meshtwin.twin.resource.Resource;
import io.meshtwin.twin.resource.Secret;
import io.meshtwin.twin.routing.Caveat;
import io.meshtwin.twin.routing.FilterChain;
import io.meshtwin.twin.routing.Origin;
import io.meshtwin.twin.routing.ServerTls;
import io.meshtwin.twin.routing.ServerTls.ClientValidation;
import io.meshtwin.twin.routing.Transport;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether a proxy that asks for a client's certificate goes on with it (GEP-91). */
final class ClientValidations {
  private final MeshImage image;
  private final Effects effects;

  ClientValidations(MeshImage image, Effects effects) {
    this.image = image;
    this.effects = effects;
  }

  /** What becomes of a client that is not let in; null for one that is. */
  @Nullable Effect refusal(FilterChain chain, Handshake handshake) {
    if (!(chain.transport() instanceof Transport.Terminated ended)) {
      return null;
    }
    ServerTls tls = ended.tls();
    if (tls.missing() != null) {
      return refused(tls.missing());
    }
    Effect unmet =
        switch (Negotiation.of(tls.parameters(), handshake.offer())) {
          case DONE -> null;
          case NO_VERSION -> refused("client and proxy have no version of TLS in common");
          case NO_CIPHER -> refused("client and proxy have no cipher in common");
          case UNKNOWN ->
              unknown(
                  "whether client and proxy have a cipher in common, which depends on the client"
                      + " and on the key of the certificate",
                  chain.origin());
        };
    ClientValidation asked = tls.clients();
    return unmet != null || asked == null ? unmet : checked(asked, handshake, chain.origin());
  }

  private @Nullable Effect checked(ClientValidation asked, Handshake handshake, Origin origin) {
    if (handshake.certificate() == null) {
      return asked.demand().required() ? refused("the client shows no certificate") : null;
    }
    if (!asked.demand().verified()) {
      return null;
    }
    Effect unmet =
        switch (handshake.certificate()) {
          case ClientCertificate.Described described -> described(described, asked, origin);
          case ClientCertificate.InMesh shown -> shown(shown.secret(), asked, origin);
        };
    return unmet == null && asked.revocations() != null
        ? revoked(handshake.certificate(), asked.revocations(), origin)
        : unmet;
  }

  /** Envoy's {@code CertificateValidationContext.crl}; what is in a list is not read. */
  private @Nullable Effect revoked(ClientCertificate certificate, ResourceKey list, Origin origin) {
    Boolean said =
        certificate instanceof ClientCertificate.Described described ? described.revoked() : null;
    if (said == null) {
      return unknown("whether the client's certificate is in the list of revoked ones", origin);
    }
    return said ? refused("the client's certificate is revoked by the list in " + list) : null;
  }

  private @Nullable Effect described(
      ClientCertificate.Described certificate, ClientValidation asked, Origin origin) {
    if (!certificate.trusted()) {
      return refused("the client's certificate is not trusted");
    }
    if (!ClientNames.meet(asked.names(), certificate.sans())) {
      return refused("the client's certificate has none of the names that are asked for");
    }
    return asked.hashes().isEmpty() && asked.keyHashes().isEmpty()
        ? null
        : unknown("whether the client's certificate has one of the given hashes", origin);
  }

  /** Who signed it is public; whether the signature holds is not looked at. */
  private @Nullable Effect shown(ResourceKey key, ClientValidation asked, Origin origin) {
    Secret secret = image.get(key, Secret.class);
    Certificate certificate = secret == null ? new Certificate.Absent() : secret.certificate();
    return switch (certificate) {
      case Certificate.Absent _ -> refused(key + " has no certificate");
      case Certificate.Malformed _ -> refused(key + " has no certificate that can be read");
      case Certificate.Assumed _ -> unknown(key + " has no values to see who signed it", origin);
      case Certificate.Known known -> signed(known, key, asked, origin);
    };
  }

  private @Nullable Effect signed(
      Certificate.Known certificate, ResourceKey key, ClientValidation asked, Origin origin) {
    if (!ClientNames.meet(asked.names(), certificate.names())) {
      return refused("the certificate in " + key + " has none of the names that are asked for");
    }
    if (!asked.hashes().isEmpty() || !asked.keyHashes().isEmpty()) {
      Effect other = hashed(certificate, key, asked, origin);
      if (other != null) {
        return other;
      }
    }
    boolean assumed = false;
    for (ResourceKey signer : asked.authorities()) {
      Authorities authorities = authorities(signer);
      assumed |= authorities instanceof Authorities.Assumed;
      if (authorities instanceof Authorities.Known known
          && known.authorities().stream().anyMatch(certificate::isTrustedBy)) {
        return null;
      }
    }
    return assumed
        ? unknown("an authority of the listener has no values to compare with " + key, origin)
        : refused("no authority of the listener signed the certificate in " + key);
  }

  /** One hash of the certificate or of its key is enough (Envoy, verify_certificate_hash). */
  private @Nullable Effect hashed(
      Certificate.Known certificate, ResourceKey key, ClientValidation asked, Origin origin) {
    boolean met =
        asked.hashes().stream()
            .map(hash -> hash.replace(":", ""))
            .anyMatch(certificate.sha256()::equalsIgnoreCase);
    if (met) {
      return null;
    }
    return asked.keyHashes().isEmpty()
        ? refused("the certificate in " + key + " has none of the hashes that are asked for")
        : unknown("whether the key of the certificate in " + key + " has a given hash", origin);
  }

  private Authorities authorities(ResourceKey key) {
    if (!ServerTls.paths(key).isEmpty()) {
      return new Authorities.Assumed();
    }
    return switch (image.get(key, Resource.class)) {
      case Secret secret -> secret.authorities();
      case ConfigMap map -> map.authorities();
      case null, default -> new Authorities.Absent();
    };
  }

  private Effect unknown(String reason, Origin origin) {
    return effects.unknown(List.of(new Caveat(reason, origin)));
  }

  private static Effect refused(String words) {
    return new Effect.Reject("tls", words, null);
  }
}
