package io.meshtwin.bridge.dump;

import io.meshtwin.twin.regex.KnownMatches;
import io.meshtwin.twin.routing.PathMatch;
import io.meshtwin.twin.routing.RouteMatch;
import io.meshtwin.twin.routing.ValueMatch;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code RouteMatch}. */
final class RouteMatches {
  private static final String METHOD = ":method";
  private static final String GRPC = "application/grpc(\\+.*)?";

  private RouteMatches() {}

  /**
   * Which requests a route takes.
   *
   * @param match at least those; exactly, where {@code problems} is empty
   * @param millionths of them that it takes; null for all
   * @param problems what of the match is not modelled
   */
  record Found(RouteMatch match, @Nullable Integer millionths, List<String> problems) {
    Found {
      problems = List.copyOf(problems);
    }
  }

  static Found of(Entry match) {
    var headers = new ArrayList<ValueMatch.Named>();
    var query = new ArrayList<ValueMatch.Named>();
    String method = null;
    PathMatch path = path(match);
    for (Entry header : match.messages("headers", "HeaderMatcher")) {
      List<ValueMatch.Named> read = ValueMatches.header(header);
      if (read == null) {
        refuse(header);
      } else if (method == null && isMethod(read)) {
        method = read.getFirst().match().value();
      } else {
        headers.addAll(read);
      }
    }
    for (Entry parameter : match.messages("query_parameters", "QueryParameterMatcher")) {
      ValueMatch.Named read = ValueMatches.query(parameter);
      if (read == null) {
        refuse(parameter);
      } else {
        query.add(read);
      }
    }
    if (match.has("grpc")) {
      match.message("grpc", "GrpcRouteMatchOptions");
      headers.add(new ValueMatch.Named("content-type", new ValueMatch.Regex(GRPC)));
    }
    boolean anyCase = !match.flag("case_sensitive", true);
    Integer share = share(match);
    return new Found(new RouteMatch(path, method, headers, query, anyCase), share, match.unread());
  }

  /** Where a field tells already what is not read, that is enough. */
  private static void refuse(Entry matcher) {
    if (matcher.unread().isEmpty()) {
      matcher.refuse("match of " + matcher.text("name"));
    }
  }

  private static boolean isMethod(List<ValueMatch.Named> read) {
    ValueMatch.Named first = read.getFirst();
    return read.size() == 1
        && first.name().equals(METHOD)
        && !first.inverted()
        && first.match() instanceof ValueMatch.Exact;
  }

  private static PathMatch path(Entry match) {
    if (match.has("path")) {
      return new PathMatch.Exact(match.text("path"));
    }
    if (match.has("path_separated_prefix")) {
      return new PathMatch.SegmentPrefix(match.text("path_separated_prefix"));
    }
    if (match.has("safe_regex")) {
      Entry regex = match.message("safe_regex", "RegexMatcher").harmless("google_re2");
      PathMatch path = new PathMatch.Regex(regex.text("regex"));
      return Expressions.isRead(regex) ? path : KnownMatches.of(path);
    }
    if (match.has("prefix")) {
      String prefix = match.text("prefix");
      return prefix.equals("/") ? PathMatch.ANY : new PathMatch.Prefix(prefix);
    }
    match.refuse("path");
    return PathMatch.ANY;
  }

  private static @Nullable Integer share(Entry match) {
    if (!match.has("runtime_fraction")) {
      return null;
    }
    return Fractions.perMillion(match.message("runtime_fraction", "RuntimeFractionalPercent"));
  }
}
