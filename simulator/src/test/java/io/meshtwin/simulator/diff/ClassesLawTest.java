package io.meshtwin.simulator.diff;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.simulator.diff.Behaviour.Ruling;
import io.meshtwin.simulator.flow.Call;
import io.meshtwin.simulator.flow.Decision;
import io.meshtwin.simulator.flow.Effect;
import io.meshtwin.simulator.flow.Simulator;
import io.meshtwin.simulator.space.Point;
import io.meshtwin.simulator.space.RuleReach;
import io.meshtwin.testkit.spec.SpecRequest;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The classes of a destination are disjoint and cover everything: whatever is asked there is in one
 * of those that were counted, and a witness is in its own and in no other. {@code
 * -Dmeshtwin.diff.meshes} sets how many meshes, {@code -Dmeshtwin.seed} repeats one.
 */
class ClassesLawTest {
  private static final int MESHES = Integer.getInteger("meshtwin.diff.meshes", 5);
  private static final int REQUESTS = 60;

  /** Which rulings decide, by their places in the two behaviours: a class. */
  private record Pair(int before, int after) {}

  @ParameterizedTest
  @EnumSource(Style.class)
  void eachRequestIsInOneOfTheClasses(Style style) {
    int differing = 0;
    for (int i = 0; i < MESHES; i++) {
      RandomChange change = RandomChange.next(style, i);
      var random = new Random(change.seed());
      var before = new Simulator(change.before());
      var after = new Simulator(change.after());
      for (Place place : Places.of(before, after)) {
        var there = new There(change, place, before, after);
        differing += there.check(random);
      }
    }
    assertThat(differing).as("classes that differ").isPositive();
  }

  /** One client group at one destination. */
  private static final class There {
    private final String what;
    private final Style style;
    private final Place place;
    private final Simulator before;
    private final Simulator after;
    private final Behaviour was;
    private final Behaviour is;
    private final Cells cells;

    There(RandomChange change, Place place, Simulator before, Simulator after) {
      this.what = "seed " + change.seed() + ": " + place.destination();
      this.style = change.style();
      this.place = place;
      this.before = before;
      this.after = after;
      this.was = place.behaviour(before);
      this.is = place.behaviour(after);
      this.cells = Cells.of(was, is, new RuleReach());
    }

    /** How many classes differ. */
    int check(Random random) {
      Set<Pair> differing = new HashSet<>();
      for (Cells.Cell cell : cells.different()) {
        var own =
            new Pair(was.rulings().indexOf(cell.before()), is.rulings().indexOf(cell.after()));
        assertThat(differing.add(own)).as("%s: one cell for %s", what, own).isTrue();
        if (cell.witness() != null) {
          Pair met = met(cell.witness());
          assertThat(met == null || met.equals(own)).as("%s: %s", what, cell.witness()).isTrue();
        }
      }
      Set<Pair> alike = new HashSet<>();
      for (int n = 0; n < REQUESTS; n++) {
        Point point = point(style.request(random));
        Pair met = met(point);
        if (met != null && alike(met)) {
          alike.add(met);
        } else if (met != null) {
          assertThat(differing).as("%s: %s", what, point).contains(met);
        }
      }
      assertThat(alike.size()).as("%s: classes alike", what).isLessThanOrEqualTo(cells.equal());
      return differing.size();
    }

    private boolean alike(Pair pair) {
      return was.rulings().get(pair.before).key().equals(is.rulings().get(pair.after).key());
    }

    /** The class of a request by the plain simulator; null where a door refuses it. */
    private @Nullable Pair met(Point point) {
      Call call = place.call(point, was.http() || is.http());
      Integer one = ruling(before.decide(call), was);
      Integer other = ruling(after.decide(call), is);
      return one == null || other == null ? null : new Pair(one, other);
    }

    private @Nullable Integer ruling(Decision decision, Behaviour behaviour) {
      if (decision.effect() instanceof Effect.Reject reject && reject.byPolicy()) {
        return null;
      }
      List<Ruling> rulings = behaviour.rulings();
      for (int i = 0; i < rulings.size(); i++) {
        if (Objects.equals(rulings.get(i).entry(), decision.entry())) {
          return i;
        }
      }
      throw new AssertionError(
          what + ": no ruling for " + decision.call() + decision.effect() + " of " + behaviour);
    }

    private static Point point(SpecRequest request) {
      var headers = new TreeMap<String, String>();
      request.headers().forEach((name, values) -> headers.put(name, values.getFirst()));
      var query = new TreeMap<String, String>();
      if (request.query() != null) {
        for (String parameter : request.query().split("&", -1)) {
          String[] parts = parameter.split("=", 2);
          query.putIfAbsent(parts[0], parts.length == 1 ? "" : parts[1]);
        }
      }
      return new Point(request.method(), request.path(), headers, query);
    }
  }
}
