package io.meshtwin.app.cli;

import io.meshtwin.ingest.history.Span;
import picocli.CommandLine.Mixin;

/** The options of every question about what happened to flows in a stretch of the past. */
final class StretchOptions {
  @Mixin final HistoryOptions past = new HistoryOptions();

  @Mixin final DocumentOptions output = new DocumentOptions();

  /**
   * The stretch between two moments.
   *
   * @param names the options that name them, the earlier one first
   * @throws CommandException when the second is before the first
   */
  static Span between(HistoryOptions.Opened opened, String first, String second, String names) {
    var from = opened.moments().end(first);
    var end = opened.moments().end(second);
    if (end < from) {
      throw new CommandException(
          "%s: %s is before %s; name the earlier moment first".formatted(names, second, first));
    }
    return new Span(from, end);
  }

  /** Asks intents of images, in the dialect of the mesh at a position. */
  IntentQuestion questions(HistoryOptions.Opened opened, long at) {
    return new IntentQuestion(past.resolving(opened.imageBefore(at)));
  }
}
