package io.meshtwin.twin.image;

import io.meshtwin.twin.event.ResourceEvent;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.resource.Metadata;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a batch of events changes in an image. Filled by one thread, then applied.
 *
 * <p>An event that leaves a resource as it is changes nothing, so applying a listing to an image
 * that already says so keeps every reference.
 */
public final class MeshDelta {
  private final MeshImage base;

  /** Every resource that an event was about, changed or not, so that the base is asked once. */
  private final Map<ResourceKey, Touched> touched = new HashMap<>();

  /**
   * @param before the state in the base image, null where it is new
   * @param after the new state, null where it is gone
   */
  public record Update(@Nullable ResourceState before, @Nullable ResourceState after) {}

  /** How a resource stands; one look finds all that an event needs of it. */
  private static final class Touched {
    final @Nullable ResourceState before;
    @Nullable ResourceState after;
    boolean mentioned;

    Touched(@Nullable ResourceState before) {
      this.before = before;
      this.after = before;
    }

    boolean changes() {
      return !Objects.equals(before, after);
    }
  }

  /** A delta that changes nothing yet. */
  public MeshDelta(MeshImage base) {
    this.base = base;
  }

  /** The image that this changes. */
  public MeshImage base() {
    return base;
  }

  /** Folds one event. */
  public void replay(ResourceEvent event) {
    switch (event) {
      case ResourceEvent.Applied applied -> put(applied, null);
      case ResourceEvent.Deleted deleted -> delete(deleted.key());
    }
  }

  /** What came since the base and is gone leaves no trace: most Pods of a long replay. */
  private void delete(ResourceKey key) {
    Touched known = touched(key);
    known.after = null;
    if (known.before == null) {
      touched.remove(key);
    }
  }

  /**
   * Folds a resource that a change would apply: one that is new and does not say when it was
   * created is newer than all of the mesh.
   */
  public void propose(ResourceEvent.Applied event) {
    put(event, Metadata.NEWEST);
  }

  /** Folds a resource that a change applies at a known time. */
  void publish(ResourceEvent.Applied event, Instant time) {
    put(event, time);
  }

  /** The events so far were a whole listing of the cluster: what they did not mention is gone. */
  public void finishListing(String cluster) {
    for (ResourceKey key : base.resources().keySet()) {
      if (key.cluster().equals(cluster)) {
        Touched known = touched(key);
        known.after = known.mentioned ? known.after : null;
      }
    }
  }

  /** The resources that differ from the base, in the order of their keys. */
  public Map<ResourceKey, Update> updates() {
    return Collections.unmodifiableMap(sorted());
  }

  /** A replay touches a resource many times; only the outcome has an order. */
  private SortedMap<ResourceKey, Update> sorted() {
    var sorted = new TreeMap<ResourceKey, Update>();
    touched.forEach((key, known) -> {
      if (known.changes()) {
        sorted.put(key, new Update(known.before, known.after));
      }
    });
    return sorted;
  }

  /** Whether nothing differs from the base. */
  public boolean isEmpty() {
    return touched.values().stream().noneMatch(Touched::changes);
  }

  /** The base with every update, standing at {@code position}. */
  public MeshImage apply(Position position) {
    SortedMap<ResourceKey, Update> sorted = sorted();
    KindMaps resources = base.resourceMap();
    References references = base.knownReferences();
    return MeshImage.forked(
        resources.after(sorted),
        references == null ? null : references.after(sorted.values()),
        position,
        new MeshImage.Fork(resources, base.digest(), List.copyOf(sorted.keySet())));
  }

  private void put(ResourceEvent.Applied event, @Nullable Instant newest) {
    Touched known = touched(event.key());
    known.mentioned = true;
    ResourceState current = known.after;
    if (current == null) {
      known.after = ResourceState.of(event.manifest(), event.provenance(), newest);
    } else if (!current.manifest().equals(event.manifest())) {
      known.after = current.followedBy(event.manifest(), event.provenance());
    }
  }

  private Touched touched(ResourceKey key) {
    Touched known = touched.get(key);
    if (known == null) {
      known = new Touched(base.state(key));
      touched.put(key, known);
    }
    return known;
  }

  /**
   * Gives a resource the state that it has in another image, or takes it away.
   *
   * @param state null where the other image does not have the resource
   */
  public void restore(ResourceKey key, @Nullable ResourceState state) {
    touched(key).after = state;
  }

  /** The state as of the events so far. */
  @Nullable ResourceState current(ResourceKey key) {
    return touched(key).after;
  }

  /** The same, to go another way from here. */
  MeshDelta copy() {
    var copy = new MeshDelta(base);
    touched.forEach((key, known) -> {
      var same = new Touched(known.before);
      same.after = known.after;
      same.mentioned = known.mentioned;
      copy.touched.put(key, same);
    });
    return copy;
  }
}
