package io.meshtwin.simulator.history;

import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.image.ResourceState;
import io.meshtwin.twin.resource.EndpointSlice;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Which moments of a timeline touch what a flow depends on just then. A timeline holds all that the
 * flow depended on at any time: of a route that was edited a hundred times, the Pods of every
 * Service that it ever led to. A moment that touches only what others are for is judged as the one
 * before.
 *
 * <p>The timeline is cut into stretches, and of each the {@link Reach} is found anew, over every
 * version in the stretch and what stood before it.
 */
final class TouchedMoments {
  private static final int STRETCHES = 64;
  private static final int SHORTEST = 16;

  private final Timeline timeline;
  private final Reach reach;

  private TouchedMoments(Timeline timeline, Reach reach) {
    this.timeline = timeline;
    this.reach = reach;
  }

  /**
   * Their indices.
   *
   * @param reach one of the flow; what it has learned does not matter
   */
  static BitSet of(Timeline timeline, Reach reach) {
    int length = Math.max(SHORTEST, timeline.moments().size() / STRETCHES);
    return of(timeline, reach, length);
  }

  /** The same in stretches of so many moments. */
  static BitSet of(Timeline timeline, Reach reach, int length) {
    int all = timeline.moments().size();
    if (reach.isOfEverything()) {
      var every = new BitSet();
      every.set(0, all);
      return every;
    }
    var touched = new TouchedMoments(timeline, reach);
    return IntStream.iterate(0, from -> from < all, from -> from + length)
        .parallel()
        .mapToObj(from -> touched.in(from, Math.min(from + length, all)))
        .collect(BitSet::new, BitSet::or, BitSet::or);
  }

  private BitSet in(int from, int to) {
    List<Moment> moments = timeline.moments().subList(from, to);
    Reach reached = reached(timeline.before(from), moments);
    var touched = new BitSet();
    for (int i = 0; i < moments.size(); i++) {
      touched.set(from + i, states(moments.get(i)).anyMatch(reached::takes));
    }
    return touched;
  }

  private Reach reached(MeshImage before, List<Moment> moments) {
    Reach reached = reach.anew();
    List<ResourceState> versions =
        Stream.concat(
                before.resources().values().stream(),
                moments.stream().flatMap(TouchedMoments::states))
            .toList();
    versions.stream()
        .filter(state -> !Reach.isWorkload(state.key()))
        .forEach(state -> reached.learn(state.manifest(), state::resource));
    reached.close();
    versions.stream()
        .filter(state -> state.key().kind().equals("EndpointSlice") && reached.admits(state.key()))
        .map(ResourceState::resource)
        .forEach(resource -> {
          if (resource instanceof EndpointSlice slice) {
            reached.learnEndpoints(slice);
          }
        });
    return reached;
  }

  /** What a moment replaced, and by what. */
  private static Stream<ResourceState> states(Moment moment) {
    return moment.updates().values().stream()
        .flatMap(update -> Stream.of(update.before(), update.after()).flatMap(Stream::ofNullable));
  }
}
