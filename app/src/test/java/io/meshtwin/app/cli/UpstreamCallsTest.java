package io.meshtwin.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.testkit.parts.SourceTree;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * The calls of Istio's own simulation tests, recorded by others: each must lead where istiod's
 * configuration leads it. What is not known, and what no request can say, is counted with its
 * reason.
 */
class UpstreamCallsTest {
  @Test
  void callsLeadWhereIstiodsConfigurationLeadsThem() throws IOException {
    int agreed = 0;
    var unknown = new ArrayList<String>();
    var apart = new ArrayList<String>();
    var differences = new ArrayList<String>();
    for (var file : UpstreamCase.all(SourceTree.dataBeside("../istiod").resolve("upstream"))) {
      UpstreamCase one = UpstreamCase.run(file);
      agreed += one.agreed();
      unknown.addAll(one.unknown());
      apart.addAll(one.apart());
      differences.addAll(one.differences());
    }
    String counts =
        "calls of Istio's simulation tests: %d agree, %d differ, %d unknown %s, %d apart %s"
            .formatted(
                agreed,
                differences.size(),
                unknown.size(),
                reasons(unknown),
                apart.size(),
                reasons(apart));
    System.out.println(counts + "\n" + String.join("\n", differences));
    assertThat(agreed).isPositive();
    assertThat(differences).as(counts).isEmpty();
  }

  private static String reasons(List<String> lines) {
    var reasons = new TreeMap<String, Integer>();
    lines.forEach(line -> reasons.merge(line.substring(line.indexOf(": ") + 2), 1, Integer::sum));
    return reasons.toString();
  }
}
