package io.meshtwin.bridge.xds;

import io.envoyproxy.envoy.config.core.v3.RuntimeFractionalPercent;
import io.meshtwin.twin.routing.PathRewrite;
import io.meshtwin.twin.routing.RouteAction.Forward;
import io.meshtwin.twin.routing.WeightedDestination;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The shares of a rule by the path that they want. A weighted cluster of Envoy has no path rewrite
 * of its own, so shares with different paths become routes of their own, each taking a fraction of
 * what the ones before leave.
 */
final class PathShares {
  private PathShares() {}

  /** Shares with one path; the fraction of all requests that this or an earlier part takes. */
  record Part(Forward forward, Optional<RuntimeFractionalPercent> fraction) {}

  /** At least one part; the last one takes whatever comes. */
  static List<Part> of(Forward forward) {
    Map<Optional<PathRewrite>, List<WeightedDestination>> byPath = new LinkedHashMap<>();
    for (WeightedDestination share : forward.destinations()) {
      byPath
          .computeIfAbsent(Optional.ofNullable(path(forward, share)), path -> new ArrayList<>())
          .add(share);
    }
    if (byPath.size() <= 1) {
      return List.of(new Part(forward, Optional.empty()));
    }
    long all = weight(forward.destinations());
    long taken = 0;
    List<Part> parts = new ArrayList<>();
    for (List<WeightedDestination> shares : byPath.values()) {
      taken += weight(shares);
      Forward own = new Forward(shares, forward.changes(), forward.delivery());
      // One random number decides all fractions of a request, so they add up.
      parts.add(new Part(own, taken == all ? Optional.empty() : Optional.of(fraction(taken, all))));
    }
    return parts;
  }

  /** A share's own rewrite, or else its rule's. */
  static @Nullable PathRewrite path(Forward forward, WeightedDestination share) {
    PathRewrite own = share.changes().path();
    return own != null ? own : forward.changes().path();
  }

  private static long weight(List<WeightedDestination> shares) {
    return shares.stream().mapToLong(WeightedDestination::weight).sum();
  }

  private static RuntimeFractionalPercent fraction(long taken, long all) {
    return RuntimeFractionalPercent.newBuilder().setDefaultValue(Fractions.of(taken, all)).build();
  }
}
