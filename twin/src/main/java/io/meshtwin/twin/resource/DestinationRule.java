package io.meshtwin.twin.resource;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A DestinationRule (networking.istio.io): how proxies treat a host once it is known that requests
 * go there.
 *
 * @param metadata identity
 * @param host as it is written, maybe with a wildcard
 * @param policy for all of the host, null where nothing is said
 * @param subsets versions of the host, by labels
 * @param exportTo namespaces whose clients it is for
 * @param workloadSelector labels of the clients that it is for, null for all
 */
public record DestinationRule(
    Metadata metadata,
    String host,
    @Nullable TrafficPolicy policy,
    List<Subset> subsets,
    ExportTo exportTo,
    @Nullable Map<String, String> workloadSelector)
    implements Resource {
  public DestinationRule {
    subsets = List.copyOf(subsets);
    workloadSelector = workloadSelector == null ? null : Map.copyOf(workloadSelector);
  }

  /**
   * A version of the host.
   *
   * @param name what destinations name
   * @param labels of the endpoints that belong to it
   * @param policy over the host's, null where nothing is said
   * @param field the subset's path
   */
  public record Subset(
      String name, Map<String, String> labels, @Nullable TrafficPolicy policy, String field) {
    public Subset {
      labels = Map.copyOf(labels);
    }
  }

  /** The same DestinationRule with other metadata. */
  public DestinationRule with(Metadata other) {
    return new DestinationRule(other, host, policy, subsets, exportTo, workloadSelector);
  }

  /** The full name of the host. */
  public String fullHost() {
    return IstioNames.host(host, key().namespace());
  }

  static DestinationRule read(Metadata metadata, Fields body) {
    Fields spec = body.object("spec");
    String host = spec.required("host");
    if (spec.has("host")) {
      IstioNames.checkHost(spec, "host", host);
    }
    Fields selector = spec.object("workloadSelector");
    var result =
        new DestinationRule(
            metadata,
            host,
            TrafficPolicyReader.read(spec),
            subsets(spec),
            ExportTo.read(spec, metadata.key().namespace(), false),
            spec.has("workloadSelector") ? selector.texts("matchLabels") : null);
    selector.ignore("matchLabels");
    selector.done();
    selected(spec, result);
    spec.done();
    body.ignore("status");
    body.done();
    return result;
  }

  /** A rule for some clients stays in its namespace (validateExportTo). */
  private static void selected(Fields spec, DestinationRule rule) {
    boolean beyond =
        rule.exportTo().written().stream()
            .anyMatch(to -> !to.equals(ExportTo.OWN) && !to.equals(rule.key().namespace()));
    if (rule.workloadSelector() != null && beyond) {
      spec.invalid("exportTo", "must be the own namespace beside a workloadSelector");
    }
  }

  private static List<Subset> subsets(Fields spec) {
    var seen = new HashSet<String>();
    return new ArrayList<>(spec.list("subsets", subset -> subset(subset, seen)));
  }

  private static Subset subset(Fields subset, HashSet<String> seen) {
    String name = subset.required("name");
    IstioNames.checkLabel(subset, "name", name);
    if (!seen.add(name)) {
      subset.invalid("name", "must be unique, found \"" + name + "\" again");
    }
    var result =
        new Subset(name, subset.texts("labels"), TrafficPolicyReader.read(subset), subset.path());
    subset.done();
    return result;
  }
}
