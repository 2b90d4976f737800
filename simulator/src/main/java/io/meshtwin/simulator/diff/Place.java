package io.meshtwin.simulator.diff;

import io.meshtwin.simulator.flow.Call;
import io.meshtwin.simulator.flow.CompiledChain;
import io.meshtwin.simulator.flow.Decision;
import io.meshtwin.simulator.flow.Effect;
import io.meshtwin.simulator.flow.Simulator;
import io.meshtwin.simulator.space.Point;
import io.meshtwin.twin.routing.RouteMatch;
import java.util.List;
import java.util.Objects;

/** A client group at a destination: what is compared before and after. */
interface Place {
  ClientGroup clients();

  Destination destination();

  /** How the clients come there. */
  Opening opening();

  /** How the clients come there, in words; empty for the usual. */
  default String words() {
    return opening().words();
  }

  /** What happens there in one mesh. */
  default Behaviour behaviour(Simulator simulator) {
    Call probe = call(Calls.ANYTHING, true);
    Decision decision = simulator.reached(probe);
    CompiledChain chain = decision.chain();
    boolean refused =
        chain == null || (decision.effect() instanceof Effect.Reject reject && !reject.byPolicy());
    return refused
        ? Behaviour.of(decision.effect(), false)
        : Behaviour.of(Objects.requireNonNull(chain), probe.request().authority());
  }

  /**
   * A point of the request space as a request that a client of the group can send.
   *
   * @param http whether it is HTTP; otherwise bytes
   */
  Call call(Point point, boolean http);

  /** The same request as each of the clients can send it that policies tell apart. */
  default List<Call> calls(Point point, boolean http) {
    return List.of(call(point, http));
  }

  /**
   * The Host headers by which requests come there, where tests read Host; of several, each is asked
   * for.
   *
   * @param names the domains before and after
   */
  default List<HostSpace> hosts(List<RouteMatch> tests, List<HostSpace.Names> names) {
    return List.of(HostSpace.of(tests, names));
  }

  /** What policies read before any rule is asked. */
  default AccessAtoms atoms() {
    return new AccessAtoms();
  }

  /**
   * Everybody who can send a request, and whom proxies can tell apart.
   *
   * @param read what they read
   */
  Senders senders(Doors doors, AccessAtoms read, boolean http);

  /** Who sends requests. */
  interface Senders {
    /** A request as each of them sends it. */
    List<Call> calls(Point point);
  }
}
