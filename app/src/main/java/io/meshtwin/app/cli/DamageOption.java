package io.meshtwin.app.cli;

import io.meshtwin.ingest.codec.LogEntry;
import io.meshtwin.ingest.history.History;
import io.meshtwin.ingest.history.Span;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.image.SetAside;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * What becomes of answers that rest on a log of which records cannot be read: they may be wrong, so
 * they are refused unless they are asked for all the same.
 */
final class DamageOption {
  @Option(
      names = "--despite-damage",
      description =
          "Answer although records of the log cannot be read and are missing in the answer.")
  private boolean despite;

  /**
   * Makes sure that nothing is missing in the image of a prefix.
   *
   * @param end of the prefix, exclusive
   * @throws CommandException when something is, unless that was accepted: then it is said
   */
  void check(History history, long end, Consumer<String> say) {
    refuse(history.missing(end), say);
  }

  /** The same for every image in a stretch. */
  void check(History history, Span span, Consumer<String> say) {
    List<SetAside> before = history.missing(span.from());
    List<SetAside> within =
        history.unreadable(span.end()).stream()
            .filter(record -> record.offset() >= span.from() || before.contains(record))
            .toList();
    refuse(within, say);
  }

  private void refuse(List<SetAside> missing, Consumer<String> say) {
    if (missing.isEmpty()) {
      return;
    }
    String words =
        missing.stream().map(DamageOption::words).limit(5).collect(Collectors.joining("; "))
            + (missing.size() > 5 ? "; and %d more".formatted(missing.size() - 5) : "");
    if (!despite) {
      throw new CommandException(
          words
              + ": an answer that rests on it may be wrong; ask a moment before it, or add --despite-damage");
    }
    say.accept(words + ": the answer may be wrong");
  }

  static String words(SetAside record) {
    return words(record.offset(), record.reason(), record.about());
  }

  static String words(LogEntry.CorruptRecord record) {
    return words(record.offset(), record.reason(), record.about());
  }

  private static String words(long offset, String reason, @Nullable ResourceKey about) {
    return "offset %d set aside: %s%s"
        .formatted(offset, reason, about == null ? "" : " (" + about + ")");
  }
}
