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
    ClientValidation asked =
        chain.transport() instanceof Transport.Terminated ended ? ended.tls().clients() : null;
    if (asked == null || asked.insecureFallback()) {
      return null;
    }
    return switch (handshake.certificate()) {
      case null -> refused("the client shows no certificate");
      case ClientCertificate.Described described ->
          described.trusted() ? null : refused("the client's certificate is not trusted");
      case ClientCertificate.InMesh shown -> shown(shown.secret(), asked, chain.origin());
    };
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

  private Authorities authorities(ResourceKey key) {
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
