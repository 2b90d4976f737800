package io.meshtwin.twin.resolve.sidecar;

import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resource.ExportTo;
import io.meshtwin.twin.resource.MeshConfig;
import io.meshtwin.twin.resource.Service;
import io.meshtwin.twin.resource.ServiceEntry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Every host that istiod knows in a cluster, oldest first ({@code PushContext.initServiceRegistry},
 * {@code SortServicesByCreationTime}).
 */
public final class Registry {
  private static final Comparator<MeshService> ORDER =
      Comparator.comparing(MeshService::created)
          .thenComparing(Registry::name)
          .thenComparing(MeshService::namespace);

  private final ExportTo byDefault;
  private final List<MeshService> all;
  private final boolean oneEach;
  private final boolean alike;
  private final List<MeshService> everywhere = new ArrayList<>();
  private final Map<String, List<MeshService>> exported = new HashMap<>();
  private final Map<String, Map<String, MeshService>> byHost = new HashMap<>();
  private final Map<String, List<MeshService>> further = new HashMap<>();
  private final Set<String> hiding = new HashSet<>();

  /** What clients of a namespace see that asks for everything; with "" those who see the same. */
  private final Map<String, EgressListener> asking = new ConcurrentHashMap<>();

  private Registry(ExportTo byDefault, List<MeshService> all) {
    this.byDefault = byDefault;
    this.all = all;
    all.forEach(this::add);
    // Of a host in several namespaces each client sees its own first.
    oneEach = everywhere.stream().map(MeshService::host).distinct().count() == everywhere.size();
    alike =
        oneEach
            && exported.isEmpty()
            && hiding.isEmpty()
            && all.stream().noneMatch(s -> s.resolution() == MeshService.Resolution.ALIAS);
  }

  /** The hosts of a cluster. */
  public static Registry of(MeshImage image, MeshConfig config, String cluster) {
    Stream<MeshService> services =
        image.all(Service.class).flatMap(service -> Services.of(service).stream());
    Stream<MeshService> entries =
        image.all(ServiceEntry.class).flatMap(entry -> ServiceEntryHosts.of(entry).stream());
    List<MeshService> all =
        Stream.concat(services, entries)
            .filter(service -> service.key().cluster().equals(cluster))
            .sorted(ORDER)
            .toList();
    return new Registry(config.serviceExportTo(), Aliases.resolved(all));
  }

  /** Oldest first. */
  public List<MeshService> all() {
    return all;
  }

  /**
   * What a namespace may see: first what is meant for it, then what is meant for everybody ({@code
   * servicesExportedToNamespace}).
   */
  List<MeshService> visibleTo(String namespace) {
    List<MeshService> own = exported.getOrDefault(namespace, List.of());
    if (own.isEmpty()) {
      return everywhere;
    }
    var result = new ArrayList<MeshService>(own.size() + everywhere.size());
    result.addAll(own);
    result.addAll(everywhere);
    return result;
  }

  /** What clients of a namespace see that ask for everything, made once. */
  EgressListener all(String namespace) {
    return asking.computeIfAbsent(
        seesAsOthers(namespace) ? "" : namespace, _ -> EgressListener.of(this, namespace, null));
  }

  /**
   * What every client sees that asks for everything, whatever its namespace; null where namespaces
   * see different services, or one host is another name of another.
   */
  public @Nullable SeenServices seenByAll() {
    return alike ? all("").services() : null;
  }

  /** Whether clients of a namespace see what those of most others see. */
  private boolean seesAsOthers(String namespace) {
    return oneEach && !exported.containsKey(namespace);
  }

  /** Whether a namespace may see a service ({@code IsServiceVisible}). */
  boolean sees(String namespace, MeshService service) {
    return exportTo(service).reaches(namespace, service.namespace());
  }

  /** The services of a host by namespace; a Kubernetes Service before others, then the oldest. */
  public Map<String, MeshService> named(String host) {
    return byHost.getOrDefault(host, Map.of());
  }

  /**
   * The service of a host in a namespace that has a port: several ServiceEntries may share a host,
   * each with ports of its own ({@code sidecar.go}, addService merges them); null for none.
   */
  public @Nullable MeshService named(String host, String namespace, int port) {
    MeshService first = named(host, namespace);
    if (first == null || first.port(port) != null) {
      return first;
    }
    return further.getOrDefault(host, List.of()).stream()
        .filter(other -> other.namespace().equals(namespace) && other.port(port) != null)
        .findFirst()
        .orElse(first);
  }

  /** The service of a host in a namespace, null for none. */
  public @Nullable MeshService named(String host, String namespace) {
    return named(host).get(namespace);
  }

  /**
   * The service that a host means to a namespace that did not ask for it: its own, then a
   * Kubernetes Service that it sees, then the oldest that it sees; null for none ({@code
   * pickBestVisibleNamespace}).
   */
  @Nullable MeshService best(String host, String namespace) {
    Map<String, MeshService> all = named(host);
    MeshService own = all.get(namespace);
    return own != null
        ? own
        : all.values().stream()
            .filter(service -> sees(namespace, service))
            .min(Comparator.comparing(service -> !service.kubernetes()))
            .orElse(null);
  }

  /** Whether a namespace has a service that it does not see itself. */
  boolean hidesFromItself(String namespace) {
    return hiding.contains(namespace);
  }

  /** The hosts. */
  Collection<String> hosts() {
    return byHost.keySet();
  }

  private ExportTo exportTo(MeshService service) {
    ExportTo own = service.attributes().exportTo();
    return own.unsaid() ? byDefault : own;
  }

  private void add(MeshService service) {
    Map<String, MeshService> same =
        byHost.computeIfAbsent(service.host(), _ -> new LinkedHashMap<>());
    MeshService existing = same.get(service.namespace());
    if (existing == null || (!existing.kubernetes() && service.kubernetes())) {
      same.put(service.namespace(), service);
    } else {
      further.computeIfAbsent(service.host(), _ -> new ArrayList<>()).add(service);
    }
    if (!sees(service.namespace(), service)) {
      hiding.add(service.namespace());
    }
    ExportTo to = exportTo(service);
    if (to.written().contains(ExportTo.ALL)) {
      everywhere.add(service);
    } else if (!to.written().contains(ExportTo.NONE)) {
      to.written().stream()
          .map(entry -> entry.equals(ExportTo.OWN) ? service.namespace() : entry)
          .distinct()
          .forEach(namespace ->
              exported.computeIfAbsent(namespace, _ -> new ArrayList<>()).add(service));
    }
  }

  private static String name(MeshService service) {
    return service.key().name();
  }
}
