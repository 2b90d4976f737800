package io.meshtwin.simulator.flow;

import io.meshtwin.simulator.access.Arrival.Outcome;
import io.meshtwin.simulator.access.ClaimHeaders;
import io.meshtwin.simulator.access.Doorman;
import io.meshtwin.simulator.access.Passage;
import io.meshtwin.simulator.access.Shown;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resource.Certificate;
import io.meshtwin.twin.resource.Secret;
import io.meshtwin.twin.routing.FilterChain;
import io.meshtwin.twin.routing.Handler;
import io.meshtwin.twin.routing.Transport;
import io.meshtwin.twin.routing.access.AccessFilter;
import io.meshtwin.twin.routing.access.TokenRule;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a gateway's filters make of a request before any rule is asked. */
final class GatewayDoor {
  private final MeshImage image;
  private final Doorman doorman = new Doorman();

  GatewayDoor(MeshImage image) {
    this.image = image;
  }

  /** Of a connection whose bytes are passed on. */
  Passage connection(Call call, FilterChain chain, int port) {
    return chain.access().isEmpty()
        ? Passage.FREE
        : doorman.pass(chain.access(), new Shown(shown(call, chain, port), null, null), null);
  }

  /**
   * Of a request.
   *
   * @param seen with its path normalised
   */
  Passage request(Call call, FilterChain chain, int port, Request seen) {
    if (chain.access().isEmpty()) {
      return Passage.FREE;
    }
    var http =
        new Shown.Http(
            seen.method(),
            seen.authority(),
            new Shown.Target(seen.path(), seen.query()),
            name ->
                name.equals(Shown.FORWARDED_FOR)
                    ? List.of(forwardedFor(call, seen))
                    : seen.lines(name),
            null,
            chain.handler() instanceof Handler.Http read ? read.reading().trustedHops() : 0);
    var shown = new Shown(shown(call, chain, port), http, null);
    return doorman.pass(chain.access(), shown, call.from().caller().token());
  }

  /**
   * The request as rules see it: with headers of claims, without those that only look like it, and
   * without a token that is not handed on.
   */
  static Request behind(Request seen, List<AccessFilter> filters, Passage passage) {
    var gone = new ArrayList<>(ClaimHeaders.reserved(filters));
    TokenRule rule = passage.accepted();
    if (rule != null && !rule.places().kept()) {
      gone.addAll(ClaimHeaders.carriers(rule));
    }
    return gone.isEmpty() ? seen : seen.with(gone, ClaimHeaders.of(passage));
  }

  /** The proxy adds where the connection comes from before it asks (use_remote_address). */
  static String forwardedFor(Call call, Request seen) {
    String given = seen.header(Shown.FORWARDED_FOR);
    String address = outside(call);
    String own = address == null ? Shown.SOMEWHERE : address;
    return given == null ? own : given + "," + own;
  }

  private static @Nullable String outside(Call call) {
    return call.from() instanceof Client.AtGateway client ? client.address() : null;
  }

  private Shown.Connection shown(Call call, FilterChain chain, int port) {
    Handshake tls = call.tls();
    String name = tls == null ? null : tls.serverName();
    boolean asked =
        chain.transport() instanceof Transport.Terminated ended && ended.tls().clients() != null;
    ClientCertificate certificate = tls == null || !asked ? null : tls.certificate();
    String peer = certificate == null ? null : peer(certificate);
    return new Shown.Connection(
        peer,
        certificate == null || peer != null,
        outside(call),
        null,
        port,
        name == null ? "" : name);
  }

  /** The identity in a certificate: its URI, else its first name. */
  private @Nullable String peer(ClientCertificate certificate) {
    List<String> names =
        switch (certificate) {
          case ClientCertificate.Described described -> described.sans();
          case ClientCertificate.InMesh shown -> {
            Secret secret = image.get(shown.secret(), Secret.class);
            yield secret != null && secret.certificate() instanceof Certificate.Known known
                ? List.copyOf(known.names())
                : List.of();
          }
        };
    return names.stream()
        .filter(name -> name.contains("://"))
        .findFirst()
        .orElse(names.isEmpty() ? null : names.getFirst());
  }

  /**
   * A refusal as what is done with the request; null where it goes on.
   *
   * @param http whether the client is answered; otherwise its connection is closed
   */
  static @Nullable Effect refusal(Passage passage, boolean http, Effects effects) {
    return switch (passage.outcome()) {
      case Outcome.Taken _ -> null;
      case Outcome.Refused refused ->
          new Effect.Reject(
              refused.reason(),
              refused.words(),
              null,
              http ? refused.status() : null,
              refused.policy(),
              refused.origin());
      case Outcome.Undecided undecided -> effects.unknown(undecided.caveats());
    };
  }
}
