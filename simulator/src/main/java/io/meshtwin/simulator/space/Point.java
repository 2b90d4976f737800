package io.meshtwin.simulator.space;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One request of the space.
 *
 * @param method the method
 * @param path the normalised path
 * @param headers the headers that rules read and that are there, {@code host} only where a rule
 *     reads it
 * @param query the query parameters that rules read and that are there
 */
public record Point(
    String method,
    String path,
    SortedMap<String, String> headers,
    SortedMap<String, String> query) {
  public Point {
    headers = Collections.unmodifiableSortedMap(new TreeMap<>(headers));
    query = Collections.unmodifiableSortedMap(new TreeMap<>(query));
  }

  static Point of(Map<Variable, String> values) {
    var headers = new TreeMap<String, String>();
    var query = new TreeMap<String, String>();
    values.forEach((variable, value) -> {
      switch (variable.kind()) {
        case HEADER -> headers.put(variable.name(), value);
        case QUERY -> query.put(variable.name(), value);
        case METHOD, PATH -> {}
      }
    });
    return new Point(
        values.getOrDefault(Variable.METHOD, "GET"),
        values.getOrDefault(Variable.PATH, "/"),
        headers,
        query);
  }
}
