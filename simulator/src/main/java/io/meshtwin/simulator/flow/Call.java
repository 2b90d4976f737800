package io.meshtwin.simulator.flow;

/**
 * A request with what surrounds it.
 *
 * @param from the client
 * @param to what the client dials
 * @param protocol what it speaks
 * @param request for TCP, TLS and UDP without meaning
 */
public record Call(Client from, Dial to, Protocol protocol, Request request) {
  /** What a client speaks on a connection. */
  public enum Protocol {
    /** HTTP without TLS. */
    HTTP,
    /** gRPC without TLS. */
    GRPC,
    /** HTTP in TLS. */
    HTTPS,
    /** Bytes. */
    TCP,
    /** TLS with something else than HTTP in it. */
    TLS,
    /** Datagrams. */
    UDP
  }
}
