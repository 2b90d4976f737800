package io.meshtwin.simulator.diff;

import io.meshtwin.simulator.diff.Behaviour.Ruling;
import io.meshtwin.simulator.space.Point;
import io.meshtwin.twin.routing.Cors;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Requests of other origins' scripts: where only CORS policies differ, others show nothing. */
final class CrossOriginPoints {
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
      policy
          .origins()
          .forEach(origin ->
              origins.add(origin.equals("*") ? "https://any.invalid" : origin.replace("*", "any")));
    }
  }

  private static Point with(Point point, String method, String header, String value) {
    var headers = new TreeMap<>(point.headers());
    headers.put(header, value);
    return new Point(method, point.path(), headers, point.query());
  }
}
