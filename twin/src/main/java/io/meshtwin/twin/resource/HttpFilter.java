package io.meshtwin.twin.resource;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A filter of an HTTPRoute's rule or backendRef. */
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

  /** A filter that is not modelled, or could not be read. */
  record Unmodelled(String type, String field) implements HttpFilter {}

  /**
   * A new path.
   *
   * @param prefix whether only the matched prefix is replaced
   * @param value what stands in its place
   */
  record PathModifier(boolean prefix, String value) {}

  /** Reads one filter of a list. */
  static HttpFilter read(Fields filter) {
    String type = filter.required("type");
    HttpFilter result =
        switch (type) {
          case "RequestHeaderModifier" -> headers(filter, "requestHeaderModifier", true);
          case "ResponseHeaderModifier" -> headers(filter, "responseHeaderModifier", false);
          case "RequestRedirect" -> redirect(filter);
          case "URLRewrite" -> rewrite(filter);
          default -> {
            filter.ignore("requestMirror", "cors", "extensionRef", "externalAuth");
            yield new Unmodelled(type, filter.path());
          }
        };
    filter.done();
    return result;
  }

  private static HttpFilter headers(Fields filter, String name, boolean request) {
    Fields modifier = filter.object(name);
    var result =
        new HeaderModifier(
            request,
            named(modifier, "set"),
            named(modifier, "add"),
            modifier.textList("remove"),
            filter.path());
    modifier.done();
    return result;
  }

  private static Map<String, String> named(Fields modifier, String name) {
    var result = new TreeMap<String, String>();
    modifier.list(
        name,
        header -> {
          // The first of several entries with one name counts (HTTPHeaderFilter).
          result.putIfAbsent(header.required("name"), header.required("value"));
          header.done();
          return name;
        });
    return result;
  }

  private static HttpFilter redirect(Fields filter) {
    Fields redirect = filter.object("requestRedirect");
    Integer status = redirect.optionalInteger("statusCode", 301, 308);
    var result =
        new Redirect(
            redirect.word("scheme", null, List.of("http", "https")),
            redirect.optionalText("hostname"),
            path(redirect),
            redirect.optionalInteger("port", 1, 65535),
            status == null ? 302 : status,
            filter.path());
    redirect.done();
    return result;
  }

  private static HttpFilter rewrite(Fields filter) {
    Fields rewrite = filter.object("urlRewrite");
    var result = new UrlRewrite(rewrite.optionalText("hostname"), path(rewrite), filter.path());
    rewrite.done();
    return result;
  }

  private static @Nullable PathModifier path(Fields parent) {
    if (!parent.has("path")) {
      parent.ignore("path");
      return null;
    }
    Fields path = parent.object("path");
    String type = path.word("type", "", List.of("ReplaceFullPath", "ReplacePrefixMatch"));
    boolean prefix = "ReplacePrefixMatch".equals(type);
    String value = path.text(prefix ? "replacePrefixMatch" : "replaceFullPath", "");
    path.done();
    return new PathModifier(prefix, value);
  }
}
