package io.meshtwin.twin.resolve;

import io.meshtwin.twin.resource.Resource;
import java.time.Instant;
import java.util.Comparator;

/**
 * Who goes first where the Gateway API lets the older object win: by creation time, then by {@code
 * namespace/name}. An object that does not say when it was created counts as oldest.
 */
final class Age {
  static final Comparator<Resource> OLDEST_FIRST =
      Comparator.<Resource, Instant>comparing(
              resource -> resource.metadata().created(),
              Comparator.nullsFirst(Comparator.naturalOrder()))
          .thenComparing(resource -> resource.key().qualifiedName())
          .thenComparing(Resource::key);

  private Age() {}
}
