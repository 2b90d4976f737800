package io.meshtwin.app.cli;

import io.meshtwin.app.history.EventFacts;
import io.meshtwin.app.history.HistoryLog;
import io.meshtwin.app.json.DamageWords;
import io.meshtwin.app.json.EventJson;
import io.meshtwin.app.json.Json;
import io.meshtwin.app.report.EventLines;
import io.meshtwin.app.report.Style;
import io.meshtwin.app.serve.Termination;
import io.meshtwin.ingest.codec.LogEntry;
import io.meshtwin.ingest.log.EventLog;
import io.meshtwin.ingest.log.FollowState;
import io.meshtwin.ingest.log.LogFollower;
import io.meshtwin.ingest.log.LogListener;
import io.meshtwin.ingest.log.Losses;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * Goes on telling events as they are appended. An audited request comes after the event that it
 * explains, and is a line of its own.
 */
final class LogFollowing implements LogListener {
  private final Terminal terminal;
  private final Output.Format format;
  private final HistoryLog log;
  private final EventLines lines;
  private final Losses losses = new Losses();
  private final CountDownLatch unread = new CountDownLatch(1);

  private LogFollowing(Terminal terminal, Output.Format format, HistoryLog log) {
    this.terminal = terminal;
    this.format = format;
    this.log = log;
    this.lines = new EventLines(new Style(terminal.colours()));
  }

  /**
   * Follows until the process is told to end, or nobody reads its output any more: {@code head} has
   * seen enough.
   *
   * @param from the offset that comes next
   * @param log told of all that was appended before
   */
  static void run(EventLog events, long from, HistoryLog log, Output.Format format, Terminal to) {
    var following = new LogFollowing(to, format, log);
    following.flush();
    LogFollower follower =
        events.follow(from, following, (first, last, failure) -> following.failed(failure));
    try (follower) {
      Termination.await(following.unread);
    } catch (InterruptedException ended) {
      // Told to end, as by a signal. The interrupt is not kept: the broker is closed in order now.
      following.unread.countDown();
    }
  }

  @Override
  public void entries(List<LogEntry> entries) {
    for (LogEntry entry : entries) {
      log.told(entry).ifPresent(this::print);
      if (entry instanceof LogEntry.CorruptRecord corrupt) {
        terminal.say(DamageWords.of(corrupt));
      }
    }
    flush();
  }

  @Override
  public void state(FollowState state) {
    losses.news(state).ifPresent(terminal::say);
  }

  private void flush() {
    if (terminal.out().checkError()) {
      unread.countDown();
    }
  }

  private void print(EventFacts facts) {
    if (format == Output.Format.JSON) {
      terminal.out().println(Json.line(EventJson.of(facts)));
    } else {
      lines.of(facts).forEach(terminal.out()::println);
    }
  }

  private void failed(Throwable failure) {
    terminal.say("an event could not be shown (" + failure.getClass().getSimpleName() + ")");
  }
}
