package io.meshtwin.app.cli;

import io.meshtwin.twin.image.TwinImage;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of every question about one moment of the past. */
final class AtOptions {
  @Mixin final HistoryOptions past = new HistoryOptions();

  @Mixin final DocumentOptions output = new DocumentOptions();

  @Option(
      names = "--at",
      defaultValue = "head",
      paramLabel = "MOMENT",
      description = "When: " + HistoryOptions.MOMENT + ". Default: head.")
  private String at = "head";

  /** Makes sure, before the log is opened, that a moment was named. */
  void requireMoment() {
    Moments.require(at);
  }

  /** The end, exclusive, of what stands before the moment. */
  long end(HistoryOptions.Opened opened) {
    return opened.moments().end(at);
  }

  /** The twin as it was. */
  TwinImage twin(Terminal terminal) {
    return past.ask(terminal, opened -> opened.imageBefore(end(opened)));
  }
}
