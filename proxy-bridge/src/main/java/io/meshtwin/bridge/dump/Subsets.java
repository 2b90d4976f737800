package io.meshtwin.bridge.dump;

import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** {@code lb_subset_config}: endpoints by their metadata {@code envoy.lb}. */
final class Subsets {
  private static final String METADATA = "envoy.lb";

  private Subsets() {}

  /** What a route demands ({@code metadata_match}). */
  static SortedMap<String, String> demanded(Entry action) {
    if (!action.has("metadata_match")) {
      return Collections.emptySortedMap();
    }
    Entry filters =
        action.message("metadata_match", "Metadata").message("filter_metadata", "Struct");
    return values(filters.message(METADATA, "Struct").harmless());
  }

  private static SortedMap<String, String> values(Entry struct) {
    var result = new TreeMap<String, String>();
    struct.json().properties().forEach(one -> result.put(one.getKey(), one.getValue().toString()));
    return result;
  }

  /** The endpoints of a cluster that a demand leaves. */
  static List<EndpointReader.Seen> of(
      Entry cluster, SortedMap<String, String> demand, List<EndpointReader.Seen> all) {
    Entry config = cluster.message("lb_subset_config", "LbSubsetConfig");
    List<Entry> selectors = config.messages("subset_selectors", "LbSubsetSelector");
    String fallback = config.text("fallback_policy");
    SortedMap<String, String> standard =
        values(config.message("default_subset", "Struct").harmless());
    if (selectors.isEmpty()) {
      return all;
    }
    Set<Set<String>> keys = new HashSet<>();
    selectors.forEach(one -> keys.add(new HashSet<>(one.texts("keys"))));
    boolean selected = !demand.isEmpty() && keys.contains(demand.keySet());
    List<EndpointReader.Seen> own = selected ? having(all, demand) : List.of();
    if (!own.isEmpty()) {
      return own;
    }
    return switch (fallback) {
      case "ANY_ENDPOINT" -> all;
      case "DEFAULT_SUBSET" -> having(all, standard);
      default -> List.of();
    };
  }

  private static List<EndpointReader.Seen> having(
      List<EndpointReader.Seen> all, SortedMap<String, String> demand) {
    return all.stream()
        .filter(seen -> values(seen.subset()).entrySet().containsAll(demand.entrySet()))
        .toList();
  }
}
