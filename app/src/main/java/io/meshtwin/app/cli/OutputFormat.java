package io.meshtwin.app.cli;

import java.util.Locale;

/** How a command that talks to a server prints the answer. */
enum OutputFormat {
  TABLE,
  JSON;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
