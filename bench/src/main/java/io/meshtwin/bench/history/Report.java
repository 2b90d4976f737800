package io.meshtwin.bench.history;

/** Figures with their names, each printed when it is known. */
final class Report {
  @SuppressWarnings("SystemOut")
  void say(String what, String value) {
    System.out.printf("%-50s %s%n", what, value);
    System.out.flush();
  }
}
