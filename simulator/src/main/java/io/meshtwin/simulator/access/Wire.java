package io.meshtwin.simulator.access;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a client, or its proxy, sends to an endpoint.
 *
 * @param kind what it is
 * @param protocols what it says that it speaks, most wanted first
 * @param serverName the name that its TLS asks for, empty for none
 */
public record Wire(Kind kind, List<String> protocols, String serverName) {
  /** What is sent. */
  public enum Kind {
    /** Bytes without TLS. */
    PLAIN,
    /** Mutual TLS of the mesh. */
    MESH,
    /** Other TLS that the client's proxy makes. */
    PROXY_TLS,
    /** TLS that the client itself makes. */
    CLIENT_TLS
  }

  public Wire {
    protocols = List.copyOf(protocols);
  }

  boolean encrypted() {
    return kind != Kind.PLAIN;
  }

  /** Requests or bytes in mutual TLS of the mesh, as istiod's clients say it (ALPN). */
  public static Wire mesh(boolean http, boolean http2, String serverName) {
    List<String> protocols =
        http
            ? List.of(http2 ? "istio-h2" : "istio-http/1.1", "istio")
            : List.of("istio-peer-exchange", "istio");
    return new Wire(Kind.MESH, protocols, serverName);
  }

  /** Requests or bytes in plain text. */
  public static Wire plain(boolean http, boolean http2) {
    return new Wire(Kind.PLAIN, http ? List.of(http2 ? "h2c" : "http/1.1") : List.of(), "");
  }

  /**
   * TLS of the client's.
   *
   * @param serverName null for none
   */
  public static Wire tls(Kind kind, boolean http, boolean http2, @Nullable String serverName) {
    return new Wire(
        kind,
        http ? List.of(http2 ? "h2" : "http/1.1") : List.of(),
        serverName == null ? "" : serverName);
  }
}
