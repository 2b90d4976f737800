package io.meshtwin.simulator.intent;

import io.meshtwin.simulator.flow.Verdict;
import org.jspecify.annotations.Nullable;

/** What a request is expected to do. */
public sealed interface Expectation {
  /** How sentences end, for messages. */
  String FORMS =
      "is [not] forwarded, is <status>, is redirected [to URL], is unreachable, is rejected,"
          + " goes to ns/name [at least|at most P%], never goes to ns/name";

  /** Whether the verdict is as expected. */
  default Judgement judge(Verdict verdict) {
    String reason = verdict.reason();
    if (verdict.kind() == Verdict.Kind.UNKNOWN) {
      return new Judgement.Unknown(reason == null ? "not modelled" : reason);
    }
    String why = why(verdict);
    return why == null ? new Judgement.Holds() : new Judgement.Broken(why);
  }

  /** What is otherwise, in words; null where nothing is. The verdict is known. */
  @Nullable String why(Verdict verdict);

  /** Somebody answers every request; or nobody answers any. */
  record Forwarded(boolean wanted) implements Expectation {
    @Override
    public @Nullable String why(Verdict verdict) {
      double answered = Shares.answered(verdict);
      if (wanted) {
        return answered > 1 - Shares.TOLERANCE ? null : Shares.percent(answered) + " is answered";
      }
      return answered < Shares.TOLERANCE ? null : Shares.percent(answered) + " is forwarded";
    }
  }

  /** Every request gets this status from a proxy; 200 stands for any answer of a backend. */
  record Status(int status) implements Expectation {
    private static final int OK = 200;

    @Override
    public @Nullable String why(Verdict verdict) {
      Integer given = verdict.status();
      if (given != null) {
        return given == status ? null : "it is " + given;
      }
      if (status == OK) {
        return new Forwarded(true).why(verdict);
      }
      return "it is " + verdict.kind();
    }
  }

  /**
   * Redirected.
   *
   * @param location where to, null for anywhere
   */
  record Redirected(@Nullable String location) implements Expectation {
    @Override
    public @Nullable String why(Verdict verdict) {
      if (verdict.kind() != Verdict.Kind.REDIRECTED) {
        return "it is " + verdict.kind();
      }
      return location == null || location.equals(verdict.location())
          ? null
          : "it is redirected to " + verdict.location();
    }
  }

  /** A kind of verdict. */
  record OfKind(Verdict.Kind kind) implements Expectation {
    @Override
    public @Nullable String why(Verdict verdict) {
      return verdict.kind() == kind ? null : "it is " + verdict.kind();
    }
  }

  /**
   * A share goes to a Service or a workload.
   *
   * @param name {@code ns/name}
   * @param least fraction, 0 to 1
   * @param most fraction, at least {@code least}, to 1
   */
  record GoesTo(String name, double least, double most) implements Expectation {
    @Override
    public @Nullable String why(Verdict verdict) {
      double share = Shares.to(verdict, name);
      return share < least - Shares.TOLERANCE || share > most + Shares.TOLERANCE
          ? Shares.percent(share) + " goes to " + name
          : null;
    }
  }

  /**
   * Reads the end of a sentence.
   *
   * @throws IllegalArgumentException in words for the user when it is none of {@link #FORMS}
   */
  static Expectation parse(String text) {
    return ExpectationReader.read(text);
  }
}
