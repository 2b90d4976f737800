package io.meshtwin.app.report;

import io.meshtwin.simulator.diff.Difference;
import io.meshtwin.simulator.diff.Impact;

/**
 * A preview as a JUnit report: a test case for each class that is answered differently, failed from
 * the threshold on, and one for all that are proven equal.
 */
final class PreviewJunit {
  private PreviewJunit() {}

  static String of(PreviewReport report) {
    var suite = new JunitSuite("meshtwin preview");
    suite.passed(
        "meshtwin.preview", report.preview().equal() + " request classes proven equal", "");
    report.preview().differences().forEach(difference -> add(difference, report, suite));
    return suite.xml();
  }

  private static void add(Difference difference, PreviewReport report, JunitSuite suite) {
    Impact impact = difference.impact();
    String classname = "meshtwin.preview." + impact;
    String name =
        "%s, %s, %s"
            .formatted(
                difference.destination(), difference.requests(), difference.clients().words());
    if (report.fails(difference)) {
      suite.failed(
          classname,
          name,
          impact.toString(),
          impact + ": " + difference.requests(),
          details(difference));
    } else {
      suite.passed(classname, name, details(difference));
    }
  }

  private static String details(Difference difference) {
    var text = new StringBuilder();
    for (String[] line : PreviewWords.lines(difference)) {
      text.append(String.format("%-8s%s%n", line[0], line[1]));
    }
    return text.toString();
  }
}
