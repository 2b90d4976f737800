package io.meshtwin.twin.resource;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the CRD demands of a path that is matched (CEL rules of HTTPPathMatch). */
final class PathRules {
  private static final List<String> NOWHERE = List.of("//", "/./", "/../", "%2f", "%2F", "#");
  private static final List<String> NOT_LAST = List.of("/..", "/.");

  private PathRules() {}

  /**
   * Reports the value of a path match.
   *
   * @param type Exact, PathPrefix or RegularExpression; null where it is none of them
   */
  static void check(Fields path, @Nullable String type, String value) {
    if (type == null || type.equals("RegularExpression")) {
      Form.PATH.check(path, "value");
      return;
    }
    if (!value.startsWith("/")) {
      path.invalid("value", "must start with /, found \"" + value + '"');
      return;
    }
    for (String part : NOWHERE) {
      if (value.contains(part)) {
        path.invalid("value", "must not contain " + part);
        return;
      }
    }
    for (String end : NOT_LAST) {
      if (value.endsWith(end)) {
        path.invalid("value", "must not end with " + end);
        return;
      }
    }
    Form.PLAIN_PATH.check(path, "value");
  }
}
