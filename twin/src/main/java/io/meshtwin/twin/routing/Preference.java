package io.meshtwin.twin.routing;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which endpoints of a cluster go first, by where they are (Istio's LocalityLoadBalancerSetting).
 *
 * @param client {@code region/zone/subzone} of who asks; the nearer an endpoint is, the earlier it
 *     is asked. Empty where shares decide
 * @param next the region whose endpoints stand by before those of all others, empty for none
 * @param shares weights of localities, by {@code region/zone/subzone} or the beginning of it, with
 *     {@code *} for any; endpoints elsewhere get nothing. Empty where nearness decides
 */
public record Preference(String client, String next, SortedMap<String, Integer> shares) {
  public Preference {
    shares = Collections.unmodifiableSortedMap(new TreeMap<>(shares));
  }

  /** The nearest first. */
  public static Preference nearest(String client, String next) {
    return new Preference(client, next, new TreeMap<>());
  }

  /** Localities by weight. */
  public static Preference shared(SortedMap<String, Integer> shares) {
    return new Preference("", "", shares);
  }
}
