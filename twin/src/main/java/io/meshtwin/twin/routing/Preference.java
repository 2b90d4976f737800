package io.meshtwin.twin.routing;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which endpoints of a cluster go first, by where they and who asks are, or by labels of both
 * (Istio's LocalityLoadBalancerSetting and ZoneAwareLoadBalancerSetting).
 */
public sealed interface Preference {
  /**
   * Localities by weight.
   *
   * @param shares by {@code region/zone/subzone} or the beginning of it, with {@code *} for any;
   *     endpoints elsewhere get nothing
   */
  record Shared(SortedMap<String, Integer> shares) implements Preference {
    public Shared {
      shares = Collections.unmodifiableSortedMap(new TreeMap<>(shares));
    }
  }

  /**
   * One after the other.
   *
   * @param labels the more of them an endpoint has from the first on, the earlier it is asked
   * @param acrossNetworks whether the first is that of the network, which stands before all others:
   *     endpoints of other networks are compared by what follows
   * @param near how near they are, where labels leave it open; null where labels alone decide
   */
  record Ordered(List<Label> labels, boolean acrossNetworks, @Nullable Near near)
      implements Preference {
    public Ordered {
      labels = List.copyOf(labels);
    }
  }

  /**
   * A label.
   *
   * @param value that of who asks, or one that the rule names; empty for none
   */
  record Label(String name, String value) {}

  /**
   * The nearest first.
   *
   * @param client {@code region/zone/subzone} of who asks
   * @param next the region whose endpoints stand by before those of all others, empty for none
   * @param regions whether regions alone are told apart
   */
  record Near(String client, String next, boolean regions) {}
}
