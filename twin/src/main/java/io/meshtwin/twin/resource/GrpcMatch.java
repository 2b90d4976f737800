package io.meshtwin.twin.resource;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A match of a GRPCRoute's rule: every part must hold.
 *
 * @param service the service's full name or an expression, null for any
 * @param method the method's name or an expression, null for any
 * @param regex whether service and method are expressions
 * @param headers parts that read headers
 * @param valid whether every part could be read
 * @param field the match's path
 */
public record GrpcMatch(
    @Nullable String service,
    @Nullable String method,
    boolean regex,
    List<HttpMatch.Named> headers,
    boolean valid,
    String field) {
  public GrpcMatch {
    headers = List.copyOf(headers);
  }

  static GrpcMatch any(String field) {
    return new GrpcMatch(null, null, false, List.of(), true, field);
  }

  /** The CEL rules of GRPCMethodMatch. */
  private static void check(Fields match, Fields method, @Nullable String type) {
    if (match.has("method") && !method.has("service") && !method.has("method")) {
      match.invalid("method", "must have service, method or both");
    }
    boolean exact = "Exact".equals(type);
    (exact ? Form.GRPC_SERVICE : Form.GRPC_EXPRESSION).check(method, "service");
    (exact ? Form.GRPC_METHOD : Form.GRPC_EXPRESSION).check(method, "method");
  }

  static GrpcMatch read(Fields match) {
    Fields method = match.object("method");
    String type = method.word("type", "Exact", List.of("Exact", "RegularExpression"));
    check(match, method, type);
    List<HttpMatch.Named> headers = HttpMatch.readAll(match, "headers", Form.GRPC_HEADER_VALUE);
    var result =
        new GrpcMatch(
            method.optionalText("service"),
            method.optionalText("method"),
            "RegularExpression".equals(type),
            headers,
            type != null && headers.stream().allMatch(HttpMatch::readable),
            match.path());
    method.done();
    match.done();
    return result;
  }
}
