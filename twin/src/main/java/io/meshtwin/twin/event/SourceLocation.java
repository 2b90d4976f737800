package io.meshtwin.twin.event;

import java.util.Map;

/**
 * Where a manifest stands in a file.
 *
 * @param file the file as the user named it, {@code -} for standard input
 * @param line the line, from 1, on which the document's first field stands
 * @param fieldLines lines, from 1, of fields by their path ({@code spec.rules[0].matches[0]});
 *     empty where they were not kept (pods, endpoints, records read from a log)
 */
public record SourceLocation(String file, int line, Map<String, Integer> fieldLines) {
  public SourceLocation {
    fieldLines = Map.copyOf(fieldLines);
  }

  /** A location without its fields' lines. */
  public SourceLocation(String file, int line) {
    this(file, line, Map.of());
  }

  /**
   * {@code file:line} of the field, or of its nearest ancestor whose line is known.
   *
   * @param field a field path, empty for the document
   */
  public String at(String field) {
    for (String path = field; !path.isEmpty(); path = parent(path)) {
      Integer known = fieldLines.get(path);
      if (known != null) {
        return file + ":" + known;
      }
    }
    return toString();
  }

  private static String parent(String path) {
    int end = Math.max(path.lastIndexOf('.'), path.endsWith("]") ? path.lastIndexOf('[') : -1);
    return end < 0 ? "" : path.substring(0, end);
  }

  @Override
  public String toString() {
    return file + ":" + line;
  }
}
