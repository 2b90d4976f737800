package io.meshtwin.twin.resource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who else's scripts may use a rule (Istio's CorsPolicy).
 *
 * @param origins any of which is allowed
 * @param methods allowed methods
 * @param requestHeaders allowed headers of requests
 * @param exposedHeaders headers of responses that scripts may read
 * @param maxAge how long a preflight's answer may be kept, null where it is not said
 * @param credentials whether requests with credentials are allowed, null where it is not said
 * @param ignoreUnmatched whether preflights of other origins are answered and not sent on
 */
public record VirtualCors(
    List<TextMatch> origins,
    List<String> methods,
    List<String> requestHeaders,
    List<String> exposedHeaders,
    @Nullable Duration maxAge,
    @Nullable Boolean credentials,
    boolean ignoreUnmatched) {
  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "CONNECT", "OPTIONS", "TRACE", "*");

  public VirtualCors {
    origins = List.copyOf(origins);
    methods = List.copyOf(methods);
    requestHeaders = List.copyOf(requestHeaders);
    exposedHeaders = List.copyOf(exposedHeaders);
  }

  static VirtualCors read(Fields cors) {
    var origins = new ArrayList<TextMatch>(cors.list("allowOrigins", VirtualCors::origin));
    cors.deprecated("allowOrigin", "use allowOrigins");
    List<String> old = cors.textList("allowOrigin");
    if (!cors.has("allowOrigins")) {
      old.forEach(origin -> origins.add(new TextMatch.Exact(origin)));
    }
    Duration maxAge = IstioDuration.read(cors, "maxAge");
    if (maxAge != null && maxAge.toMillis() % 1000 > 0) {
      cors.invalid("maxAge", "must be whole seconds");
    }
    String unmatched =
        cors.word("unmatchedPreflights", null, List.of("UNSPECIFIED", "FORWARD", "IGNORE"));
    var result =
        new VirtualCors(
            origins,
            methods(cors),
            headers(cors, "allowHeaders"),
            headers(cors, "exposeHeaders"),
            maxAge,
            cors.has("allowCredentials") ? cors.flag("allowCredentials", false) : null,
            "IGNORE".equals(unmatched));
    cors.ignore("allowCredentials");
    cors.done();
    return result;
  }

  private static TextMatch origin(Fields origin) {
    TextMatch match = TextMatch.read(origin);
    if (match.value().isEmpty() && !origin.has("prefix")) {
      origin.invalid("exact", "or prefix or regex must be given");
    }
    return match;
  }

  private static List<String> methods(Fields cors) {
    List<String> methods = cors.textList("allowMethods");
    for (int i = 0; i < methods.size(); i++) {
      if (!METHODS.contains(methods.get(i))) {
        cors.invalid("allowMethods[" + i + "]", "must be a method of HTTP or *");
      }
    }
    return methods;
  }

  private static List<String> headers(Fields cors, String list) {
    Form.HEADER_NAME.checkEach(cors, list);
    return cors.textList(list);
  }
}
