package io.meshtwin.twin.resolve.virtualservice;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.image.MeshDelta.Update;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.image.ResourceState;
import io.meshtwin.twin.resource.IstioNames;
import io.meshtwin.twin.resource.MeshDestination;
import io.meshtwin.twin.resource.VirtualRule;
import io.meshtwin.twin.resource.VirtualService;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.pcollections.TreePMap;
import org.pcollections.TreePSet;

/**
 * The VirtualServices of a mesh with full names, by what they are found by. Immutable, and with a
 * few of them changed it shares the rest, so that a fork costs what it changes.
 *
 * @param all by key
 * @param bound by {@code mesh} or the Gateway that they are bound to; those with hosts alone
 * @param naming those of the mesh by each host that they name, as it is written
 * @param choosing those of {@code naming} that choose among subsets of the host itself
 * @param sending those at Gateways by each host that they send to as a whole
 * @param wildcards how many of the mesh's hosts are wildcards
 * @param besides how many of the mesh cover many hosts and name others besides
 */
public record NamedRules(
    TreePMap<ResourceKey, VirtualService> all,
    TreePMap<String, TreePSet<ResourceKey>> bound,
    TreePMap<String, TreePSet<ResourceKey>> naming,
    TreePMap<String, TreePSet<ResourceKey>> choosing,
    TreePMap<String, TreePSet<ResourceKey>> sending,
    int wildcards,
    int besides) {
  private static final NamedRules NONE =
      new NamedRules(
          TreePMap.empty(),
          TreePMap.empty(),
          TreePMap.empty(),
          TreePMap.empty(),
          TreePMap.empty(),
          0,
          0);

  /** Those of an image. */
  public static NamedRules of(MeshImage image) {
    NamedRules result = NONE;
    for (VirtualService service : image.all(VirtualService.class).toList()) {
      result = result.with(FullNames.of(service), true);
    }
    return result;
  }

  /** With some changed; what is no VirtualService makes no difference. */
  public NamedRules with(Collection<Map.Entry<ResourceKey, Update>> changes) {
    NamedRules result = this;
    for (Map.Entry<ResourceKey, Update> change : changes) {
      VirtualService before = all.get(change.getKey());
      VirtualService after = service(change.getValue().after());
      result = before == null ? result : result.with(before, false);
      result = after == null ? result : result.with(FullNames.of(after), true);
    }
    return result;
  }

  private static @Nullable VirtualService service(@Nullable ResourceState state) {
    return state != null && state.resource() instanceof VirtualService found ? found : null;
  }

  private NamedRules with(VirtualService service, boolean there) {
    ResourceKey key = service.key();
    boolean inMesh = isInMesh(service);
    Collection<String> named = inMesh ? service.hosts() : List.of();
    int wild = (int) named.stream().filter(IstioNames::isWildcard).count();
    int sign = there ? 1 : -1;
    return new NamedRules(
        there ? all.plus(key, service) : all.minus(key),
        with(
            bound,
            service.hosts().isEmpty() ? Stream.of() : service.gateways().stream(),
            key,
            there),
        with(naming, named.stream(), key, there),
        with(choosing, inMesh ? chosen(service) : Stream.of(), key, there),
        with(sending, isAtGateways(service) ? sent(service) : Stream.of(), key, there),
        wildcards + sign * wild,
        besides + sign * (wild > 0 && named.size() > 1 ? 1 : 0));
  }

  private static TreePMap<String, TreePSet<ResourceKey>> with(
      TreePMap<String, TreePSet<ResourceKey>> map,
      Stream<String> names,
      ResourceKey key,
      boolean there) {
    BiFunction<TreePSet<ResourceKey>, ResourceKey, TreePSet<ResourceKey>> change =
        there ? TreePSet::plus : TreePSet::minus;
    return names
        .distinct()
        .reduce(
            map,
            (result, name) -> {
              TreePSet<ResourceKey> keys =
                  change.apply(result.getOrDefault(name, TreePSet.empty()), key);
              return keys.isEmpty() ? result.minus(name) : result.plus(name, keys);
            },
            (one, _) -> one);
  }

  static boolean isInMesh(VirtualService service) {
    return service.gateways().contains(IstioNames.MESH);
  }

  static boolean isAtGateways(VirtualService service) {
    return service.gateways().stream().anyMatch(gateway -> !gateway.equals(IstioNames.MESH));
  }

  private static Stream<String> chosen(VirtualService service) {
    return destinations(service)
        .filter(to -> to.subset() != null && service.hosts().contains(to.host()))
        .map(MeshDestination::host);
  }

  private static Stream<String> sent(VirtualService service) {
    return destinations(service).filter(to -> to.subset() == null).map(MeshDestination::host);
  }

  /** Where rules for requests send, but for what delegates do. */
  static Stream<MeshDestination> destinations(VirtualService service) {
    return service.http().stream()
        .flatMap(rule ->
            rule.action() instanceof VirtualRule.Action.Send send
                ? send.targets().stream().map(VirtualRule.Target::destination)
                : Stream.empty());
  }

  /** The VirtualServices of a set of keys, in the order of these. */
  Stream<VirtualService> get(Collection<ResourceKey> keys) {
    return keys.stream().flatMap(key -> Stream.ofNullable(all.get(key)));
  }

  /** The keys under a name. */
  static SortedSet<ResourceKey> at(
      TreePMap<String, TreePSet<ResourceKey>> map, @Nullable String name) {
    return map.getOrDefault(name, TreePSet.empty());
  }

  /** Whether something may be said otherwise of others where this one changes. */
  public Stream<ResourceKey> beside(ResourceKey changed) {
    VirtualService service = all.get(changed);
    return service == null || !isInMesh(service)
        ? Stream.empty()
        : service.hosts().stream()
            .flatMap(host -> Stream.concat(at(naming, host).stream(), at(sending, host).stream()));
  }
}
