package io.meshtwin.simulator.access;

import java.util.Set;

/**
 * The request headers of which Envoy keeps one text, whatever number of lines they come in: lines
 * are joined with commas when they arrive ({@code INLINE_REQ_HEADERS}, {@code
 * RegisterCustomInlineHeader}). Of all others each line is a value of its own.
 *
 * <p>Found by asking Envoy 1.40.0 about each (docs/decisions/0209).
 */
final class OneText {
  private static final Set<String> NAMES =
      Set.of(
          "accept",
          "accept-encoding",
          "access-control-request-headers",
          "access-control-request-method",
          "authorization",
          "cache-control",
          "connection",
          "content-encoding",
          "content-length",
          "content-type",
          "expect",
          "grpc-accept-encoding",
          "grpc-timeout",
          "if-match",
          "if-modified-since",
          "if-none-match",
          "if-range",
          "keep-alive",
          "origin",
          "pragma",
          "referer",
          "te",
          "upgrade",
          "user-agent",
          "via",
          "x-client-trace-id",
          "x-envoy-external-address",
          "x-envoy-original-path",
          "x-forwarded-for",
          "x-forwarded-host",
          "x-forwarded-port",
          "x-forwarded-proto",
          "x-request-id");

  private OneText() {}

  /**
   * Whether a header is one text.
   *
   * @param name in lower case
   */
  static boolean isOf(String name) {
    return NAMES.contains(name);
  }
}
