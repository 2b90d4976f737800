package io.meshtwin.simulator.flow;

import org.jspecify.annotations.Nullable;

/**
 * A request's path as Envoy's rules see it with {@code normalize_path}: dot segments resolved,
 * escapes of unreserved characters decoded, backslashes turned, characters that a path cannot hold
 * escaped. Slashes are not merged ({@code merge_slashes} off) and escaped slashes stay ({@code
 * KEEP_UNCHANGED}). Checked against Envoy 1.40, character by character.
 */
public final class PathNormalisation {
  private static final String ESCAPED = "\"<>^`{|}";
  private static final String HEX = "0123456789ABCDEF";

  private final String in;
  private final StringBuilder out;
  private int at;

  /** Where in the output the last percent sign stands that begins no escape. */
  private int strayPercent = Integer.MIN_VALUE;

  private PathNormalisation(String in) {
    this.in = in;
    this.out = new StringBuilder(in.length());
  }

  /** The path that rules see; null when Envoy refuses it with 400. */
  public static @Nullable String of(String path) {
    if (isPlain(path)) {
      return path;
    }
    return new PathNormalisation(path).run();
  }

  /** Whether Envoy's HTTP codec takes the path at all: printable ASCII, no fragment. */
  static boolean isReadable(String path) {
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      if (c <= ' ' || c >= 0x7f || c == '#') {
        return false;
      }
    }
    return true;
  }

  /** The usual path: nothing to resolve, to decode or to escape. */
  private static boolean isPlain(String path) {
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      if (c == '.' && i > 0 && path.charAt(i - 1) == '/') {
        return false;
      }
      if (c == '%' || c == '\\' || ESCAPED.indexOf(c) >= 0) {
        return false;
      }
    }
    return path.startsWith("/");
  }

  private @Nullable String run() {
    if (in.isEmpty() || !isSlash(in.charAt(0))) {
      out.append('/');
    }
    while (at < in.length()) {
      int dot = dotLength(at);
      if (dot > 0) {
        dot(dot);
      } else if (in.charAt(at) == '%') {
        if (!percent()) {
          return null;
        }
      } else {
        plain(in.charAt(at++));
      }
    }
    return out.toString();
  }

  private void plain(char c) {
    if (c == '\\') {
      out.append('/');
    } else if (ESCAPED.indexOf(c) >= 0) {
      out.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
    } else {
      out.append(c);
    }
  }

  /** A dot after a slash may be a segment of its own, or of two. */
  private void dot(int length) {
    boolean segmentStart = !out.isEmpty() && out.charAt(out.length() - 1) == '/';
    int after = at + length;
    int second = dotLength(after);
    if (segmentStart && endsSegment(after)) {
      at = Math.min(after + 1, in.length());
    } else if (segmentStart && second > 0 && endsSegment(after + second)) {
      backUp();
      at = Math.min(after + second + 1, in.length());
    } else {
      out.append('.');
      at = after;
    }
  }

  /** Removes the last segment; at the root there is none. */
  private void backUp() {
    int slash = out.lastIndexOf("/", out.length() - 2);
    out.setLength(Math.max(slash, 0) + 1);
  }

  private boolean percent() {
    int value = escape(in, at);
    if (value == 0) {
      return false;
    }
    if (value < 0) {
      strayPercent = out.length();
      out.append('%');
      at++;
    } else if (isUnreserved(value)) {
      out.append((char) value);
      at += 3;
      if (strayPercent >= out.length() - 3) {
        protectStrayPercent((char) value);
      }
    } else {
      out.append(in, at, at + 3);
      at += 3;
    }
    return true;
  }

  /** {@code %%300} must not become {@code %00}: the stray percent sign is escaped instead. */
  private void protectStrayPercent(char decoded) {
    boolean needsNext = strayPercent == out.length() - 2;
    if (needsNext && (at == in.length() || in.charAt(at) >= 0x80)) {
      return;
    }
    String tail = out.substring(strayPercent) + (needsNext ? in.charAt(at) : "");
    if (escape(tail, 0) >= 0) {
      String kept = needsNext ? "" : out.substring(strayPercent + 1, strayPercent + 2);
      out.setLength(strayPercent);
      out.append("%25").append(kept).append(decoded);
    }
  }

  private boolean endsSegment(int index) {
    return index >= in.length() || isSlash(in.charAt(index));
  }

  private int dotLength(int index) {
    if (index >= in.length()) {
      return 0;
    }
    if (in.charAt(index) == '.') {
      return 1;
    }
    return in.regionMatches(true, index, "%2e", 0, 3) ? 3 : 0;
  }

  private static boolean isSlash(char c) {
    return c == '/' || c == '\\';
  }

  /** The escape's value, -1 where none begins. */
  private static int escape(String text, int index) {
    if (index + 2 >= text.length()) {
      return -1;
    }
    int high = Character.digit(text.charAt(index + 1), 16);
    int low = Character.digit(text.charAt(index + 2), 16);
    return high < 0 || low < 0 ? -1 : high * 16 + low;
  }

  private static boolean isUnreserved(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '.'
        || c == '_'
        || c == '~';
  }
}
