package io.meshtwin.fidelity.check;

import io.meshtwin.simulator.flow.Headers;
import io.meshtwin.simulator.flow.Request;
import io.meshtwin.twin.routing.PathMatch;
import io.meshtwin.twin.routing.RouteMatch;
import io.meshtwin.twin.routing.ValueMatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Requests that a match just takes or just misses. */
final class Boundaries {
  private static final List<String> METHODS =
      List.of("GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS");
  private static final List<String> ORIGINS =
      List.of("https://www.example.com", "https://a.b.example.com", "https://other.org");
  private static final List<String> SUFFIXES =
      List.of(
          "", "", "", "/", "x", "/x", "/x/y", "//", "/.", "/../z", "%2Fx", "%41", "/a%20b", "|");

  private final SplittableRandom random;
  private final RouteMatch match;

  Boundaries(SplittableRandom random, RouteMatch match) {
    this.random = random;
    this.match = match;
  }

  Request request(String authority) {
    return match.path() instanceof PathMatch.Prefix || isGrpc()
        ? new Request("POST", "http", authority, path(), null, headers())
        : new Request(method(), "http", authority, path(), query(), headers());
  }

  /** A path of two segments with a dot in the first is what a GRPCRoute matches. */
  private boolean isGrpc() {
    return match.path() instanceof PathMatch.Exact exact
        && exact.value().matches("/[^/]+\\.[^/]+/[^/]+");
  }

  private String method() {
    return match.method() != null && random.nextInt(5) > 0 ? match.method() : pick(METHODS);
  }

  private String path() {
    String base =
        switch (match.path()) {
          case PathMatch.Exact exact -> exact.value();
          case PathMatch.SegmentPrefix prefix -> prefix.value();
          case PathMatch.Prefix prefix -> prefix.value();
          case PathMatch.Regex regex -> sample(regex.value());
        };
    String path = base + pick(SUFFIXES);
    path = path.startsWith("//") ? path.substring(1) : path;
    path = path.startsWith("/") ? path : "/" + path;
    return switch (random.nextInt(12)) {
      case 0 -> path.toUpperCase(Locale.ROOT);
      case 1 -> "/" + path;
      case 2 -> "/q/.." + path;
      default -> path;
    };
  }

  private Headers headers() {
    var headers = new TreeMap<String, List<String>>();
    for (ValueMatch.Named named : match.headers()) {
      if (!named.name().equals("host") && !named.name().startsWith(":")) {
        List<String> values = values(named.match());
        if (!values.isEmpty()) {
          headers.put(named.name(), values);
        }
      }
    }
    if (match.path() instanceof PathMatch.Prefix || isGrpc()) {
      headers.put("content-type", List.of("application/grpc"));
    }
    if (random.nextInt(12) == 0) {
      headers.put("origin", List.of(pick(ORIGINS)));
      headers.put("access-control-request-method", List.of(pick(METHODS)));
    }
    return new Headers(headers);
  }

  private @Nullable String query() {
    var parts = new ArrayList<String>();
    for (ValueMatch.Named named : match.query()) {
      values(named.match()).forEach(value -> parts.add(named.name() + "=" + value));
    }
    if (random.nextInt(4) == 0) {
      parts.add("z");
    }
    return parts.isEmpty() ? null : String.join("&", parts);
  }

  /** Mostly what is asked for; also nothing, something close, or twice. */
  private List<String> values(ValueMatch match) {
    String value =
        switch (match) {
          case ValueMatch.Exact exact -> exact.value();
          case ValueMatch.Prefix prefix -> prefix.value() + "y";
          case ValueMatch.Regex regex -> sample(regex.value());
          case ValueMatch.Present _ -> "there";
        };
    return switch (random.nextInt(10)) {
      case 0 -> List.of();
      case 1 -> List.of(value + "x");
      case 2 -> List.of(value.toUpperCase(Locale.ROOT));
      case 3 -> List.of("other", value);
      case 4 -> List.of(value, "other");
      default -> List.of(value);
    };
  }

  /** Something that a simple expression takes: operators dropped, the first of each choice. */
  private static String sample(String expression) {
    return expression
        .replaceAll("\\\\d|\\[0-9\\]", "7")
        .replaceAll("\\[([^^\\]])[^\\]]*\\]|\\\\w", "$1")
        .replaceAll("\\{[0-9,]*\\}", "")
        .replaceAll("\\(\\?:|[\\\\()^$*+?]", "")
        .replaceAll("\\|.*", "")
        .replace('.', 'a');
  }

  private <T> T pick(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }
}
