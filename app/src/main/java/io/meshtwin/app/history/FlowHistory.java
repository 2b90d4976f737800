package io.meshtwin.app.history;

import io.meshtwin.app.json.CountWords;
import io.meshtwin.app.progress.Stage;
import io.meshtwin.ingest.history.History;
import io.meshtwin.ingest.history.Span;
import io.meshtwin.simulator.history.Bisection;
import io.meshtwin.simulator.history.Blame;
import io.meshtwin.simulator.history.Flow;
import io.meshtwin.simulator.history.Judge;
import io.meshtwin.simulator.history.Judged;
import io.meshtwin.simulator.history.Moment;
import io.meshtwin.simulator.history.Reach;
import io.meshtwin.simulator.history.Timeline;
import io.meshtwin.simulator.history.Turn;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.image.TwinDelta;
import io.meshtwin.twin.image.TwinImage;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * What the past did to flows. Each answer is found in the part of the mesh that the flow can depend
 * on, and then checked in the whole mesh; where that says otherwise, it is found again in the
 * whole.
 */
public final class FlowHistory {
  private final History history;
  private final View view;
  private final Stage stage;

  /**
   * Of a history that stays open meanwhile.
   *
   * @param view of the images that are asked
   * @param stage told how far an answer is
   */
  public FlowHistory(History history, View view, Stage stage) {
    this.history = history;
    this.view = view;
    this.stage = stage;
  }

  /** The question cannot be asked so; the message says why. */
  public static final class NoAnswerException extends RuntimeException {
    private static final long serialVersionUID = 1;

    NoAnswerException(String reason) {
      super(reason);
    }
  }

  /**
   * What a bisection found.
   *
   * @param before what became of the intent in the whole mesh before the breaking event
   * @param after the same after it
   * @param considered how many events could matter to the flow
   */
  public record Found(Bisection bisection, Judged before, Judged after, int considered) {}

  /** When an intent held. */
  public record Past(Judged first, List<Turn> turns, Judged last) {}

  /**
   * Finds the event that broke an intent.
   *
   * @param span from the moment at which it held to the one at which it does not
   * @throws NoAnswerException when it did not hold at the first, or does at the last
   */
  public Found bisect(Span span, FlowQuestion question) {
    TwinImage base = history.imageBefore(span.from());
    requireTurn(question, base, span);
    return attempt(
        question.flow(),
        reach -> {
          Timeline timeline = read(span, base, reach);
          Judge judge = judge(question, timeline, reach);
          if (!judge.of(timeline.base()).holds() || judge.of(timeline.last()).holds()) {
            return inTheWhole(question, base, span);
          }
          Bisection bisection = Bisection.of(timeline, judge);
          TwinImage was = history.imageBefore(bisection.breaking().moment().offset());
          Judged before = question.answer().apply(view.of(was));
          Judged after =
              question.answer().apply(view.of(after(was, bisection.breaking().moment())));
          boolean same =
              agree(before, bisection.breaking().before())
                  && agree(after, bisection.breaking().after());
          var found = new Found(bisection, before, after, timeline.moments().size());
          return new Attempt<>(found, same);
        });
  }

  /** When each intent held in a stretch. */
  public List<Past> backtest(Span span, List<FlowQuestion> questions) {
    TwinImage base = history.imageBefore(span.from());
    TwinImage end = history.imageBefore(span.end());
    var reaches = questions.stream().map(question -> new Reach(question.flow())).toList();
    var timelines = new FlowTimelines(history, span, base, view, stage).of(reaches);
    var records = new ArrayList<Past>();
    for (int i = 0; i < questions.size(); i++) {
      FlowQuestion question = questions.get(i);
      Past narrow = record(timelines.get(i), question, reaches.get(i));
      boolean same =
          agree(question.answer().apply(view.of(base)), narrow.first())
              && agree(question.answer().apply(view.of(end)), narrow.last());
      records.add(same ? narrow : recordInTheWhole(question, base, span));
    }
    return records;
  }

  /**
   * Finds the events that together give a verdict.
   *
   * @param end the moment, exclusive
   * @param verdict of an image, as a text that is equal where the behaviour is
   */
  public Blame blame(long end, Flow flow, Function<MeshImage, String> verdict) {
    String whole = verdict.apply(view.of(history.imageBefore(end)));
    return attempt(
        flow,
        reach -> {
          Timeline timeline = read(new Span(0, end), TwinImage.EMPTY, reach);
          stage.now("leaving events out");
          Blame blame =
              Blame.of(
                  timeline,
                  image -> {
                    stage.step(0, 0);
                    return verdict.apply(image);
                  });
          return new Attempt<>(blame, verdict.apply(timeline.last()).equals(whole));
        });
  }

  /** What was found, and whether the whole mesh says the same. */
  private record Attempt<T>(T found, boolean same) {}

  private static <T> T attempt(Flow flow, Function<Reach, Attempt<T>> search) {
    Attempt<T> narrow = search.apply(new Reach(flow));
    return narrow.same() ? narrow.found() : search.apply(Reach.ofEverything(flow)).found();
  }

  private void requireTurn(FlowQuestion question, TwinImage base, Span span) {
    Judged first = question.answer().apply(view.of(base));
    if (!first.holds()) {
      throw new NoAnswerException(
          first.verdict() == null
              ? "the assertion cannot be asked at --good: %s; name a client that was there then, or another moment"
                  .formatted(first.why())
              : "the assertion does not hold at --good: %s; choose an earlier moment"
                  .formatted(first.why()));
    }
    TwinImage end = history.imageBefore(span.end());
    Judged last = question.answer().apply(view.of(end));
    if (last.holds()) {
      throw new NoAnswerException(
          "the assertion holds at --bad too: nothing broke it for good"
              + hint(end)
              + "; meshtwin history backtest says whether it failed in between");
    }
  }

  /**
   * In the part of the mesh that was searched it looks as if nothing broke it: search the whole.
   */
  private Attempt<Found> inTheWhole(FlowQuestion question, TwinImage base, Span span) {
    Reach everything = Reach.ofEverything(question.flow());
    Timeline whole = read(span, base, everything);
    Judge judge = judge(question, whole, everything);
    Bisection bisection = Bisection.of(whole, judge);
    Turn breaking = bisection.breaking();
    return new Attempt<>(
        new Found(bisection, breaking.before(), breaking.after(), whole.moments().size()), true);
  }

  /** An edit of the cluster's that nobody approved moves no proxy of ours. */
  private String hint(TwinImage end) {
    return view == View.OBSERVED || end.drift().isEmpty()
        ? ""
        : "; %s for approval: --observed asks what the cluster said"
            .formatted(CountWords.of(end.drift().size(), "resource waits", "resources wait"));
  }

  private Past recordInTheWhole(FlowQuestion question, TwinImage base, Span span) {
    Reach everything = Reach.ofEverything(question.flow());
    return record(read(span, base, everything), question, everything);
  }

  private Past record(Timeline timeline, FlowQuestion question, Reach reach) {
    Judge judge = judge(question, timeline, reach);
    return new Past(
        judge.of(timeline.base()), Turn.all(timeline, judge), judge.of(timeline.last()));
  }

  private Timeline read(Span span, TwinImage base, Reach reach) {
    return new FlowTimelines(history, span, base, view, stage).of(List.of(reach)).getFirst();
  }

  /**
   * Judges every image of a timeline, and tells how far it is; what is tried beside them is not
   * counted.
   */
  private Judge judge(FlowQuestion question, Timeline timeline, Reach reach) {
    stage.now("trying events");
    BitSet touched = timeline.touched(reach);
    int all = touched.cardinality();
    var asked = new AtomicInteger();
    var judge =
        new Judge(image -> {
          stage.step(Math.min(asked.getAndIncrement(), all), all);
          return question.answer().apply(image);
        });
    judge.all(timeline, touched);
    return judge;
  }

  private static boolean agree(Judged one, Judged other) {
    return one.word().equals(other.word());
  }

  private static TwinImage after(TwinImage before, Moment moment) {
    var delta = new TwinDelta(before);
    delta.replay(moment.offset(), moment.event());
    return delta.apply();
  }
}
