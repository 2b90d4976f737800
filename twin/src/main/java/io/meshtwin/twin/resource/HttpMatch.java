package io.meshtwin.twin.resource;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A match of an HTTPRoute's rule: every part must hold.
 *
 * @param path the path's part
 * @param method an HTTP method, null for any
 * @param headers parts that read headers
 * @param query parts that read query parameters
 * @param valid whether every part could be read
 * @param field the match's path
 */
public record HttpMatch(
    Value path,
    @Nullable String method,
    List<Named> headers,
    List<Named> query,
    boolean valid,
    String field) {
  private static final int MOST_PARTS = 16;
  private static final Value ROOT = new Value("PathPrefix", "/");
  private static final List<String> PATH_TYPES =
      List.of("Exact", "PathPrefix", "RegularExpression");
  private static final List<String> VALUE_TYPES = List.of("Exact", "RegularExpression");
  private static final List<String> METHODS =
      List.of("GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH");

  /** What the API server fills in where a rule has no match. */
  static final HttpMatch ANY = any("spec.rules");

  public HttpMatch {
    headers = List.copyOf(headers);
    query = List.copyOf(query);
  }

  /**
   * How a value is compared.
   *
   * @param type Exact, PathPrefix or RegularExpression
   * @param value the value or expression
   */
  public record Value(String type, String value) {}

  /** A header or query parameter and how its value is compared. */
  public record Named(String name, Value value) {}

  static HttpMatch any(String field) {
    return new HttpMatch(ROOT, null, List.of(), List.of(), true, field);
  }

  static HttpMatch read(Fields match) {
    Fields path = match.object("path");
    String type = path.word("type", "PathPrefix", PATH_TYPES);
    String value = path.text("value", "/");
    boolean regex = "RegularExpression".equals(type);
    boolean absolute = regex || value.startsWith("/");
    PathRules.check(path, type, value);
    path.done();
    String method = match.word("method", null, METHODS);
    List<Named> headers = readAll(match, "headers", Form.HEADER_VALUE);
    List<Named> query = readAll(match, "queryParams", Form.QUERY_VALUE);
    boolean valid =
        type != null
            && absolute
            && (method != null || !match.has("method"))
            && headers.stream().allMatch(HttpMatch::readable)
            && query.stream().allMatch(HttpMatch::readable);
    match.done();
    return new HttpMatch(
        type == null ? ROOT : new Value(type, value), method, headers, query, valid, match.path());
  }

  static boolean readable(Named named) {
    return !named.name().isEmpty() && !named.value().type().isEmpty();
  }

  /** The parts of a list, at most one for each name. */
  static List<Named> readAll(Fields match, String list, Form value) {
    Entries.count(match, list, 0, MOST_PARTS);
    Entries.distinctNames(match, list);
    return match.list(list, part -> readNamed(part, value));
  }

  private static Named readNamed(Fields part, Form value) {
    Form.HEADER_NAME.check(part, "name");
    value.check(part, "value");
    String type = part.word("type", "Exact", VALUE_TYPES);
    var result =
        new Named(
            part.required("name"), new Value(type == null ? "" : type, part.required("value")));
    part.done();
    return result;
  }
}
