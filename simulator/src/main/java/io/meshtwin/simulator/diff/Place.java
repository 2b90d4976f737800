package io.meshtwin.simulator.diff;

import io.meshtwin.simulator.flow.Call;
import io.meshtwin.simulator.flow.Simulator;
import io.meshtwin.simulator.space.Point;

/** A client group at a destination: what is compared before and after. */
interface Place {
  ClientGroup clients();

  Destination destination();

  /** What happens there in one mesh. */
  Behaviour behaviour(Simulator simulator);

  /**
   * A point of the request space as a request that a client of the group can send.
   *
   * @param http whether it is HTTP; otherwise bytes
   */
  Call call(Point point, boolean http);
}
