package io.meshtwin.simulator.diff;

import io.meshtwin.twin.event.Digest;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.finding.Finding;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.image.ResourceState;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What a change does.
 *
 * @param resources what it touches, sorted
 * @param equal classes proven to be answered alike
 * @param differences the others, worst first
 * @param findings what it does to the findings
 */
public record Preview(
    List<Touched> resources, int equal, List<Difference> differences, FindingChanges findings) {
  /** What becomes of a resource. */
  public enum Operation {
    /** It is new. */
    CREATE,
    /** It is there and differs. */
    UPDATE,
    /** It is gone. */
    DELETE;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** A resource that the change touches. */
  public record Touched(Operation operation, ResourceKey resource) {
    /** What of one mesh is otherwise in another, sorted. */
    static List<Touched> between(MeshImage before, MeshImage after) {
      var result = new ArrayList<Touched>();
      after
          .changesSince(before)
          .forEach((key, update) -> {
            ResourceState was = update.before();
            ResourceState is = update.after();
            if (was == null || is == null) {
              result.add(new Touched(was == null ? Operation.CREATE : Operation.DELETE, key));
            } else if (!was.digest().equals(is.digest())) {
              result.add(new Touched(Operation.UPDATE, key));
            }
          });
      return result;
    }
  }

  public Preview {
    resources = List.copyOf(resources);
    differences = List.copyOf(differences);
  }

  /** The same, without findings that nobody wants to see. */
  public Preview without(Predicate<Finding> unwanted) {
    return new Preview(resources, equal, differences, findings.without(unwanted));
  }

  /** Classes answered differently; what is known of them may be one side only. */
  public int changed() {
    return (int) differences.stream().filter(d -> d.changed() != null).count();
  }

  /** Classes of which it is not known what becomes of them, before or after. */
  public int unknown() {
    return (int) differences.stream().filter(Difference::unknown).count();
  }

  /** All classes. */
  public int classes() {
    return equal + differences.size();
  }

  /** The worst that happens; empty when nothing does. */
  public Optional<Impact> severity() {
    return differences.stream().map(Difference::impact).min(Impact::compareTo);
  }

  /** The plan digest: SHA-256 of the differences, whatever the order or place of the manifests. */
  public String digest() {
    return Digest.of(
            differences.stream()
                .map(Difference::key)
                .sorted()
                .collect(Collectors.joining("\n---\n")))
        .toString();
  }
}
