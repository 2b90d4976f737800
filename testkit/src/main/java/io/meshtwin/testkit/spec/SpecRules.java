package io.meshtwin.testkit.spec;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What a rule of an HTTPRoute or GRPCRoute does with a request that it takes. */
final class SpecRules {
  private static final Set<SpecBackends.State> RESOLVED =
      EnumSet.of(SpecBackends.State.VALID, SpecBackends.State.EMPTY, SpecBackends.State.CLOSED);

  private final SpecBackends backends;
  private final SpecMatch match;
  private final SpecRequest request;

  private SpecRules(SpecObjects objects, SpecMatch match, SpecRequest request) {
    this.backends = new SpecBackends(objects, request);
    this.match = match;
    this.request = request;
  }

  /** "If no matches are specified ... 404": once a route is there, nothing else answers. */
  static SpecAnswer answer(SpecObjects objects, List<SpecMatch> candidates, SpecRequest request) {
    String path = SpecPath.normal(request.path());
    return candidates.stream()
        .filter(match -> !request.tunnel() && match.takes(request, path))
        .sorted(SpecPrecedence.bestFirst())
        .findFirst()
        .map(match ->
            request.refused()
                ? SpecAnswer.status(403)
                : new SpecRules(objects, match, request).answer())
        .orElse(SpecAnswer.status(404));
  }

  private SpecAnswer answer() {
    JsonNode filters = match.rule().path("filters");
    var own = SpecFilters.NONE.with(match, filters);
    for (JsonNode filter : filters) {
      switch (filter.path("type").asText()) {
        case "RequestRedirect" -> {
          return SpecAnswer.certain(SpecRedirect.of(match, filter, request));
        }
        case "CORS" -> {
          if (preflight() && hasBackend()) {
            return SpecAnswer.status(200);
          }
        }
        default -> {
          // Header changes and rewrites are in own; mirrors are below.
        }
      }
    }
    // "500 status codes MUST be returned"; "UNAVAILABLE" for gRPC.
    String invalid = match.grpc() ? "status 503" : "status 500";
    return backends.weighted(
        match.rule().path("backendRefs"),
        invalid,
        ref ->
            switch (backends.state(match.route(), ref)) {
              case INVALID -> invalid;
              // "The implementation MUST return a 5xx": which one, the dialect pins.
              case UNVERIFIABLE -> "status 500";
              case EMPTY -> "status 503";
              // No answer: until the connection is given up, or a limit is over before.
              case CLOSED -> SpecLimits.within(match.rule(), 5000) ? "status 504" : "status 503";
              case VALID ->
                  backends.secured(match.route(), ref)
                      + " "
                      + own.with(match, ref.path("filters")).received(request);
            },
        mirrors(filters),
        SpecLimits.of(match.rule()));
  }

  private boolean preflight() {
    return request.method().equals("OPTIONS")
        && request.header("origin") != null
        && request.header("access-control-request-method") != null;
  }

  /** Left open: without any valid backend the rule is an error, for preflights too. */
  private boolean hasBackend() {
    for (JsonNode ref : match.rule().path("backendRefs")) {
      if (ref.path("weight").asInt(1) > 0
          && RESOLVED.contains(backends.state(match.route(), ref))) {
        return true;
      }
    }
    return false;
  }

  /** "Any responses are ignored"; nothing is sent to a backend that is not valid. */
  private List<String> mirrors(JsonNode filters) {
    var result = new ArrayList<String>();
    for (JsonNode filter : filters) {
      JsonNode mirror = filter.path("requestMirror");
      JsonNode ref = mirror.path("backendRef");
      if (filter.path("type").asText().equals("RequestMirror")
          && backends.state(match.route(), ref) == SpecBackends.State.VALID) {
        double fraction = mirror.path("percent").asInt(100) / 100.0;
        if (mirror.has("fraction")) {
          double denominator = mirror.at("/fraction/denominator").asInt(100);
          fraction = mirror.at("/fraction/numerator").asInt() / denominator;
        }
        if (fraction > 0) {
          result.add(SpecBackends.target(match.route(), ref) + " " + fraction);
        }
      }
    }
    return result;
  }
}
