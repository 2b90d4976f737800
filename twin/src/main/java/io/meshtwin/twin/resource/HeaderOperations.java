package io.meshtwin.twin.resource;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Changes to headers in a VirtualService (Istio's Headers).
 *
 * @param request to those of the request
 * @param response to those of the response
 */
public record HeaderOperations(Operations request, Operations response) {
  /** Nothing is changed. */
  public static final HeaderOperations NONE =
      new HeaderOperations(Operations.NONE, Operations.NONE);

  /**
   * Changes to the headers of one message; values may hold Envoy's command operators.
   *
   * @param set names to values that replace what is there
   * @param add names to values that are appended
   * @param remove names that are taken away
   */
  public record Operations(Map<String, String> set, Map<String, String> add, List<String> remove) {
    /** Nothing is changed. */
    public static final Operations NONE = new Operations(Map.of(), Map.of(), List.of());

    public Operations {
      set = Map.copyOf(set);
      add = Map.copyOf(add);
      remove = List.copyOf(remove);
    }
  }

  /** Whether a name is Host's, which istiod rewrites instead. */
  public static boolean isAuthority(String name) {
    return name.equalsIgnoreCase(":authority") || name.equalsIgnoreCase("host");
  }

  /** Whether a name is one that Envoy does not change as a header. */
  public static boolean isInternal(String name) {
    return name.startsWith(":") || name.equalsIgnoreCase("host");
  }

  static HeaderOperations read(Fields parent) {
    Fields headers = parent.object("headers");
    var result =
        new HeaderOperations(
            operations(headers.object("request"), true),
            operations(headers.object("response"), false));
    headers.done();
    return result;
  }

  private static Operations operations(Fields message, boolean request) {
    Predicate<String> refused =
        request ? name -> isInternal(name) && !isAuthority(name) : HeaderOperations::isInternal;
    Map<String, String> set = message.texts("set");
    Map<String, String> add = message.texts("add");
    check(message, "set", set, refused);
    check(message, "add", add, refused);
    List<String> remove = message.textList("remove");
    for (int i = 0; i < remove.size(); i++) {
      checkName(message, "remove[" + i + "]", remove.get(i), HeaderOperations::isInternal);
    }
    message.done();
    return new Operations(new TreeMap<>(set), new TreeMap<>(add), remove);
  }

  private static void check(
      Fields message, String list, Map<String, String> values, Predicate<String> refused) {
    values.forEach((name, value) -> {
      checkName(message, list + "." + name, name, refused);
      if (value.chars().anyMatch(c -> (c < ' ' && c != '\t') || c == 0x7f)) {
        message.invalid(list + "." + name, "must be without control characters");
      }
      if (!HeaderFormat.isValid(value)) {
        message.invalid(
            list + "." + name, "must have %% for a percent sign, or a command between two");
      }
    });
  }

  private static void checkName(
      Fields message, String field, String name, Predicate<String> refused) {
    if (name.isEmpty()) {
      message.invalid(field, "must not be empty");
    } else if (refused.test(name)) {
      message.invalid(field, "must not be Host, nor begin with a colon");
    }
  }
}
