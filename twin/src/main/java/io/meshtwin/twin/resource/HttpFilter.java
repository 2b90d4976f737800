package io.meshtwin.twin.resource;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A filter of a rule or of a backendRef, of an HTTPRoute or a GRPCRoute. */
public sealed interface HttpFilter {
  /** The filter's path. */
  String field();

  /** Changes to headers, of the request or of the response. */
  record HeaderModifier(
      boolean request,
      Map<String, String> set,
      Map<String, String> add,
      List<String> remove,
      String field)
      implements HttpFilter {}

  /** A redirect; null parts stay as they are. */
  record Redirect(
      @Nullable String scheme,
      @Nullable String hostname,
      @Nullable PathModifier path,
      @Nullable Integer port,
      int status,
      String field)
      implements HttpFilter {}

  /** A rewrite; null parts stay as they are. */
  record UrlRewrite(@Nullable String hostname, @Nullable PathModifier path, String field)
      implements HttpFilter {}

  /**
   * A copy of some requests.
   *
   * @param backend who gets it
   * @param numerator how many of {@code denominator} requests, 0 to {@code denominator}
   * @param denominator positive
   */
  record Mirror(BackendRef backend, int numerator, int denominator, String field)
      implements HttpFilter {}

  /**
   * Cross-origin resource sharing (GEP-1767).
   *
   * @param maxAge seconds
   */
  record CrossOrigin(
      List<String> origins,
      boolean credentials,
      List<String> methods,
      List<String> requestHeaders,
      List<String> exposedHeaders,
      int maxAge,
      String field)
      implements HttpFilter {
    public CrossOrigin {
      origins = List.copyOf(origins);
      methods = List.copyOf(methods);
      requestHeaders = List.copyOf(requestHeaders);
      exposedHeaders = List.copyOf(exposedHeaders);
    }
  }

  /** A filter that is not modelled, or could not be read. */
  record Unmodelled(String type, String field) implements HttpFilter {}

  /**
   * A new path.
   *
   * @param prefix whether only the matched prefix is replaced
   * @param value what stands in its place
   */
  record PathModifier(boolean prefix, String value) {}
}
