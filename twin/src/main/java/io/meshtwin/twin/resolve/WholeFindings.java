package io.meshtwin.twin.resolve;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.finding.Finding;
import io.meshtwin.twin.image.Reference.Relation;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.pcollections.TreePMap;

/**
 * What is found by looking at a mesh as a whole, once; kept so that a fork looks again at what it
 * changes.
 *
 * @param besideRules that in which VirtualServices have no say
 * @param ofRules what is about VirtualServices, by these
 */
record WholeFindings(
    Lazy<List<Finding>> besideRules, Lazy<TreePMap<ResourceKey, List<Finding>>> ofRules) {
  static WholeFindings of(ResolvedMesh mesh) {
    return new WholeFindings(
        new Lazy<>(() -> new MeshFindings(mesh).besideRules()),
        new Lazy<>(() -> new MeshFindings(mesh).ofRules()));
  }

  /** The same for a mesh from which this one differs in VirtualServices alone. */
  WholeFindings since(ResolvedMesh before, ResolvedMesh after) {
    return new WholeFindings(besideRules, new Lazy<>(() -> changed(before, after)));
  }

  private TreePMap<ResourceKey, List<Finding>> changed(ResolvedMesh before, ResolvedMesh after) {
    var again = new TreeSet<ResourceKey>();
    for (ResourceKey changed : after.image().changesSince(before.image()).keySet()) {
      again.add(changed);
      for (ResolvedMesh mesh : List.of(before, after)) {
        mesh.written().tables().rules().beside(changed).forEach(again::add);
        // Those that delegate to it.
        mesh.image().referrers(changed, Relation.FORWARDS).forEach(again::add);
      }
    }
    return again.isEmpty() ? ofRules.get() : new MeshFindings(after).ofRules(ofRules.get(), again);
  }

  /** All, in no order; none where proxies do not read Istio's objects. */
  List<Finding> all() {
    return Stream.concat(
            besideRules.get().stream(), ofRules.get().values().stream().flatMap(List::stream))
        .toList();
  }
}
