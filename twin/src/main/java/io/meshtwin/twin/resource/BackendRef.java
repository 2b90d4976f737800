package io.meshtwin.twin.resource;

import io.meshtwin.twin.event.ResourceKey;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where a rule sends a share of its requests.
 *
 * @param backend the Service, or another kind, which is not valid without support for it
 * @param port the Service's port, null where it is missing
 * @param weight 0 to 1,000,000
 * @param filters of this share alone
 * @param field the reference's path
 */
public record BackendRef(
    ResourceKey backend,
    @Nullable Integer port,
    int weight,
    List<HttpFilter> filters,
    String field) {
  private static final int MAX_WEIGHT = 1_000_000;

  public BackendRef {
    filters = List.copyOf(filters);
  }

  /** The references of a rule with those that its filters and theirs make. */
  static Stream<BackendRef> all(List<BackendRef> backends, List<HttpFilter> filters) {
    Stream<HttpFilter> own = backends.stream().flatMap(ref -> ref.filters().stream());
    Stream<BackendRef> mirrors =
        Stream.concat(filters.stream(), own)
            .filter(HttpFilter.Mirror.class::isInstance)
            .map(filter -> ((HttpFilter.Mirror) filter).backend());
    return Stream.concat(backends.stream(), mirrors);
  }

  static BackendRef read(ResourceKey route, Fields ref) {
    RouteRules.port(ref);
    FilterRules.list(ref);
    var result =
        new BackendRef(
            References.key(route, ref, "", "Service"),
            ref.optionalInteger("port", 1, 65535),
            ref.integer("weight", 1, 0, MAX_WEIGHT),
            ref.list("filters", filter -> FilterReader.read(route, filter)),
            ref.path());
    ref.done();
    return result;
  }

  /** A reference without weight and filters, as a mirror has it. */
  static BackendRef readBare(ResourceKey route, Fields ref) {
    RouteRules.port(ref);
    var result =
        new BackendRef(
            References.key(route, ref, "", "Service"),
            ref.optionalInteger("port", 1, 65535),
            1,
            List.of(),
            ref.path());
    ref.done();
    return result;
  }
}
