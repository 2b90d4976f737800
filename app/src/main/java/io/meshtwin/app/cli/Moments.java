package io.meshtwin.app.cli;

import io.meshtwin.app.history.Gaps;
import io.meshtwin.app.json.CountWords;
import io.meshtwin.app.report.EventLines;
import io.meshtwin.ingest.history.History;
import io.meshtwin.ingest.history.Later;
import io.meshtwin.ingest.log.EventLog;
import io.meshtwin.ingest.log.LogException;
import io.meshtwin.ingest.log.LogPosition;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the moments that a user names mean in a log: which prefix of it. Says what one has to know
 * to read the answer, where a moment does not mean what it seems to.
 *
 * @param log the log
 * @param history its past
 * @param say takes a sentence for the user
 */
record Moments(EventLog log, History history, Consumer<String> say) {
  static final String FORMS =
      "a time with its zone (2026-05-04T10:00:00Z), @OFFSET, how long ago (90s, 15m, 2h, 3d) or"
          + " head";

  private static final Pattern TIME = Pattern.compile("(?<count>[0-9]{1,9})(?<unit>[smhd])");

  /**
   * The end, exclusive, of the prefix that a moment means, for an answer about the mesh there.
   *
   * @throws CommandException when it is no moment
   */
  long end(String moment) {
    LogPosition position = position(moment);
    long end = history.end(position);
    if (end == 0) {
      say.accept(
          history
              .earliest()
              .map(first ->
                  "nothing is recorded until %s, the log begins with %s: the mesh is empty there"
                      .formatted(moment, first))
              .orElse("the log is empty, and so is the mesh"));
    }
    sayWhatSurprises(position, end);
    return end;
  }

  /**
   * The same for a stretch that begins behind the moment, where nothing before it is no surprise.
   */
  long from(String moment) {
    LogPosition position = position(moment);
    long end = history.end(position);
    sayWhatSurprises(position, end);
    return end;
  }

  private void sayWhatSurprises(LogPosition position, long end) {
    switch (position) {
      case LogPosition.AtTime(Instant time) -> {
        Later later = history.later(time, end);
        if (later.count() > 0) {
          say.accept(
              "times are not in order: what came before %s ends with @%d, and %s in it, the first @%d, the latest %s; @OFFSET is exact"
                  .formatted(
                      time,
                      end - 1,
                      CountWords.of(
                          later.count(), "event states a later time", "events state later times"),
                      later.first(),
                      later.newest()));
        }
        new Gaps(history)
            .around(time, end, log.head())
            .forEach(gap ->
                say.accept(
                    "%s lies in a gap: %s; answers rest on what was known"
                        .formatted(time, EventLines.words(gap))));
      }
      case LogPosition.AtOffset(long offset) -> {
        long head = log.head();
        if (offset >= head) {
          say.accept("the log ends before @%d: its head is meant".formatted(offset));
        }
      }
      case LogPosition.Head() -> {}
    }
  }

  /**
   * Makes sure, before a log is opened for them, that texts are moments.
   *
   * @throws CommandException when one is none
   */
  static void require(String... moments) {
    for (String moment : moments) {
      position(moment);
    }
  }

  /**
   * Reads a moment.
   *
   * @throws CommandException when it is none
   */
  static LogPosition position(String text) {
    Duration ago = duration(text);
    if (ago != null) {
      return new LogPosition.AtTime(Instant.now().minus(ago));
    }
    String plain = text.startsWith("@") ? text.substring(1) : text;
    try {
      if (text.equals("@")) {
        throw new LogException("no offset");
      }
      return plain.equals("head") ? new LogPosition.Head() : LogPosition.parse(plain);
    } catch (LogException e) {
      throw new CommandException("'" + text + "' is no moment of the log: " + FORMS, e);
    }
  }

  /** A time such as 90s, 15m, 2h or 3d; null for anything else. */
  static @Nullable Duration duration(String text) {
    Matcher time = TIME.matcher(text);
    if (!time.matches()) {
      return null;
    }
    long count = Long.parseLong(time.group("count"));
    return switch (time.group("unit")) {
      case "s" -> Duration.ofSeconds(count);
      case "m" -> Duration.ofMinutes(count);
      case "h" -> Duration.ofHours(count);
      default -> Duration.ofDays(count);
    };
  }
}
