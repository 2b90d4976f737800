package io.meshtwin.twin.image;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.resource.Resource;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Comparator;
import java.util.Iterator;
import java.util.Map;
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
  static final KindMaps EMPTY = new KindMaps(TreePMap.empty());

  /** The order of keys of one kind. */
  private static final Comparator<ResourceKey> IN_KIND = ResourceKey::compareWithinKind;

  private final PSortedMap<Kind, PSortedMap<ResourceKey, ResourceState>> kinds;

  /** A kind, in the order of {@link ResourceKey}. */
  private record Kind(String group, String name) implements Comparable<Kind> {
    static Kind of(ResourceKey key) {
      return new Kind(key.group(), key.kind());
    }

    @Override
    public int compareTo(Kind other) {
      int groups = group.compareTo(other.group);
      return groups == 0 ? name.compareTo(other.name) : groups;
    }
  }

  private KindMaps(PSortedMap<Kind, PSortedMap<ResourceKey, ResourceState>> kinds) {
    this.kinds = kinds;
  }

  /**
   * Those of a map.
   *
   * @param resources in the order of their keys, which is that of the kinds
   */
  static KindMaps of(SortedMap<ResourceKey, ResourceState> resources) {
    PSortedMap<Kind, PSortedMap<ResourceKey, ResourceState>> kinds = TreePMap.empty();
    SortedMap<ResourceKey, ResourceState> rest = resources;
    while (!rest.isEmpty()) {
      ResourceKey first = rest.firstKey();
      var next = new ResourceKey("\0", first.group(), first.kind() + '\0', "", "");
      kinds = kinds.plus(Kind.of(first), TreePMap.fromSortedMap(resources.subMap(first, next)));
      rest = resources.tailMap(next);
    }
    return new KindMaps(kinds);
  }

  KindMaps plus(ResourceKey key, ResourceState state) {
    Kind kind = Kind.of(key);
    PSortedMap<ResourceKey, ResourceState> own = kinds.getOrDefault(kind, TreePMap.empty(IN_KIND));
    return new KindMaps(kinds.plus(kind, own.plus(key, state)));
  }

  KindMaps minus(ResourceKey key) {
    Kind kind = Kind.of(key);
    PSortedMap<ResourceKey, ResourceState> own = kinds.get(kind);
    if (own == null) {
      return this;
    }
    PSortedMap<ResourceKey, ResourceState> less = own.minus(key);
    return new KindMaps(less.isEmpty() ? kinds.minus(kind) : kinds.plus(kind, less));
  }

  /** The clusters of resources; of a kind the keys of one cluster stand together. */
  SortedSet<String> clusters() {
    var result = new TreeSet<String>();
    for (PSortedMap<ResourceKey, ResourceState> own : kinds.values()) {
      ResourceKey key = own.firstKey();
      while (key != null) {
        result.add(key.cluster());
        key =
            own.ceilingKey(new ResourceKey(key.cluster() + '\0', key.group(), key.kind(), "", ""));
      }
    }
    return result;
  }

  /** The resources of one type; all of a kind are of one. */
  <R extends Resource> Stream<R> all(Class<R> type) {
    return kinds.values().stream()
        .filter(own -> type.isInstance(own.firstEntry().getValue().resource()))
        .flatMap(own -> own.values().stream())
        .map(state -> type.cast(state.resource()));
  }

  /** The resources of the kind of two keys that are between them, the latter not included. */
  SortedMap<ResourceKey, ResourceState> between(ResourceKey from, ResourceKey to) {
    PSortedMap<ResourceKey, ResourceState> own = kinds.get(Kind.of(from));
    return own == null ? TreePMap.empty() : own.subMap(from, to);
  }

  /** Whether both have the same resources of a type, for the simplest of reasons. */
  @SuppressWarnings("ReferenceEquality") // equal maps that are not shared are only told apart later
  boolean shares(Class<? extends Resource> type, KindMaps other) {
    return kinds == other.kinds || (sharesAll(type, other) && other.sharesAll(type, this));
  }

  @SuppressWarnings("ReferenceEquality")
  private boolean sharesAll(Class<? extends Resource> type, KindMaps other) {
    for (var entry : kinds.entrySet()) {
      PSortedMap<ResourceKey, ResourceState> own = entry.getValue();
      if (type.isInstance(own.firstEntry().getValue().resource())
          && other.kinds.get(entry.getKey()) != own) {
        return false;
      }
    }
    return true;
  }

  /** The states that differ. */
  @SuppressWarnings("ReferenceEquality")
  SortedMap<ResourceKey, MeshDelta.Update> changesSince(KindMaps other) {
    var result = new TreeMap<ResourceKey, MeshDelta.Update>();
    var all = new TreeSet<Kind>(kinds.keySet());
    all.addAll(other.kinds.keySet());
    for (Kind kind : all) {
      PSortedMap<ResourceKey, ResourceState> was = other.kinds.getOrDefault(kind, TreePMap.empty());
      PSortedMap<ResourceKey, ResourceState> is = kinds.getOrDefault(kind, TreePMap.empty());
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
    PSortedMap<ResourceKey, ResourceState> own = kinds.get(Kind.of(wanted));
    return own == null ? null : own.get(wanted);
  }

  @Override
  public boolean containsKey(@Nullable Object key) {
    return get(key) != null;
  }

  @Override
  public int size() {
    return kinds.values().stream().mapToInt(Map::size).sum();
  }

  @Override
  public Set<Entry<ResourceKey, ResourceState>> entrySet() {
    return new AbstractSet<>() {
      @Override
      public Iterator<Entry<ResourceKey, ResourceState>> iterator() {
        return kinds.values().stream().flatMap(own -> own.entrySet().stream()).iterator();
      }

      @Override
      public int size() {
        return KindMaps.this.size();
      }
    };
  }
}
