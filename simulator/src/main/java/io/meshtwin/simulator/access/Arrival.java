package io.meshtwin.simulator.access;

import io.meshtwin.twin.routing.Caveat;
import io.meshtwin.twin.routing.Changes;
import io.meshtwin.twin.routing.Endpoint;
import io.meshtwin.twin.routing.Inbound;
import io.meshtwin.twin.routing.Origin;
import io.meshtwin.twin.routing.access.AccessPolicy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an endpoint's own proxy makes of a request that was sent to it.
 *
 * @param endpoint who is asked
 * @param inbound what its proxy does with connections; null where it has no proxy, and the workload
 *     itself takes them
 * @param mutual whether the connection is mutual TLS of the mesh
 * @param outcome what comes of it
 * @param told what its proxy does to a request that it takes
 */
public record Arrival(
    Endpoint endpoint, @Nullable Inbound inbound, boolean mutual, Outcome outcome, Changes told) {
  /** What comes of a request. */
  public sealed interface Outcome {
    /**
     * The workload gets it.
     *
     * @param policy the policy that allowed it, null where none needed to
     */
    record Taken(@Nullable AccessPolicy policy) implements Outcome {}

    /**
     * It does not.
     *
     * @param reason {@code mtls}, {@code tls}, {@code protocol}, {@code rbac} or {@code jwt}
     * @param status what an HTTP client is answered, null where its connection fails
     * @param words why
     * @param policy the policy that denied it, null where none did
     * @param origin what decided, null where nothing of the mesh did
     */
    record Refused(
        String reason,
        @Nullable Integer status,
        String words,
        @Nullable AccessPolicy policy,
        @Nullable Origin origin)
        implements Outcome {}

    /** It depends on something that is not known. */
    record Undecided(List<Caveat> caveats) implements Outcome {
      public Undecided {
        caveats = List.copyOf(caveats);
      }
    }
  }

  /** Whether the connection comes about. */
  public boolean accepted() {
    return !(outcome instanceof Outcome.Refused refused)
        || refused.reason().equals("rbac")
        || refused.reason().equals("jwt");
  }

  /** The policy that decided, null for none. */
  public @Nullable AccessPolicy policy() {
    return switch (outcome) {
      case Outcome.Taken taken -> taken.policy();
      case Outcome.Refused refused -> refused.policy();
      case Outcome.Undecided _ -> null;
    };
  }
}
