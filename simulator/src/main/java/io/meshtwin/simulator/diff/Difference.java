package io.meshtwin.simulator.diff;

import io.meshtwin.simulator.flow.Call;
import io.meshtwin.simulator.flow.Verdict;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A class of requests that is answered differently, or may be.
 *
 * @param clients who asks
 * @param destination for what
 * @param requests which requests, in words
 * @param impact how much it matters
 * @param outcome what is known
 * @param cause what of the change makes it, sorted
 * @param key the difference as a text: equal for the same difference
 */
public record Difference(
    ClientGroup clients,
    Destination destination,
    String requests,
    Impact impact,
    Outcome outcome,
    List<Cause> cause,
    String key) {
  public Difference {
    cause = List.copyOf(cause);
  }

  /** What is known of a class. */
  public sealed interface Outcome {
    /**
     * The verdicts of a request of the class.
     *
     * @param witness the request
     */
    record Changed(Call witness, Verdict before, Verdict after) implements Outcome {}

    /**
     * It is not known whether anything is otherwise: neither a request was found nor proof that
     * there is none, or what becomes of it is unknown on both sides.
     *
     * @param reason names the rules, or what is not modelled
     */
    record Undecided(String reason) implements Outcome {}

    /** What the verdicts of a request of the class say of it. */
    static Outcome of(Call witness, Verdict before, Verdict after) {
      boolean unknown =
          before.kind() == Verdict.Kind.UNKNOWN && after.kind() == Verdict.Kind.UNKNOWN;
      if (!unknown) {
        return new Changed(witness, before, after);
      }
      return new Undecided(
          Objects.equals(before.reason(), after.reason())
              ? "before and after: " + after.reason()
              : "before: " + before.reason() + "; after: " + after.reason());
    }
  }

  /** How bad it is, in a word; {@code unknown} where that cannot be said. */
  public String word() {
    return outcome instanceof Outcome.Undecided ? "unknown" : impact.toString();
  }

  /** The verdicts, null where the class is undecided. */
  public Outcome.@Nullable Changed changed() {
    return outcome instanceof Outcome.Changed changed ? changed : null;
  }

  /** Whether it is not known what becomes of the class, before or after. */
  public boolean unknown() {
    return switch (outcome) {
      case Outcome.Undecided _ -> true;
      case Outcome.Changed changed ->
          changed.before().kind() == Verdict.Kind.UNKNOWN
              || changed.after().kind() == Verdict.Kind.UNKNOWN;
    };
  }
}
