package io.meshtwin.twin.field;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshtwin.twin.field.FieldChange.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Compares two versions of an object. */
public final class FieldChanges {
  private final List<FieldChange> changes = new ArrayList<>();

  private FieldChanges() {}

  /** What differs, in the order of the fields' names. */
  public static List<FieldChange> between(JsonNode before, JsonNode after) {
    var comparison = new FieldChanges();
    comparison.values("", before, after);
    return List.copyOf(comparison.changes);
  }

  private void values(String path, JsonNode before, JsonNode after) {
    if (before.equals(after)) {
      return;
    }
    if (before.isObject() && after.isObject()) {
      fields(path, before, after);
    } else if (before.isArray() && after.isArray()) {
      entries(path, before, after);
    } else {
      changes.add(new FieldChange(path, Kind.CHANGED, before, after));
    }
  }

  private void fields(String path, JsonNode before, JsonNode after) {
    Set<String> names = new TreeSet<>();
    before.fieldNames().forEachRemaining(names::add);
    after.fieldNames().forEachRemaining(names::add);
    for (String name : names) {
      String field = field(path, name);
      if (!before.has(name)) {
        changes.add(new FieldChange(field, Kind.ADDED, null, after.get(name)));
      } else if (!after.has(name)) {
        changes.add(new FieldChange(field, Kind.REMOVED, before.get(name), null));
      } else {
        values(field, before.get(name), after.get(name));
      }
    }
  }

  /** What is gone first, where it was; then what is there, in its order. */
  private void entries(String path, JsonNode before, JsonNode after) {
    var matching = new ListMatching(before, after);
    for (int i = 0; i < before.size(); i++) {
      if (matching.isGone(i)) {
        changes.add(new FieldChange(entry(path, i), Kind.REMOVED, before.get(i), null));
      }
    }
    for (int j = 0; j < after.size(); j++) {
      int was = matching.before(j);
      if (was < 0) {
        changes.add(new FieldChange(entry(path, j), Kind.ADDED, null, after.get(j)));
        continue;
      }
      if (matching.moved(j)) {
        changes.add(new FieldChange(entry(path, j), Kind.MOVED, before.get(was), after.get(j)));
      }
      values(entry(path, j), before.get(was), after.get(j));
    }
  }

  private static String entry(String path, int index) {
    return path + "[" + index + "]";
  }

  /** A name with a dot or a slash, such as a label's, stands in brackets. */
  private static String field(String path, String name) {
    boolean plain = name.chars().allMatch(c -> Character.isLetterOrDigit(c) || c == '_');
    if (!plain) {
      return path + "['" + name + "']";
    }
    return path.isEmpty() ? name : path + "." + name;
  }
}
