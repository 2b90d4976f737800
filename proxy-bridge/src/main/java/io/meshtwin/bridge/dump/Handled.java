package io.meshtwin.bridge.dump;

import io.meshtwin.twin.routing.Handler;
import io.meshtwin.twin.routing.access.AccessFilter;
import java.util.List;

/**
 * What becomes of connections.
 *
 * @param handler what is done
 * @param access what is asked before
 */
record Handled(Handler handler, List<AccessFilter> access) {
  Handled {
    access = List.copyOf(access);
  }

  /** Nothing is asked. */
  static Handled of(Handler handler) {
    return new Handled(handler, List.of());
  }
}
