package io.meshtwin.twin.resolve;

/**
 * What a client's proxy sees of a connection before any rule is asked.
 *
 * @param client the client
 * @param host what is dialed: a name, as DNS would resolve it for the client, or an IP address
 * @param port 1 to 65535
 * @param spoken what is spoken
 */
public record Approach(ClientScope client, String host, int port, Spoken spoken) {
  /** What a client speaks. */
  public enum Spoken {
    /** HTTP or gRPC without TLS. */
    PLAIN_HTTP,
    /** Any other connection. */
    BYTES,
    /** Datagrams. */
    DATAGRAMS
  }
}
