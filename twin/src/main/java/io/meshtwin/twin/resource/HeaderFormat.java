package io.meshtwin.twin.resource;

import org.jspecify.annotations.Nullable;

/**
 * Values of headers as Envoy's header formatter reads them: {@code %%} is a percent sign, {@code
 * %COMMAND%} or {@code %COMMAND(...)%} what the proxy knows of the request.
 */
public final class HeaderFormat {
  private HeaderFormat() {}

  /** Whether every percent sign is one of a pair (istiod, validateHeaderValue). */
  public static boolean isValid(String value) {
    int at = 0;
    while ((at = value.indexOf('%', at)) >= 0) {
      int end = end(value, at + 1);
      if (end < 0) {
        return false;
      }
      at = end + 1;
    }
    return true;
  }

  /**
   * The value without commands; null where it has one, so that the value depends on the request.
   */
  public static @Nullable String plain(String value) {
    if (value.indexOf('%') < 0) {
      return value;
    }
    String without = value.replace("%%", "");
    return without.indexOf('%') < 0 ? value.replace("%%", "%") : null;
  }

  /** The closing sign of a command that begins behind an opening one; negative without. */
  private static int end(String value, int from) {
    int depth = 0;
    for (int at = from; at < value.length(); at++) {
      char c = value.charAt(at);
      if (c == '%' && depth == 0) {
        return at;
      }
      depth += c == '(' ? 1 : c == ')' && depth > 0 ? -1 : 0;
    }
    return -1;
  }
}
