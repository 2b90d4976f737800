package io.meshtwin.bridge.dump;

/** {@code FractionalPercent}. */
final class Fractions {
  static final int MILLION = 1_000_000;

  private Fractions() {}

  /** Of a fraction that the runtime may override: a key that it has counts as not read. */
  static int perMillion(Entry runtime) {
    return of(runtime.message("default_value", "FractionalPercent"));
  }

  /** How many of a million. */
  static int of(Entry percent) {
    long numerator = percent.number("numerator", 0);
    long unit =
        switch (percent.text("denominator")) {
          case "TEN_THOUSAND" -> MILLION / 10_000;
          case "MILLION" -> 1;
          default -> MILLION / 100;
        };
    return (int) Math.min(MILLION, numerator * unit);
  }
}
