package io.meshtwin.ingest.history;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.image.ResourceState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a sorted map of resources is cut into chunks. The cuts depend on keys alone, so that a
 * resource that comes or goes changes one chunk and moves no other: a chunk has one kind of one
 * cluster, and ends before each key whose hash says so.
 */
final class Chunking {
  /** One key in so many begins a chunk. */
  private static final int RESOURCES = 256;

  private static final int MIX = 0x9E3779B9;

  private Chunking() {}

  static List<List<ResourceState>> cut(Collection<ResourceState> sorted) {
    var chunks = new ArrayList<List<ResourceState>>();
    List<ResourceState> open = new ArrayList<>();
    ResourceKey last = null;
    for (ResourceState state : sorted) {
      if (last != null && begins(last, state.key())) {
        chunks.add(open);
        open = new ArrayList<>();
      }
      open.add(state);
      last = state.key();
    }
    if (!open.isEmpty()) {
      chunks.add(open);
    }
    return chunks;
  }

  private static boolean begins(@Nullable ResourceKey last, ResourceKey key) {
    return last != null
        && (!last.kind().equals(key.kind())
            || !last.group().equals(key.group())
            || !last.cluster().equals(key.cluster())
            || hash(key) % RESOURCES == 0);
  }

  /** {@code String.hashCode} is specified, so it is the same in every run. */
  private static int hash(ResourceKey key) {
    return (key.qualifiedName().hashCode() * MIX) >>> 8;
  }
}
