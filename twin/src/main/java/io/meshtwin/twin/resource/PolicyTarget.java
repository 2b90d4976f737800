package io.meshtwin.twin.resource;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshtwin.twin.event.ResourceKey;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a policy of Istio applies to: workloads by label, or named objects (istio.io/api {@code
 * type/v1beta1}, WorkloadSelector and PolicyTargetReference).
 *
 * @param labels labels that a workload must have; null where the policy has no selector, which
 *     selects every workload of the namespace as an empty one does
 * @param refs the objects that it applies to; then labels mean nothing
 */
public record PolicyTarget(@Nullable Map<String, String> labels, List<Ref> refs) {
  private static final int MOST_REFS = 16;
  private static final int LONGEST_LABEL = 63;

  public PolicyTarget {
    labels = labels == null ? null : Map.copyOf(labels);
    refs = List.copyOf(refs);
  }

  /**
   * A named object.
   *
   * @param target group, kind and name; its namespace is the policy's unless it says another, which
   *     Istio never matches
   * @param field the reference's path
   */
  public record Ref(ResourceKey target, String field) {}

  /** Whether the selector takes a workload with these labels; one without labels takes all. */
  public boolean selects(Map<String, String> given) {
    return labels == null || given.entrySet().containsAll(labels.entrySet());
  }

  /** Whether it depends on a place that is not known whether the selector takes a workload. */
  public boolean maySelect(Map<String, String> given) {
    return refs.isEmpty()
        && labels != null
        && PlaceLabels.chosen(labels, given) == PlaceLabels.Chosen.MAYBE;
  }

  /** The labels that the selector names. */
  public Set<String> names() {
    return labels == null ? Set.of() : labels.keySet();
  }

  /** Whether the selector names no label: the policy is the namespace's. */
  public boolean wholeNamespace() {
    return labels == null || labels.isEmpty();
  }

  /** A selector alone, for kinds that know no references. */
  static PolicyTarget selector(Fields spec) {
    return new PolicyTarget(readSelector(spec), List.of());
  }

  /** A selector, {@code targetRef} or {@code targetRefs}: at most one of them. */
  static PolicyTarget read(ResourceKey policy, Fields spec) {
    long given = List.of("selector", "targetRef", "targetRefs").stream().filter(spec::has).count();
    if (given > 1) {
      spec.invalid("selector", "must not stand beside targetRef or targetRefs");
    }
    Entries.count(spec, "targetRefs", 0, MOST_REFS);
    List<Ref> refs = spec.list("targetRefs", ref -> readRef(policy, ref));
    if (refs.isEmpty() && spec.has("targetRef")) {
      refs = List.of(readRef(policy, spec.object("targetRef")));
    }
    spec.ignore("targetRef");
    return new PolicyTarget(readSelector(spec), refs);
  }

  private static @Nullable Map<String, String> readSelector(Fields spec) {
    if (!spec.has("selector")) {
      return null;
    }
    Fields selector = spec.object("selector");
    Map<String, String> labels = selector.texts("matchLabels");
    labels.forEach((key, value) -> {
      if (key.isEmpty()) {
        selector.invalid("matchLabels", "must not have an empty key");
      } else if (key.contains("*")) {
        selector.invalid("matchLabels", "must not have a wildcard in the key " + key);
      } else if (value.contains("*")) {
        selector.invalid("matchLabels." + key, "must not have a wildcard");
      } else if (value.length() > LONGEST_LABEL) {
        selector.invalid(
            "matchLabels." + key, "must have at most " + LONGEST_LABEL + " characters");
      }
    });
    selector.done();
    return labels;
  }

  private static Ref readRef(ResourceKey policy, Fields ref) {
    for (String name : List.of("kind", "name")) {
      if (!ref.has(name)) {
        ref.invalid(name, "is required");
      }
    }
    JsonNode namespace = ref.raw("namespace");
    if (namespace.isTextual() && !namespace.asText().isEmpty()) {
      ref.invalid("namespace", "must be empty: references to other namespaces are not supported");
    }
    ResourceKey target = References.key(policy, ref, "", "Service");
    String core = target.group().equals("core") ? "" : target.group();
    var key =
        new ResourceKey(target.cluster(), core, target.kind(), target.namespace(), target.name());
    ref.done();
    return new Ref(key, ref.path());
  }
}
