package io.meshtwin.fidelity.wire;

/**
 * A request as it stands on the wire.
 *
 * @param method for example {@code GET}
 * @param target the request target, path and query
 * @param headers with {@code Host}
 * @param body sent in UTF-8, empty for none
 */
public record Request(String method, String target, Headers headers, String body) {
  /** A GET without a body. */
  public static Request get(String host, String target) {
    return new Request("GET", target, Headers.NONE.with("Host", host), "");
  }
}
