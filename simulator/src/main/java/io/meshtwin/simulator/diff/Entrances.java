package io.meshtwin.simulator.diff;

import io.meshtwin.simulator.flow.Call;
import io.meshtwin.simulator.flow.Client;
import io.meshtwin.simulator.flow.Dial;
import io.meshtwin.simulator.flow.Simulator;
import io.meshtwin.simulator.space.Point;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Requests that are tried at doors before and after, those that are let in otherwise by what it is.
 */
final class Entrances {
  private final Simulator before;
  private final Simulator after;
  private final Map<String, List<Entrance>> found = new LinkedHashMap<>();
  private final Set<String> addresses = new HashSet<>();
  private int equal;

  Entrances(Simulator before, Simulator after) {
    this.before = before;
    this.after = after;
  }

  /** Sends a request, and the bytes of a connection. */
  void add(Client client, Dial.ToHost to, Opening opening, Point point) {
    addresses.add(String.valueOf(Entrance.address(client)));
    for (boolean http : List.of(true, false)) {
      Call call = Calls.of(client, to, opening, point, http);
      var entrance = new Entrance(call, before.decide(call), after.decide(call));
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

  /** The others: what differs in the same way. */
  List<Alike> found() {
    return found.values().stream().map(same -> new Alike(same, addressed(same))).toList();
  }

  /** Whether the first of the requests is let in otherwise from some addresses only. */
  private boolean addressed(List<Entrance> same) {
    Call first = same.getFirst().call();
    long among =
        same.stream()
            .map(Entrance::call)
            .filter(call -> asks(call).equals(asks(first)))
            .map(call -> String.valueOf(Entrance.address(call.from())))
            .distinct()
            .count();
    return among < addresses.size();
  }

  /** What is asked, whoever asks. */
  private static List<Object> asks(Call call) {
    return List.of(
        call.request(), call.protocol(), Optional.ofNullable(call.from().caller().token()));
  }

  /**
   * What differs in the same way.
   *
   * @param same at least one
   * @param addressed whether that depends on the clients' addresses
   */
  record Alike(List<Entrance> same, boolean addressed) {
    Alike {
      same = List.copyOf(same);
    }

    Entrance first() {
      return same.getFirst();
    }

    /** The requests in words. */
    String words() {
      int more = same.size() - 1;
      String others = more == 1 ? " (and 1 class more)" : " (and " + more + " classes more)";
      return first().words(addressed) + (more == 0 ? "" : others);
    }
  }
}
