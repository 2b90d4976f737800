package io.meshtwin.testkit.spec;

import java.util.ArrayDeque;
import java.util.regex.Pattern;

/**
 * RFC 3986, 6.2.2: characters that need no escape are unescaped, dot segments go; slashes are not
 * merged, escaped slashes stay.
 */
final class SpecPath {
  private static final Pattern ESCAPE = Pattern.compile("%([0-9A-Fa-f]{2})");

  private SpecPath() {}

  static String normal(String path) {
    String plain =
        ESCAPE
            .matcher(path)
            .replaceAll(found -> {
              char c = (char) Integer.parseInt(found.group(1), 16);
              boolean unreserved =
                  c < 128 && (Character.isLetterOrDigit(c) || "-._~".indexOf(c) >= 0);
              return unreserved ? String.valueOf(c) : found.group();
            });
    String[] segments = plain.substring(1).split("/", -1);
    var kept = new ArrayDeque<String>();
    for (int i = 0; i < segments.length; i++) {
      boolean last = i == segments.length - 1;
      boolean up = segments[i].equals("..");
      if (up) {
        kept.pollLast();
      }
      if (!up && !segments[i].equals(".")) {
        kept.add(segments[i]);
      } else if (last) {
        kept.add("");
      }
    }
    return "/" + String.join("/", kept);
  }
}
