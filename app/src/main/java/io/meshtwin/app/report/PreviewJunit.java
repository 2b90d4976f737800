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
    report.told().forEach(told -> add(told, report, suite));
    if (report.agreement() != null) {
      confirmation(report, suite);
    }
    return suite.xml();
  }

  private static void confirmation(PreviewReport report, JunitSuite suite) {
    String classname = "meshtwin.preview.confirmation";
    String name = "Envoy does what is predicted";
    String details = String.join("\n", report.agreed());
    if (report.confirmed()) {
      suite.passed(classname, name, details);
    } else {
      suite.failed(classname, name, "confirmation", report.agreed().getFirst(), details);
    }
  }

  private static void add(PreviewReport.Told told, PreviewReport report, JunitSuite suite) {
    Difference difference = told.difference();
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
          difference.unknown() ? "unknown" : impact.toString(),
          impact + ": " + difference.requests(),
          details(told));
    } else {
      suite.passed(classname, name, details(told));
    }
  }

  private static String details(PreviewReport.Told told) {
    var text = new StringBuilder();
    for (String[] line : told.lines()) {
      text.append(String.format("%-8s%s%n", line[0], line[1]));
    }
    return text.toString();
  }
}
