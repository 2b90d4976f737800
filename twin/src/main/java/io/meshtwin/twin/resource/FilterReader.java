package io.meshtwin.twin.resource;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.resource.HttpFilter.PathModifier;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads the filters of an HTTPRoute or a GRPCRoute. */
final class FilterReader {
  private static final int PERCENT = 100;
  private static final int MOST_HEADERS = 16;
  private static final List<Integer> REDIRECTS = List.of(301, 302, 303, 307, 308);

  /** What the schema fills in where a CORS filter does not say (seconds). */
  private static final int MAX_AGE = 5;

  private FilterReader() {}

  /** Reads one filter of a list. */
  static HttpFilter read(ResourceKey route, Fields filter) {
    String type = filter.required("type");
    FilterRules.single(filter, type, route.kind().equals("GRPCRoute"));
    HttpFilter result =
        switch (type) {
          case "RequestHeaderModifier" -> headers(filter, "requestHeaderModifier", true);
          case "ResponseHeaderModifier" -> headers(filter, "responseHeaderModifier", false);
          case "RequestRedirect" -> redirect(filter);
          case "URLRewrite" -> rewrite(filter);
          case "RequestMirror" -> mirror(route, filter);
          case "CORS" -> cors(filter);
          default -> {
            extension(route, filter);
            yield new HttpFilter.Unmodelled(type, filter.path());
          }
        };
    filter.done();
    return result;
  }

  private static HttpFilter headers(Fields filter, String name, boolean request) {
    Fields modifier = filter.object(name);
    Entries.count(modifier, "remove", 0, MOST_HEADERS);
    Entries.distinct(modifier, "remove");
    var result =
        new HttpFilter.HeaderModifier(
            request,
            named(modifier, "set"),
            named(modifier, "add"),
            modifier.textList("remove"),
            filter.path());
    modifier.done();
    return result;
  }

  private static Map<String, String> named(Fields modifier, String name) {
    var result = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    Entries.count(modifier, name, 0, MOST_HEADERS);
    Entries.distinctNames(modifier, name);
    modifier.list(
        name,
        header -> {
          Form.HEADER_NAME.check(header, "name");
          Form.HEADER_VALUE.check(header, "value");
          // The first of several entries with one name counts (HTTPHeaderFilter).
          result.putIfAbsent(header.required("name"), header.required("value"));
          header.done();
          return name;
        });
    return result;
  }

  private static HttpFilter redirect(Fields filter) {
    Fields redirect = filter.object("requestRedirect");
    Form.PRECISE_HOSTNAME.check(redirect, "hostname");
    Integer status = redirect.optionalInteger("statusCode", 301, 308);
    if (status != null && !REDIRECTS.contains(status)) {
      redirect.invalid("statusCode", "must be one of " + REDIRECTS + ", found " + status);
    }
    var result =
        new HttpFilter.Redirect(
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
    Form.PRECISE_HOSTNAME.check(rewrite, "hostname");
    var result =
        new HttpFilter.UrlRewrite(rewrite.optionalText("hostname"), path(rewrite), filter.path());
    rewrite.done();
    return result;
  }

  private static HttpFilter mirror(ResourceKey route, Fields filter) {
    Fields mirror = filter.object("requestMirror");
    BackendRef backend = BackendRef.readBare(route, mirror.object("backendRef"));
    Integer percent = mirror.optionalInteger("percent", 0, PERCENT);
    Fields fraction = mirror.object("fraction");
    int denominator = fraction.integer("denominator", PERCENT, 1, Integer.MAX_VALUE);
    int numerator = fraction.integer("numerator", denominator, 0, Integer.MAX_VALUE);
    fraction.done();
    share(mirror, fraction, numerator > denominator);
    mirror.done();
    return percent == null
        ? new HttpFilter.Mirror(
            backend, Math.min(numerator, denominator), denominator, filter.path())
        : new HttpFilter.Mirror(backend, percent, PERCENT, filter.path());
  }

  /** A mirror takes a percentage or a fraction of at most one. */
  private static void share(Fields mirror, Fields fraction, boolean beyondAll) {
    if (mirror.has("percent") && mirror.has("fraction")) {
      mirror.invalid("fraction", "must not be given with percent");
    }
    if (mirror.has("fraction") && !fraction.has("numerator")) {
      fraction.invalid("numerator", "is required");
    }
    if (beyondAll) {
      fraction.invalid("numerator", "must be at most the denominator");
    }
  }

  /** Filters that are not modelled still have a form of their own. */
  private static void extension(ResourceKey route, Fields filter) {
    if (filter.has("extensionRef")) {
      ObjectRef.named(route, filter.object("extensionRef"));
    }
    if (filter.has("externalAuth")) {
      ExternalAuthRules.check(route, filter.object("externalAuth"));
    }
  }

  private static HttpFilter cors(Fields filter) {
    Fields cors = filter.object("cors");
    CorsRules.check(cors);
    var result =
        new HttpFilter.CrossOrigin(
            cors.textList("allowOrigins"),
            cors.flag("allowCredentials", false),
            cors.textList("allowMethods"),
            cors.textList("allowHeaders"),
            cors.textList("exposeHeaders"),
            cors.integer("maxAge", MAX_AGE, 1, Integer.MAX_VALUE),
            filter.path());
    cors.done();
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
    modifier(path, type);
    String value = path.text(prefix ? "replacePrefixMatch" : "replaceFullPath", "");
    path.done();
    return new PathModifier(prefix, value);
  }

  /** The type's own member is there, and not the other one (HTTPPathModifier). */
  private static void modifier(Fields path, @Nullable String type) {
    if (!path.has("type")) {
      path.invalid("type", "is required");
    }
    Form.PATH.check(path, "replaceFullPath");
    Form.PATH.check(path, "replacePrefixMatch");
    modifier(path, type, "ReplaceFullPath", "replaceFullPath");
    modifier(path, type, "ReplacePrefixMatch", "replacePrefixMatch");
  }

  private static void modifier(Fields path, @Nullable String type, String owner, String member) {
    if (owner.equals(type) && !path.has(member)) {
      path.invalid(member, "is required with type " + type);
    } else if (!owner.equals(type) && path.has(member)) {
      path.invalid(member, "must not be given with another type than " + owner);
    }
  }
}
