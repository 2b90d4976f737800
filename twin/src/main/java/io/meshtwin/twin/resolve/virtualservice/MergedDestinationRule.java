package io.meshtwin.twin.resolve.virtualservice;

import io.meshtwin.twin.resource.DestinationRule;
import io.meshtwin.twin.resource.ExportTo;
import io.meshtwin.twin.resource.Metadata;
import io.meshtwin.twin.resource.TrafficPolicy;
import io.meshtwin.twin.routing.Origin;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One or several DestinationRules for one host: the first policy counts, subsets of further names
 * are added ({@code mergeDestinationRule}).
 *
 * @param first the first of them, whose namespace and selector count
 * @param exportTo who sees it, nothing for everybody
 * @param policy of the whole host, null where nothing is said
 * @param subsets by name, with who says so
 * @param doubts what decides whether it is for the proxy at all and is not known
 */
public record MergedDestinationRule(
    Metadata first,
    ExportTo exportTo,
    @Nullable Map<String, String> selector,
    @Nullable Said policy,
    Map<String, SubsetRule> subsets,
    List<Origin> doubts) {
  public MergedDestinationRule {
    selector = selector == null ? null : Map.copyOf(selector);
    subsets = Collections.unmodifiableMap(new LinkedHashMap<>(subsets));
    doubts = List.copyOf(doubts);
  }

  /** A policy with the DestinationRule that it stands in. */
  public record Said(TrafficPolicy policy, Metadata owner) {
    /** Where it stands. */
    public Origin origin() {
      return new Origin(owner.key(), policy.field(), owner.source(policy.field()));
    }
  }

  /** A subset with the DestinationRule that it stands in. */
  public record SubsetRule(DestinationRule.Subset subset, Metadata owner) {}

  static MergedDestinationRule of(DestinationRule rule, ExportTo exportTo) {
    return new MergedDestinationRule(
        rule.metadata(),
        exportTo,
        rule.workloadSelector(),
        said(rule),
        subsets(rule, Map.of()),
        List.of());
  }

  private static @Nullable Said said(DestinationRule rule) {
    return rule.policy() == null ? null : new Said(rule.policy(), rule.metadata());
  }

  private static Map<String, SubsetRule> subsets(
      DestinationRule rule, Map<String, SubsetRule> before) {
    var result = new LinkedHashMap<>(before);
    rule.subsets().forEach(s -> result.putIfAbsent(s.name(), new SubsetRule(s, rule.metadata())));
    return result;
  }

  /** The rules of a host with one more, which is younger. */
  static List<MergedDestinationRule> merged(
      List<MergedDestinationRule> before, DestinationRule rule, ExportTo exportTo) {
    var result = new ArrayList<MergedDestinationRule>();
    boolean apart = true;
    for (MergedDestinationRule one : before) {
      if (!sameExports(one, exportTo)) {
        apart = true;
        boolean wider =
            !one.exportTo().unsaid()
                && new HashSet<>(exportTo.written()).containsAll(one.exportTo().written());
        if (!wider) {
          result.add(one);
          continue;
        }
      } else {
        apart = false;
      }
      Map<String, String> selector = rule.workloadSelector();
      boolean bothSelect = one.selector() != null && selector != null;
      if (bothSelect && !Objects.equals(selector, one.selector())) {
        apart = true;
        result.add(one);
        continue;
      }
      if (bothSelect || (one.selector() == null && selector == null)) {
        apart = false;
      }
      result.add(one.with(rule));
    }
    if (apart) {
      result.add(of(rule, exportTo));
    }
    return List.copyOf(result);
  }

  private static boolean sameExports(MergedDestinationRule one, ExportTo exportTo) {
    return new HashSet<>(one.exportTo().written()).equals(new HashSet<>(exportTo.written()));
  }

  private MergedDestinationRule with(DestinationRule rule) {
    return new MergedDestinationRule(
        first,
        exportTo,
        selector,
        policy == null ? said(rule) : policy,
        subsets(rule, subsets),
        List.of());
  }

  /** The same rules, of which it is not known whether they are for the proxy. */
  MergedDestinationRule doubted() {
    String field = "spec.workloadSelector";
    var origin = new Origin(first.key(), field, first.source(field));
    return new MergedDestinationRule(first, exportTo, selector, policy, subsets, List.of(origin));
  }

  /** The namespace of the first. */
  public String namespace() {
    return first.key().namespace();
  }

  boolean reaches(String client) {
    return exportTo.unsaid()
        || exportTo.written().contains(ExportTo.ALL)
        || exportTo.written().contains(client);
  }
}
