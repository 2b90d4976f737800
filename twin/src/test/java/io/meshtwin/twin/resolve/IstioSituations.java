package io.meshtwin.twin.resolve;

import io.meshtwin.twin.finding.FindingCode;
import io.meshtwin.twin.finding.IstioCode;
import io.meshtwin.twin.resolve.IstioFindingExamples.Example;
import java.util.List;
import java.util.stream.Stream;

/**
 * Situations in which {@code istioctl analyze} has something to say, or nothing: one by one, beside
 * the example that every finding has.
 */
final class IstioSituations {
  private IstioSituations() {}

  /** A situation in words, what it is called there and here, and how it looks wrong and right. */
  record Situation(String name, IstioCode istio, FindingCode code, Example example) {
    @Override
    public String toString() {
      return istio + " " + name;
    }
  }

  static List<Situation> all() {
    return Stream.of(IstioTrafficSituations.all(), IstioWorkloadSituations.all())
        .flatMap(List::stream)
        .toList();
  }
}
