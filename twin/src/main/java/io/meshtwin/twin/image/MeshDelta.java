package io.meshtwin.twin.image;

import io.meshtwin.twin.event.Digest;
import io.meshtwin.twin.event.ResourceEvent;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.resource.Metadata;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
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
  private final Map<ResourceKey, Update> touched = new HashMap<>();

  private final Set<ResourceKey> mentioned = new HashSet<>();

  /**
   * @param before the state in the base image, null where it is new
   * @param after the new state, null where it is gone
   */
  public record Update(@Nullable ResourceState before, @Nullable ResourceState after) {
    private boolean changes() {
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
      case ResourceEvent.Deleted deleted -> set(deleted.key(), null);
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
      if (key.cluster().equals(cluster) && !mentioned.contains(key)) {
        set(key, null);
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
    touched.forEach((key, update) -> {
      if (update.changes()) {
        sorted.put(key, update);
      }
    });
    return sorted;
  }

  /** Whether nothing differs from the base. */
  public boolean isEmpty() {
    return touched.values().stream().noneMatch(Update::changes);
  }

  /** The base with every update, standing at {@code position}. */
  public MeshImage apply(Position position) {
    Digest digest = base.digest();
    SortedMap<ResourceKey, Update> sorted = sorted();
    for (Update update : sorted.values()) {
      if (update.before() != null) {
        digest = digest.minus(update.before().weight());
      }
      if (update.after() != null) {
        digest = digest.plus(update.after().weight());
      }
    }
    KindMaps resources = base.resourceMap();
    References references = base.knownReferences();
    return new MeshImage(
        resources.after(sorted),
        references == null ? null : references.after(sorted.values()),
        digest,
        position,
        new MeshImage.Fork(resources, List.copyOf(sorted.keySet())));
  }

  private void put(ResourceEvent.Applied event, @Nullable Instant newest) {
    ResourceKey key = event.key();
    mentioned.add(key);
    ResourceState current = current(key);
    if (current != null && current.manifest().equals(event.manifest())) {
      return;
    }
    Instant inherited = current == null ? newest : current.created();
    set(key, ResourceState.of(event.manifest(), event.provenance(), inherited));
  }

  private void set(ResourceKey key, @Nullable ResourceState after) {
    touched.put(key, new Update(touched(key).before(), after));
  }

  private Update touched(ResourceKey key) {
    Update known = touched.get(key);
    if (known == null) {
      ResourceState before = base.state(key);
      known = new Update(before, before);
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
    set(key, state);
  }

  /** The state as of the events so far. */
  @Nullable ResourceState current(ResourceKey key) {
    return touched(key).after();
  }

  /** The same, to go another way from here. */
  MeshDelta copy() {
    var copy = new MeshDelta(base);
    copy.touched.putAll(touched);
    copy.mentioned.addAll(mentioned);
    return copy;
  }
}
