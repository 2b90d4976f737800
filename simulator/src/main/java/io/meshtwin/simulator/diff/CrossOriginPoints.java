package io.meshtwin.simulator.diff;

import io.meshtwin.simulator.diff.Behaviour.Ruling;
import io.meshtwin.simulator.space.Point;
import io.meshtwin.twin.routing.Cors;
import io.meshtwin.twin.routing.ValueMatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Requests of other origins' scripts: where only CORS policies differ, others show nothing. */
final class CrossOriginPoints {
  private static final String ANY = "https://any.invalid";

  private CrossOriginPoints() {}

  /** The point, and where the two policies differ, as scripts of their origins would send it. */
  static List<Point> of(Point point, Ruling before, Ruling after) {
    var points = new ArrayList<Point>(List.of(point));
    if (!Objects.equals(before.cors(), after.cors())) {
      // Sorted, so that there and back the same request is tried first.
      Set<String> origins = new TreeSet<>();
      add(after.cors(), origins);
      add(before.cors(), origins);
      origins.add("https://other.invalid");
      for (String origin : origins) {
        points.add(with(point, point.method(), "origin", origin));
        Point preflight = with(point, "OPTIONS", "origin", origin);
        points.add(with(preflight, "OPTIONS", "access-control-request-method", "PUT"));
      }
    }
    return points;
  }

  private static void add(@Nullable Cors policy, Set<String> origins) {
    if (policy != null) {
      policy.origins().forEach(origin -> origins.add(example(origin)));
    }
  }

  /** An origin that the matcher takes, as far as it is easily found. */
  private static String example(ValueMatch origin) {
    return switch (origin) {
      case ValueMatch.Exact exact -> exact.value().equals(Cors.ALL) ? ANY : exact.value();
      case ValueMatch.Prefix prefix -> prefix.value().isEmpty() ? ANY : prefix.value() + "any";
      case ValueMatch.Regex regex -> {
        String text = regex.value().replace(".+", "any").replace(".*", "any");
        yield text.replaceAll("\\\\[QE]|[\\\\^$()?]", "");
      }
      case ValueMatch.Present _ -> ANY;
    };
  }

  private static Point with(Point point, String method, String header, String value) {
    var headers = new TreeMap<>(point.headers());
    headers.put(header, value);
    return new Point(method, point.path(), headers, point.query());
  }
}
