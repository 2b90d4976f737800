package io.meshtwin.twin.resolve.virtualservice;

import io.meshtwin.twin.resource.TextMatch;
import io.meshtwin.twin.resource.VirtualMatch;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Matches of a root and a delegate: whether they fit, and both as one ({@code hasConflict}). */
final class MatchConflicts {
  private MatchConflicts() {}

  static boolean between(VirtualMatch root, VirtualMatch leaf) {
    return texts(root.uri(), leaf.uri())
        || texts(root.scheme(), leaf.scheme())
        || texts(root.method(), leaf.method())
        || texts(root.authority(), leaf.authority())
        || named(root.headers(), leaf.headers())
        || named(root.withoutHeaders(), leaf.withoutHeaders())
        || named(root.query(), leaf.query())
        || root.ignoreUriCase() != leaf.ignoreUriCase()
        || sources(root.source(), leaf.source());
  }

  private static boolean named(
      SortedMap<String, TextMatch> root, SortedMap<String, TextMatch> leaf) {
    return leaf.entrySet().stream().anyMatch(e -> texts(root.get(e.getKey()), e.getValue()));
  }

  private static boolean sources(VirtualMatch.Source root, VirtualMatch.Source leaf) {
    boolean ports = root.port() > 0 && leaf.port() > 0 && root.port() != leaf.port();
    boolean namespaces = !root.namespace().isEmpty() && !root.namespace().equals(leaf.namespace());
    boolean labels =
        leaf.labels().entrySet().stream()
            .anyMatch(
                e -> !root.labels().getOrDefault(e.getKey(), e.getValue()).equals(e.getValue()));
    List<String> gateways = root.gateways();
    boolean others =
        !gateways.isEmpty()
            && !leaf.gateways().isEmpty()
            && (gateways.size() < leaf.gateways().size() || !gateways.containsAll(leaf.gateways()));
    return ports || namespaces || labels || others;
  }

  /** {@code stringMatchConflict}: the leaf has to be within the root, told by the texts alone. */
  private static boolean texts(@Nullable TextMatch root, @Nullable TextMatch leaf) {
    if (root == null || leaf == null) {
      return false;
    }
    boolean bothSaid = !root.value().isEmpty() && !leaf.value().isEmpty();
    if (bothSaid && (root instanceof TextMatch.Regex || leaf instanceof TextMatch.Regex)) {
      return true;
    }
    return switch (root) {
      case TextMatch.Exact exact when !exact.value().isEmpty() ->
          (leaf instanceof TextMatch.Prefix && !leaf.value().isEmpty())
              || !(leaf instanceof TextMatch.Exact && leaf.value().equals(exact.value()));
      case TextMatch.Prefix prefix when !prefix.value().isEmpty() && !leaf.value().isEmpty() ->
          !leaf.value().startsWith(prefix.value());
      case TextMatch _ -> true;
    };
  }

  /** Both as one: the leaf's where it says something ({@code mergeHTTPMatchRequest}). */
  static VirtualMatch both(VirtualMatch root, VirtualMatch leaf) {
    VirtualMatch.Source a = root.source();
    VirtualMatch.Source b = leaf.source();
    Map<String, String> labels = new HashMap<>(a.labels());
    labels.putAll(b.labels());
    var source =
        new VirtualMatch.Source(
            b.port() == 0 ? a.port() : b.port(),
            labels,
            b.namespace().isEmpty() ? a.namespace() : b.namespace(),
            b.gateways().isEmpty() ? a.gateways() : b.gateways());
    return new VirtualMatch(
        name(root.name(), leaf.name()),
        leaf.uri() == null ? root.uri() : leaf.uri(),
        leaf.scheme() == null ? root.scheme() : leaf.scheme(),
        leaf.method() == null ? root.method() : leaf.method(),
        leaf.authority() == null ? root.authority() : leaf.authority(),
        merged(root.headers(), leaf.headers()),
        merged(root.withoutHeaders(), leaf.withoutHeaders()),
        merged(root.query(), leaf.query()),
        leaf.ignoreUriCase(),
        source,
        leaf.statPrefix().isEmpty() ? root.statPrefix() : leaf.statPrefix(),
        leaf.field());
  }

  private static String name(String root, String leaf) {
    if (leaf.isEmpty()) {
      return root;
    }
    return root.isEmpty() ? leaf : root + "-" + leaf;
  }

  private static SortedMap<String, TextMatch> merged(
      SortedMap<String, TextMatch> root, SortedMap<String, TextMatch> leaf) {
    var result = new TreeMap<>(root);
    result.putAll(leaf);
    return result;
  }
}
