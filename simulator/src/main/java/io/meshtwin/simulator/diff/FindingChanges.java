package io.meshtwin.simulator.diff;

import io.meshtwin.twin.finding.Finding;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a change does to the findings of a mesh, each list sorted, the worst first.
 *
 * @param introduced those that the mesh has after and not before
 * @param fixed those that it has before and not after
 * @param unchanged those that it has both times
 * @param suppressed how many more there are that nobody wants to see
 */
public record FindingChanges(
    List<Finding> introduced, List<Finding> fixed, List<Finding> unchanged, int suppressed) {
  public FindingChanges {
    introduced = List.copyOf(introduced);
    fixed = List.copyOf(fixed);
    unchanged = List.copyOf(unchanged);
  }

  /** From the one to the other; a finding is the same wherever it is written. */
  static FindingChanges between(List<Finding> before, List<Finding> after) {
    Set<String> was = keys(before);
    Set<String> is = keys(after);
    return new FindingChanges(
        after.stream().filter(finding -> !was.contains(key(finding))).toList(),
        before.stream().filter(finding -> !is.contains(key(finding))).toList(),
        after.stream().filter(finding -> was.contains(key(finding))).toList(),
        0);
  }

  /** The same without some, which are counted. */
  public FindingChanges without(Predicate<Finding> unwanted) {
    long count =
        Stream.of(introduced, fixed, unchanged).flatMap(List::stream).filter(unwanted).count();
    return new FindingChanges(
        introduced.stream().filter(unwanted.negate()).toList(),
        fixed.stream().filter(unwanted.negate()).toList(),
        unchanged.stream().filter(unwanted.negate()).toList(),
        suppressed + (int) count);
  }

  private static Set<String> keys(List<Finding> findings) {
    return findings.stream().map(FindingChanges::key).collect(Collectors.toSet());
  }

  private static String key(Finding finding) {
    return String.join(
        "\n", finding.code().code(), finding.resource().path(), finding.field(), finding.message());
  }
}
