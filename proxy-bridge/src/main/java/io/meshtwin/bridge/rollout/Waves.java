package io.meshtwin.bridge.rollout;

import io.meshtwin.bridge.xds.ProxyId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;

/**
 * How many proxies go at a time.
 *
 * @param first in the first wave, at least 1
 * @param then in every further wave, at least 1
 * @param limit how long a wave may take until every proxy of it has converged
 */
public record Waves(int first, int then, Duration limit) {
  /** One proxy first, then all the others; 30 seconds each. */
  public static final Waves DEFAULT = new Waves(1, Integer.MAX_VALUE, Duration.ofSeconds(30));

  public Waves {
    if (first < 1 || then < 1 || !limit.isPositive()) {
      throw new IllegalArgumentException(
          "a wave has at least one proxy and a positive limit: " + first + ", " + then);
    }
  }

  /** The same waves with another limit. */
  public Waves within(Duration otherLimit) {
    return new Waves(first, then, otherLimit);
  }

  /** The waves of these proxies, in their order. */
  public List<List<ProxyId>> of(SortedSet<ProxyId> proxies) {
    List<ProxyId> all = List.copyOf(proxies);
    List<List<ProxyId>> waves = new ArrayList<>();
    int from = 0;
    while (from < all.size()) {
      int size = Math.min(from == 0 ? first : then, all.size() - from);
      waves.add(all.subList(from, from + size));
      from += size;
    }
    return waves;
  }
}
