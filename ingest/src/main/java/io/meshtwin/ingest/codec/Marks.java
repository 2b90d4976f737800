package io.meshtwin.ingest.codec;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The lines of a document's parts, as a tree beside the document's tree.
 *
 * @param line the line, from 1, of the field's name or the item's start
 * @param fields an object's fields
 * @param items an array's items
 */
record Marks(int line, Map<String, Marks> fields, List<Marks> items) {

  static Marks leaf(int line) {
    return new Marks(line, Map.of(), List.of());
  }

  Marks at(int otherLine) {
    return otherLine == line ? this : new Marks(otherLine, fields, items);
  }

  Marks withoutParts() {
    return leaf(line);
  }

  /** The lines of all parts by their path, such as {@code spec.rules[0].matches[0]}. */
  Map<String, Integer> byPath() {
    var lines = new HashMap<String, Integer>();
    collect("", lines);
    return lines;
  }

  private void collect(String path, Map<String, Integer> lines) {
    fields.forEach((name, marks) -> marks.put(path.isEmpty() ? name : path + "." + name, lines));
    for (int i = 0; i < items.size(); i++) {
      items.get(i).put(path + "[" + i + "]", lines);
    }
  }

  private void put(String path, Map<String, Integer> lines) {
    lines.put(path, line);
    collect(path, lines);
  }
}
