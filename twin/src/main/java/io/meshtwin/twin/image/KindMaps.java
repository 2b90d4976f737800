package io.meshtwin.twin.image;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.resource.Resource;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.pcollections.PSortedMap;
import org.pcollections.TreePMap;

/**
 * The resources of an image, one persistent map a kind: "all of a kind" needs no search, and two
 * images that share a kind share its very map.
 */
final class KindMaps extends AbstractMap<ResourceKey, ResourceState> {
  static final KindMaps EMPTY = new KindMaps(List.of());

  /** The order of keys of one kind. */
  private static final Comparator<ResourceKey> IN_KIND = ResourceKey::compareWithinKind;

  private static final PSortedMap<ResourceKey, ResourceState> NONE = TreePMap.empty(IN_KIND);

  /** In order; none is empty. They are so few that a list is found through as fast as a tree. */
  private final List<OfKind> kinds;

  /** The resources of a kind. */
  private record OfKind(Kind kind, PSortedMap<ResourceKey, ResourceState> all) {
    boolean isOf(Class<? extends Resource> type) {
      return type.isInstance(all.firstEntry().getValue().resource());
    }
  }

  /** A kind, in the order of {@link ResourceKey}. */
  private record Kind(String group, String name) implements Comparable<Kind> {
    static Kind of(ResourceKey key) {
      return new Kind(key.group(), key.kind());
    }

    boolean has(ResourceKey key) {
      return name.equals(key.kind()) && group.equals(key.group());
    }

    @Override
    public int compareTo(Kind other) {
      int groups = group.compareTo(other.group);
      return groups == 0 ? name.compareTo(other.name) : groups;
    }
  }

  private KindMaps(List<OfKind> kinds) {
    this.kinds = kinds;
  }

  /**
   * Those of a map.
   *
   * @param resources in the order of their keys, which is that of the kinds
   */
  static KindMaps of(SortedMap<ResourceKey, ResourceState> resources) {
    var kinds = new ArrayList<OfKind>();
    SortedMap<ResourceKey, ResourceState> rest = resources;
    while (!rest.isEmpty()) {
      ResourceKey first = rest.firstKey();
      ResourceKey next = afterKind(first);
      kinds.add(new OfKind(Kind.of(first), TreePMap.fromSortedMap(resources.subMap(first, next))));
      rest = resources.tailMap(next);
    }
    return new KindMaps(List.copyOf(kinds));
  }

  private static ResourceKey afterKind(ResourceKey key) {
    return new ResourceKey("\0", key.group(), key.kind() + '\0', "", "");
  }

  /** The same after updates, each kind built once. */
  KindMaps after(SortedMap<ResourceKey, MeshDelta.Update> updates) {
    if (updates.isEmpty()) {
      return this;
    }
    var result = new TreeMap<Kind, OfKind>();
    kinds.forEach(own -> result.put(own.kind(), own));
    SortedMap<ResourceKey, MeshDelta.Update> rest = updates;
    while (!rest.isEmpty()) {
      ResourceKey next = afterKind(rest.firstKey());
      OfKind own =
          result.getOrDefault(Kind.of(rest.firstKey()), new OfKind(Kind.of(rest.firstKey()), NONE));
      PSortedMap<ResourceKey, ResourceState> all = after(own.all(), rest.headMap(next));
      if (all.isEmpty()) {
        result.remove(own.kind());
      } else {
        result.put(own.kind(), new OfKind(own.kind(), all));
      }
      rest = rest.tailMap(next);
    }
    return new KindMaps(List.copyOf(result.values()));
  }

  private static PSortedMap<ResourceKey, ResourceState> after(
      PSortedMap<ResourceKey, ResourceState> before,
      SortedMap<ResourceKey, MeshDelta.Update> updates) {
    if (before.isEmpty()) {
      return built(updates);
    }
    PSortedMap<ResourceKey, ResourceState> result = before;
    for (var entry : updates.entrySet()) {
      ResourceState after = entry.getValue().after();
      result = after == null ? result.minus(entry.getKey()) : result.plus(entry.getKey(), after);
    }
    return result;
  }

  /** A tree made in one go, without a path for each resource. */
  private static PSortedMap<ResourceKey, ResourceState> built(
      SortedMap<ResourceKey, MeshDelta.Update> updates) {
    var result = new TreeMap<ResourceKey, ResourceState>(IN_KIND);
    updates.forEach((key, update) -> {
      if (update.after() != null) {
        result.put(key, update.after());
      }
    });
    return TreePMap.fromSortedMap(result);
  }

  private PSortedMap<ResourceKey, ResourceState> of(Kind kind) {
    return kindOf(new ResourceKey("\0", kind.group(), kind.name(), "", ""));
  }

  private PSortedMap<ResourceKey, ResourceState> kindOf(ResourceKey key) {
    for (OfKind own : kinds) {
      if (own.kind().has(key)) {
        return own.all();
      }
    }
    return NONE;
  }

  /** The clusters of resources; of a kind the keys of one cluster stand together. */
  SortedSet<String> clusters() {
    var result = new TreeSet<String>();
    for (OfKind ofKind : kinds) {
      PSortedMap<ResourceKey, ResourceState> own = ofKind.all();
      ResourceKey key = own.firstKey();
      while (key != null) {
        result.add(key.cluster());
        key =
            own.ceilingKey(new ResourceKey(key.cluster() + '\0', key.group(), key.kind(), "", ""));
      }
    }
    return result;
  }

  /** All of them in order, as a list: it is halved at no cost, where all processors work on it. */
  List<ResourceState> states() {
    return List.copyOf(values());
  }

  /** The resources of one type; all of a kind are of one. */
  <R extends Resource> Stream<R> all(Class<R> type) {
    return kinds.stream()
        .filter(own -> own.isOf(type))
        .flatMap(own -> own.all().values().stream())
        .map(state -> type.cast(state.resource()));
  }

  /** The resources of the kind of two keys that are between them, the latter not included. */
  SortedMap<ResourceKey, ResourceState> between(ResourceKey from, ResourceKey to) {
    return kindOf(from).subMap(from, to);
  }

  /** Whether both have the same resources of a type, for the simplest of reasons. */
  @SuppressWarnings("ReferenceEquality") // equal maps that are not shared are only told apart later
  boolean shares(Class<? extends Resource> type, KindMaps other) {
    return kinds == other.kinds || (sharesAll(type, other) && other.sharesAll(type, this));
  }

  @SuppressWarnings("ReferenceEquality")
  private boolean sharesAll(Class<? extends Resource> type, KindMaps other) {
    for (OfKind own : kinds) {
      if (own.isOf(type) && other.of(own.kind()) != own.all()) {
        return false;
      }
    }
    return true;
  }

  /** The states that differ. */
  @SuppressWarnings("ReferenceEquality")
  SortedMap<ResourceKey, MeshDelta.Update> changesSince(KindMaps other) {
    var result = new TreeMap<ResourceKey, MeshDelta.Update>();
    var all = new TreeSet<Kind>();
    kinds.forEach(own -> all.add(own.kind()));
    other.kinds.forEach(own -> all.add(own.kind()));
    for (Kind kind : all) {
      PSortedMap<ResourceKey, ResourceState> was = other.of(kind);
      PSortedMap<ResourceKey, ResourceState> is = of(kind);
      if (was != is) {
        was.forEach((key, before) -> {
          ResourceState after = is.get(key);
          if (after == null || !before.equals(after)) {
            result.put(key, new MeshDelta.Update(before, after));
          }
        });
        is.forEach((key, after) -> {
          if (!was.containsKey(key)) {
            result.put(key, new MeshDelta.Update(null, after));
          }
        });
      }
    }
    return result;
  }

  @Override
  public @Nullable ResourceState get(@Nullable Object key) {
    if (!(key instanceof ResourceKey wanted)) {
      return null;
    }
    return kindOf(wanted).get(wanted);
  }

  @Override
  public boolean containsKey(@Nullable Object key) {
    return get(key) != null;
  }

  @Override
  public int size() {
    return kinds.stream().mapToInt(own -> own.all().size()).sum();
  }

  @Override
  public Set<Entry<ResourceKey, ResourceState>> entrySet() {
    return new AbstractSet<>() {
      @Override
      public Iterator<Entry<ResourceKey, ResourceState>> iterator() {
        return kinds.stream().flatMap(own -> own.all().entrySet().stream()).iterator();
      }

      @Override
      public int size() {
        return KindMaps.this.size();
      }
    };
  }
}
