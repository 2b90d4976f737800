package io.meshtwin.app.report;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** An answer that may be no: pull requests, CI systems and code hosts show it too. */
public interface Report extends Answer {
  /** For a pull request: the summary first, details folded. */
  String markdown();

  /** A JUnit report: a test case for each part of the answer, failed where it is no. */
  String junit();

  /** A SARIF 2.1.0 log. */
  ObjectNode sarif();

  /** GitHub's workflow commands. */
  String github();
}
