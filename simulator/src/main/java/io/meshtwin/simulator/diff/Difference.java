package io.meshtwin.simulator.diff;

import io.meshtwin.simulator.flow.Call;
import io.meshtwin.simulator.flow.Verdict;
import java.util.List;
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
     * Neither a request was found nor proof that there is none.
     *
     * @param reason names the rules
     */
    record Undecided(String reason) implements Outcome {}
  }

  /** The verdicts, null where the class is undecided. */
  public Outcome.@Nullable Changed changed() {
    return outcome instanceof Outcome.Changed changed ? changed : null;
  }
}
