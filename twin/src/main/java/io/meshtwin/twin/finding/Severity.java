package io.meshtwin.twin.finding;

import java.util.Locale;

/** How much a finding matters, worst first. */
public enum Severity {
  /** The API server would refuse the resource, or traffic fails because of it. */
  ERROR,
  /** The resource does not do all that it says. */
  WARNING,
  /** Good to know. */
  INFO;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
