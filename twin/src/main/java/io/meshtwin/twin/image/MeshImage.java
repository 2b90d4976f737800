package io.meshtwin.twin.image;

import io.meshtwin.twin.event.Digest;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.image.Reference.Relation;
import io.meshtwin.twin.resource.Resource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The resources of a mesh at one moment. Immutable; a fork shares everything that it does not
 * change.
 */
public final class MeshImage {
  /** The mesh before the first event. */
  public static final MeshImage EMPTY =
      new MeshImage(KindMaps.EMPTY, null, Digest.ZERO, Position.START, null);

  private final KindMaps resources;
  private final Position position;

  /** Null until somebody asks: summing up means reading every manifest that changed. */
  private volatile @Nullable Digest digest;

  /** Null until somebody asks: finding them means reading every manifest. */
  private volatile @Nullable References references;

  private final @Nullable Fork fork;

  /**
   * What an image was made of.
   *
   * @param base the resources before
   * @param digest of the base
   * @param changed the keys of what differs since, in order
   */
  record Fork(KindMaps base, Digest digest, List<ResourceKey> changed) {
    private SortedMap<ResourceKey, MeshDelta.Update> updates(KindMaps now) {
      var updates = new TreeMap<ResourceKey, MeshDelta.Update>();
      changed.forEach(key -> updates.put(key, new MeshDelta.Update(base.get(key), now.get(key))));
      return updates;
    }

    /** A sum, so that all processors can work on its parts. */
    private Digest digest(KindMaps now) {
      return digest.plus(
          changed.parallelStream()
              .map(key -> weight(now.get(key)).minus(weight(base.get(key))))
              .reduce(Digest.ZERO, Digest::plus));
    }

    private static Digest weight(@Nullable ResourceState state) {
      return state == null ? Digest.ZERO : state.weight();
    }
  }

  private MeshImage(
      KindMaps resources,
      @Nullable References references,
      @Nullable Digest digest,
      Position position,
      @Nullable Fork fork) {
    this.resources = resources;
    this.references = references;
    this.digest = digest;
    this.position = position;
    this.fork = fork;
  }

  /** An image made of another one. */
  static MeshImage forked(
      KindMaps resources, @Nullable References references, Position position, Fork fork) {
    return new MeshImage(resources, references, null, position, fork);
  }

  /** All resources in the order of their keys. */
  public Map<ResourceKey, ResourceState> resources() {
    return resources;
  }

  /** This image with every manifest read, by all processors; otherwise each is when it counts. */
  public MeshImage read() {
    resources.states().parallelStream().forEach(ResourceState::resource);
    return this;
  }

  /** The clusters that resources are of. */
  public SortedSet<String> clusters() {
    return resources.clusters();
  }

  /** The state of one resource, null when the mesh does not have it. */
  public @Nullable ResourceState state(ResourceKey key) {
    return resources.get(key);
  }

  /** One resource, null when the mesh does not have it or it is of another type. */
  public <R extends Resource> @Nullable R get(ResourceKey key, Class<R> type) {
    ResourceState state = resources.get(key);
    return state != null && type.isInstance(state.resource()) ? type.cast(state.resource()) : null;
  }

  /** All resources of one type. */
  public <R extends Resource> Stream<R> all(Class<R> type) {
    return resources.all(type);
  }

  /** The resources of one type and kind in one namespace; takes time by their number only. */
  public <R extends Resource> Stream<R> in(ResourceKey anyOfThem, Class<R> type) {
    ResourceKey from =
        new ResourceKey(
            anyOfThem.cluster(), anyOfThem.group(), anyOfThem.kind(), anyOfThem.namespace(), "");
    ResourceKey to =
        new ResourceKey(
            anyOfThem.cluster(),
            anyOfThem.group(),
            anyOfThem.kind(),
            anyOfThem.namespace() + '\0',
            "");
    return only(resources.between(from, to).values(), type);
  }

  /** The resources that refer to {@code target} in this way, whether it exists or not. */
  public Stream<ResourceKey> referrers(ResourceKey target, Relation relation) {
    return referencesTo(target).filter(ref -> ref.relation() == relation).map(Reference::source);
  }

  /** All references to {@code target}, whether it exists or not. */
  public Stream<Reference> referencesTo(ResourceKey target) {
    return references().to(target);
  }

  /** All references to anything of one kind in one namespace, whether it exists or not. */
  public Stream<Reference> referencesInto(ResourceKey anyOfThem) {
    return references().into(anyOfThem);
  }

  /**
   * An image that was stored.
   *
   * @param resources in the order of their keys
   * @param digest of them, as {@link #digest()} said when it was stored
   * @param position where it stands
   */
  public static MeshImage stored(
      SortedMap<ResourceKey, ResourceState> resources, Digest digest, Position position) {
    return new MeshImage(KindMaps.of(resources), null, digest, position, null);
  }

  /** The image of some of the resources, for a question that the others cannot answer. */
  public MeshImage only(Predicate<ResourceState> which) {
    var delta = new MeshDelta(EMPTY);
    resources.forEach((key, state) -> {
      if (which.test(state)) {
        delta.restore(key, state);
      }
    });
    return delta.apply(position);
  }

  /** The digest worked out anew from every resource; equal to {@link #digest()}, or it is a bug. */
  public Digest recomputed() {
    Digest sum = Digest.ZERO;
    for (ResourceState state : resources.values()) {
      sum = sum.plus(state.weight());
    }
    return sum;
  }

  /** The digest of all resources, whatever the order of events or their batches. */
  public Digest digest() {
    Digest known = digest;
    if (known == null) {
      known =
          Objects.requireNonNull(fork, "an image is stored with its digest, or a fork")
              .digest(resources);
      digest = known;
    }
    return known;
  }

  /** Where in the log the image stands; not part of the digest. */
  public Position position() {
    return position;
  }

  /**
   * Whether this image and another share their resources of a type, so that what was worked out of
   * them for the one holds for the other. False does not mean that they differ.
   */
  public boolean shares(Class<? extends Resource> type, MeshImage other) {
    return resources.shares(type, other.resources);
  }

  /**
   * What differs from another image, in the order of the keys. Of a fork of that image it is known;
   * otherwise both are compared, kind by kind, but for the kinds that they share.
   */
  @SuppressWarnings("ReferenceEquality") // of equal maps that are not shared the long way is taken
  public Map<ResourceKey, MeshDelta.Update> changesSince(MeshImage other) {
    return fork != null && fork.base() == other.resources
        ? fork.updates(resources)
        : resources.changesSince(other.resources);
  }

  /**
   * This image, knowing who refers to whom: those that are made of it carry that on, each by what
   * it changes, instead of working it out anew from every manifest when somebody asks.
   */
  public MeshImage withReferences() {
    var _ = references();
    return this;
  }

  KindMaps resourceMap() {
    return resources;
  }

  /** The references where they were asked for already, and then are worth carrying on. */
  @Nullable References knownReferences() {
    return references;
  }

  private References references() {
    References known = references;
    if (known == null) {
      known = References.of(resources.states());
      references = known;
    }
    return known;
  }

  private static <R extends Resource> Stream<R> only(
      Collection<ResourceState> states, Class<R> type) {
    return states.stream().map(ResourceState::resource).filter(type::isInstance).map(type::cast);
  }

  /** A short description for logs: number of resources, digest, position. */
  @Override
  public String toString() {
    return resources.size() + " resources, digest " + digest() + ", at offset " + position.offset();
  }
}
