package io.meshtwin.simulator.diff;

import io.meshtwin.simulator.finding.MeshDiagnosis;
import io.meshtwin.simulator.space.RuleReach;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.finding.Finding;
import io.meshtwin.twin.resolve.ResolvedMesh;
import io.meshtwin.twin.ripple.Ripple;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The findings of a mesh, kept so that after a change only those about what it touches are looked
 * for again.
 */
final class Diagnosis {
  /** Worst first, each once. */
  private final List<Finding> all;

  private final Map<ResourceKey, List<Finding>> byResource = new HashMap<>();

  /** What is found by looking at the whole. */
  private final Set<Finding> ofWhole;

  private final RuleReach reach;

  private Diagnosis(List<Finding> all, Set<Finding> ofWhole, RuleReach reach) {
    this.reach = reach;
    this.all = all;
    this.ofWhole = ofWhole;
    all.forEach(f -> byResource.computeIfAbsent(f.resource(), _ -> new ArrayList<>()).add(f));
  }

  static Diagnosis of(ResolvedMesh mesh, RuleReach reach) {
    return new Diagnosis(
        MeshDiagnosis.of(mesh, reach), new HashSet<>(MeshDiagnosis.ofWhole(mesh)), reach);
  }

  /**
   * What becomes of the findings.
   *
   * @param changes in all
   * @param was those that may have changed
   * @param is what they became
   * @param whole what is found by looking at the whole
   */
  record After(FindingChanges changes, List<Finding> was, List<Finding> is, Set<Finding> whole) {}

  /** The diagnosis after a change. */
  Diagnosis with(After after) {
    return new Diagnosis(replaced(after.was(), after.is()), after.whole(), reach);
  }

  After after(ResolvedMesh after, Ripple ripple) {
    Set<Finding> whole = new HashSet<>(MeshDiagnosis.ofWhole(after));
    Set<ResourceKey> touched = new HashSet<>(ripple.subjects());
    touchedOf(ofWhole, whole, touched);
    touchedOf(whole, ofWhole, touched);
    List<Finding> was =
        touched.stream()
            .flatMap(key -> byResource.getOrDefault(key, List.of()).stream())
            .sorted()
            .toList();
    Set<Finding> found =
        new HashSet<>(MeshDiagnosis.about(after, ripple.subjects(), ripple.places(), reach));
    // Of resources that only the look at the whole touches, the rest is as it was.
    was.stream()
        .filter(finding -> !ripple.subjects().contains(finding.resource()))
        .filter(finding -> !ofWhole.contains(finding))
        .forEach(found::add);
    whole.stream().filter(finding -> touched.contains(finding.resource())).forEach(found::add);
    List<Finding> is = found.stream().sorted().toList();
    FindingChanges there = FindingChanges.between(was, is);
    var changes =
        new FindingChanges(there.introduced(), there.fixed(), replaced(was, there.unchanged()), 0);
    return new After(changes, was, is, whole);
  }

  private static void touchedOf(Set<Finding> some, Set<Finding> others, Set<ResourceKey> touched) {
    for (Finding finding : some) {
      if (!others.contains(finding)) {
        touched.add(finding.resource());
      }
    }
  }

  /** All findings, with some of them replaced; stretches in between are copied as they are. */
  private List<Finding> replaced(List<Finding> gone, List<Finding> come) {
    if (gone.equals(come)) {
      return all;
    }
    var result = new ArrayList<Finding>(all.size() - gone.size() + come.size());
    int from = 0;
    for (Finding finding : gone) {
      List<Finding> rest = all.subList(from, all.size());
      int found = Collections.binarySearch(rest, finding);
      int at = from + (rest.get(found).equals(finding) ? found : rest.indexOf(finding));
      result.addAll(all.subList(from, at));
      from = at + 1;
    }
    result.addAll(all.subList(from, all.size()));
    for (Finding finding : come) {
      int at = Collections.binarySearch(result, finding);
      result.add(at < 0 ? -at - 1 : at, finding);
    }
    return result;
  }
}
