package io.meshtwin.simulator.diff;

import io.meshtwin.simulator.flow.Call;
import io.meshtwin.simulator.flow.Client;
import io.meshtwin.simulator.flow.Dial;
import io.meshtwin.simulator.flow.Simulator;
import io.meshtwin.simulator.space.Point;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Requests that are tried at doors before and after, those that are let in otherwise by what it is.
 */
final class Entrances {
  private final Simulator before;
  private final Simulator after;
  private final Map<String, List<Entrance>> found = new LinkedHashMap<>();
  private final boolean addressed;
  private int equal;

  /**
   * @param addressed whether clients are examples of others by their addresses
   */
  Entrances(Simulator before, Simulator after, boolean addressed) {
    this.before = before;
    this.after = after;
    this.addressed = addressed;
  }

  /** Sends a request, and the bytes of a connection. */
  void add(Client client, Dial.ToHost to, Opening opening, Point point) {
    for (boolean http : List.of(true, false)) {
      Call call = Calls.of(client, to, opening, point, http);
      var entrance = new Entrance(call, before.decide(call), after.decide(call), addressed);
      if (!entrance.counts()) {
        continue;
      }
      if (entrance.differs()) {
        found
            .computeIfAbsent(
                entrance.earlier() + "\n->\n" + entrance.later(), _ -> new ArrayList<>())
            .add(entrance);
      } else {
        equal++;
      }
    }
  }

  /** Those that are let in alike. */
  int equal() {
    return equal;
  }

  /** The others: lists of what differs in the same way. */
  List<List<Entrance>> found() {
    return List.copyOf(found.values());
  }
}
