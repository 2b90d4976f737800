package io.meshtwin.twin.resource;

import java.util.Arrays;
import java.util.Locale;

/**
 * What a port of Istio's own kinds says that it carries (istio, {@code pkg/config/protocol}). Words
 * are read in any case.
 */
public enum IstioProtocol {
  /** HTTP/1.1. */
  HTTP("http"),
  /** HTTP/1.1 that is asked as a proxy is. */
  HTTP_PROXY("http_proxy"),
  /** HTTP/2 without TLS. */
  HTTP2("http2"),
  /** gRPC over HTTP/2 without TLS. */
  GRPC("grpc"),
  /** gRPC as browsers speak it. */
  GRPC_WEB("grpc-web"),
  /** HTTP in TLS. */
  HTTPS("https"),
  /** TLS that is known by its server name. */
  TLS("tls"),
  /** Bytes. */
  TCP("tcp"),
  /** Datagrams. */
  UDP("udp"),
  /** MongoDB over TCP. */
  MONGO("mongo"),
  /** Redis over TCP. */
  REDIS("redis"),
  /** MySQL over TCP. */
  MYSQL("mysql"),
  /** A word that istiod does not know. */
  UNSUPPORTED("");

  private final String word;

  IstioProtocol(String word) {
    this.word = word;
  }

  /** The protocol of a word, {@link #UNSUPPORTED} for one that is none. */
  public static IstioProtocol of(String word) {
    String lower = word.toLowerCase(Locale.ROOT);
    return Arrays.stream(values())
        .filter(protocol -> protocol != UNSUPPORTED && protocol.word.equals(lower))
        .findFirst()
        .orElse(UNSUPPORTED);
  }

  /** HTTP in plain text. */
  public boolean isHttp() {
    return switch (this) {
      case HTTP, HTTP_PROXY, HTTP2, GRPC, GRPC_WEB -> true;
      case HTTPS, TLS, TCP, UDP, MONGO, REDIS, MYSQL, UNSUPPORTED -> false;
    };
  }

  /** Something in TLS. */
  public boolean isTls() {
    return this == HTTPS || this == TLS;
  }
}
