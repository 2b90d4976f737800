package io.meshtwin.twin.resource;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.finding.Finding;
import io.meshtwin.twin.routing.ServicePort;
import io.meshtwin.twin.routing.access.ExternalAuthorizer;
import io.meshtwin.twin.routing.access.ExternalAuthorizer.Body;
import io.meshtwin.twin.routing.access.ExternalAuthorizer.OnError;
import io.meshtwin.twin.routing.access.StringMatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An external authorizer of MeshConfig's {@code extensionProviders} ({@code
 * pilot/pkg/security/authz/builder/extauthz.go}, processExtensionProvider).
 *
 * @param name what policies call it
 * @param service its host, with {@code namespace/} before it or without
 * @param port the Service's port
 * @param terms how it is asked
 * @param problems why istiod does not use it; empty for a good one
 */
public record ExtAuthzProvider(
    String name, String service, int port, Terms terms, List<String> problems) {
  /** Provider names are parts of keys ({@code validateProviderName}). */
  private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

  /** Where nobody says it ({@code timeoutOrDefault}). */
  private static final Duration TIMEOUT = Duration.ofMinutes(10);

  private static final int MOST_PORTS = 65_535;

  /** Beside the ranges 200-208, 400-417 and 500-508 the statuses of Envoy's {@code StatusCode}. */
  private static final Set<Integer> STATUSES =
      Set.of(
          100, 226, 300, 301, 302, 303, 304, 305, 307, 308, 421, 422, 423, 424, 426, 428, 429, 431,
          510, 511);

  private static final Pattern STATUS = Pattern.compile("[1-5][0-9][0-9]");

  /**
   * How it is asked.
   *
   * @param http the request that asks; null where gRPC does
   */
  public record Terms(
      Duration timeout, OnError onError, @Nullable Body body, @Nullable HttpTerms http) {}

  /** A request that asks. */
  public record HttpTerms(String pathPrefix, ExternalAuthorizer.Headers headers) {}

  public ExtAuthzProvider {
    problems = List.copyOf(problems);
  }

  /** What is asked at a Service's port. */
  public ExternalAuthorizer at(ServicePort found, String host) {
    HttpTerms http = terms.http();
    return new ExternalAuthorizer(
        name,
        found,
        terms.timeout(),
        terms.onError(),
        terms.body(),
        http == null
            ? new ExternalAuthorizer.Grpc(host)
            : new ExternalAuthorizer.Http(host, http.pathPrefix(), http.headers()));
  }

  /** The provider that is written; null for one of another kind. */
  static @Nullable ExtAuthzProvider read(JsonNode written) {
    boolean http = written.has("envoyExtAuthzHttp");
    if (!http && !written.has("envoyExtAuthzGrpc")) {
      return null;
    }
    var nobody = new ResourceKey(ResourceKey.LOCAL, "", "ConfigMap", "", "");
    var problems = new Problems(nobody, null);
    String name = written.path("name").asText("");
    Fields fields =
        new Fields(written, "", problems).object(http ? "envoyExtAuthzHttp" : "envoyExtAuthzGrpc");
    if (!NAME.matcher(name).matches()) {
      fields.invalidName("the provider's name must be a DNS label, found \"" + name + '"');
    }
    Duration timeout = IstioDuration.readAny(fields, "timeout");
    var terms =
        new Terms(
            timeout == null ? TIMEOUT : timeout,
            new OnError(fields.flag("failOpen", false), status(fields)),
            body(fields),
            http ? http(fields) : null);
    String service = fields.required("service");
    int port = fields.integer("port", 0, 1, MOST_PORTS);
    if (!fields.has("port")) {
      fields.invalid("port", "must be given");
    }
    return new ExtAuthzProvider(
        name,
        service,
        port,
        terms,
        problems.findings().stream().map(ExtAuthzProvider::words).toList());
  }

  private static String words(Finding finding) {
    return finding.field() + " " + finding.message();
  }

  private static int status(Fields fields) {
    String text = fields.text("statusOnError", "");
    if (text.isEmpty()) {
      return OnError.FORBIDDEN;
    }
    if (!STATUS.matcher(text).matches() || !isStatus(Integer.parseInt(text))) {
      fields.invalid("statusOnError", "is no status that Envoy knows: \"" + text + '"');
      return OnError.FORBIDDEN;
    }
    return Integer.parseInt(text);
  }

  private static boolean isStatus(int code) {
    boolean ranged =
        (code >= 200 && code <= 208)
            || (code >= 400 && code <= 417)
            || (code >= 500 && code <= 508);
    return ranged || STATUSES.contains(code);
  }

  private static @Nullable Body body(Fields fields) {
    if (!fields.has("includeRequestBodyInCheck")) {
      return null;
    }
    Fields body = fields.object("includeRequestBodyInCheck");
    return new Body(
        body.integer("maxRequestBytes", 0, 0, Integer.MAX_VALUE),
        body.flag("allowPartialMessage", false),
        body.flag("packAsBytes", false));
  }

  private static HttpTerms http(Fields fields) {
    String prefix = fields.text("pathPrefix", "");
    if (!prefix.isEmpty() && !prefix.startsWith("/")) {
      fields.invalid("pathPrefix", "must begin with /");
    }
    List<StringMatch> shown = headers(fields, "includeRequestHeadersInCheck");
    List<StringMatch> older = headers(fields, "includeHeadersInCheck");
    return new HttpTerms(
        prefix,
        new ExternalAuthorizer.Headers(
            shown.isEmpty() ? older : shown,
            new TreeMap<>(fields.texts("includeAdditionalHeadersInCheck")),
            headers(fields, "headersToUpstreamOnAllow"),
            headers(fields, "headersToDownstreamOnDeny"),
            headers(fields, "headersToDownstreamOnAllow")));
  }

  /** With {@code *} before or after ({@code generateHeaders}); alone it is refused. */
  private static List<StringMatch> headers(Fields fields, String name) {
    var result = new ArrayList<StringMatch>();
    for (String text : fields.textList(name)) {
      if (text.equals("*")) {
        fields.invalid(name, "takes * before or after a name only");
      } else if (text.startsWith("*")) {
        result.add(new StringMatch.Suffix(text.substring(1), true));
      } else if (text.endsWith("*")) {
        result.add(new StringMatch.Prefix(text.substring(0, text.length() - 1), true));
      } else {
        result.add(new StringMatch.Exact(text, true));
      }
    }
    return result;
  }
}
