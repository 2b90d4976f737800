package io.meshtwin.bridge.dump;

import io.meshtwin.twin.routing.HeaderChanges;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code request_headers_to_add} and its likes: at each level Envoy removes before it adds. */
final class HeaderMutations {
  private HeaderMutations() {}

  /**
   * The changes that a message asks for.
   *
   * @param level told of what is not modelled
   * @param side {@code request} or {@code response}
   */
  static HeaderChanges of(Entry level, String side) {
    HeaderChanges all =
        new HeaderChanges(Map.of(), Map.of(), level.texts(side + "_headers_to_remove"));
    for (Entry option : level.messages(side + "_headers_to_add", "HeaderValueOption")) {
      option.harmless("keep_empty_value");
      Entry header = option.message("header", "HeaderValue");
      String name = header.text("key");
      String value = literal(header.text("value"));
      String action = option.text("append_action");
      boolean replaces =
          action.equals("OVERWRITE_IF_EXISTS_OR_ADD") || !option.flag("append", true);
      boolean appends = action.isEmpty() || action.equals("APPEND_IF_EXISTS_OR_ADD");
      if (value == null || !(replaces || appends)) {
        option.refuse(name + ": " + (value == null ? header.text("value") : action));
        continue;
      }
      Map<String, String> one = Map.of(name, value);
      all =
          all.then(
              replaces
                  ? new HeaderChanges(one, Map.of(), List.of())
                  : new HeaderChanges(Map.of(), one, List.of()));
    }
    return all;
  }

  /** A doubled percent sign is one; a single one begins a command of the formatter. */
  private static @Nullable String literal(String value) {
    String rest = value.replace("%%", "\0");
    return rest.indexOf('%') >= 0 ? null : rest.replace('\0', '%');
  }
}
