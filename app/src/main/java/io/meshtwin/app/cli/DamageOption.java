package io.meshtwin.app.cli;

import io.meshtwin.app.json.DamageWords;
import io.meshtwin.ingest.history.Damage;
import io.meshtwin.ingest.history.History;
import io.meshtwin.ingest.history.Span;
import io.meshtwin.twin.image.SetAside;
import java.util.List;
import java.util.function.Consumer;
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
    refuse(new Damage(history).missing(end), say);
  }

  /** The same for every image in a stretch. */
  void check(History history, Span span, Consumer<String> say) {
    var damage = new Damage(history);
    List<SetAside> before = damage.missing(span.from());
    List<SetAside> within =
        damage.unreadable(span.end()).stream()
            .filter(record -> record.offset() >= span.from() || before.contains(record))
            .toList();
    refuse(within, say);
  }

  private void refuse(List<SetAside> missing, Consumer<String> say) {
    check(DamageWords.each(missing), "ask a moment before it, or add", say);
  }

  /**
   * The same where it is known already what is missing.
   *
   * @param missing in words, a record each
   * @param instead what else can be done, before the name of the option
   */
  void check(List<String> missing, String instead, Consumer<String> say) {
    if (missing.isEmpty()) {
      return;
    }
    if (!despite) {
      throw new CommandException(
          DamageWords.refusal(missing) + "; " + instead + " --despite-damage");
    }
    say.accept(DamageWords.together(missing) + ": the answer may be wrong");
  }
}
