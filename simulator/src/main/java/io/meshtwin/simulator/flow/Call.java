package io.meshtwin.simulator.flow;

import io.meshtwin.simulator.access.Token;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A request with what surrounds it.
 *
 * @param from the client
 * @param to what the client dials
 * @param protocol what it speaks
 * @param tls how it opens TLS: always with HTTPS and TLS, sometimes with gRPC, never otherwise
 * @param request for TCP, TLS and UDP without meaning
 */
public record Call(
    Client from, Dial to, Protocol protocol, @Nullable Handshake tls, Request request) {
  /** What a client speaks on a connection. */
  public enum Protocol {
    /** HTTP without TLS. */
    HTTP,
    /** gRPC. */
    GRPC,
    /** HTTP in TLS. */
    HTTPS,
    /** Bytes. */
    TCP,
    /** TLS with something else than HTTP in it. */
    TLS,
    /** Datagrams. */
    UDP;

    /** Whether requests are sent. */
    public boolean http() {
      return this == HTTP || this == GRPC || this == HTTPS;
    }

    boolean encrypted() {
      return this == HTTPS || this == TLS;
    }
  }

  public Call {
    if (tls == null && protocol.encrypted()) {
      throw new IllegalArgumentException(protocol + " needs a handshake");
    }
    if (tls != null && !protocol.encrypted() && protocol != Protocol.GRPC) {
      throw new IllegalArgumentException(protocol + " has no handshake");
    }
  }

  /** A call whose handshake, where it needs one, asks for the host that is dialed. */
  public Call(Client from, Dial to, Protocol protocol, Request request) {
    this(
        from, to, protocol, protocol.encrypted() ? Handshake.to(name(to, request)) : null, request);
  }

  /** The handshake of a call that has one. */
  public Handshake handshake() {
    return Objects.requireNonNull(tls, "no TLS");
  }

  /** The same of a client whose requests carry no token. */
  Call withoutToken() {
    return with(null);
  }

  /**
   * The same of a client whose requests carry another token.
   *
   * @param token null for none
   */
  public Call with(@Nullable Token token) {
    return new Call(from.with(from.caller().with(token)), to, protocol, tls, request);
  }

  private static String name(Dial to, Request request) {
    return to instanceof Dial.ToHost host ? host.host() : Authority.host(request.authority());
  }
}
