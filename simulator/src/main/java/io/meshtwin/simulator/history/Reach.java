package io.meshtwin.simulator.history;

import io.meshtwin.twin.event.Manifest;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.image.Reference;
import io.meshtwin.twin.image.Reference.Relation;
import io.meshtwin.twin.image.ResourceState;
import io.meshtwin.twin.resource.ConfigMap;
import io.meshtwin.twin.resource.DestinationRule;
import io.meshtwin.twin.resource.EndpointSlice;
import io.meshtwin.twin.resource.Gateway;
import io.meshtwin.twin.resource.GatewayClass;
import io.meshtwin.twin.resource.IstioGateway;
import io.meshtwin.twin.resource.MeshConfig;
import io.meshtwin.twin.resource.Pod;
import io.meshtwin.twin.resource.Resource;
import io.meshtwin.twin.resource.Service;
import io.meshtwin.twin.resource.ServiceEntry;
import io.meshtwin.twin.resource.VirtualService;
import io.meshtwin.twin.resource.WorkloadTemplate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The resources on which a flow's verdict can depend: its dependency set, over a stretch of time.
 * It is told every version of every resource of that time and closes over what they refer to, so
 * that a route counts from before it was attached until after. It takes in too much rather than too
 * little: whoever uses it compares what it says with the whole mesh where it matters.
 *
 * <p>Told in two passes, since most of a log is workloads and endpoints, of which a flow needs few:
 * first everything else ({@link #learn}), then {@link #close}, then those that {@link #admits} by
 * name alone.
 */
public final class Reach {
  private static final Set<String> WORKLOADS =
      Set.of("Pod", "EndpointSlice", "Deployment", "StatefulSet", "DaemonSet");

  /** Where Istio's mesh-wide objects are, unless its MeshConfig says otherwise. */
  private static final String ROOT_NAMESPACE = "istio-system";

  private final Flow flow;
  private final Set<ResourceKey> linked = new HashSet<>();
  private final Set<ResourceKey> dialed = new HashSet<>();
  private final Set<String> namespaces = new HashSet<>();
  private final Map<ResourceKey, Set<ResourceKey>> acting = new HashMap<>();
  private final Map<ResourceKey, Set<ResourceKey>> leading = new HashMap<>();
  private final Map<ResourceKey, List<Service>> services = new HashMap<>();
  private final Set<String> endpoints = new HashSet<>();
  private final List<Map<String, String>> selectors = new ArrayList<>();
  private final UnreadRoutes unread = new UnreadRoutes();
  private boolean everything;

  /** Before anything is learned. */
  public Reach(Flow flow) {
    this.flow = flow;
    this.everything = flow.toAddress();
    namespaces.addAll(flow.namespaces());
    namespaces.add(ROOT_NAMESPACE);
    if (flow.gateway() != null) {
      String name = flow.gateway().substring(flow.gateway().indexOf('/') + 1);
      selectors.add(Map.of(Gateway.NAME_LABEL, name));
    }
  }

  /** Every resource, for when a narrower reach was found wanting. */
  public static Reach ofEverything(Flow flow) {
    var reach = new Reach(flow);
    reach.everything = true;
    return reach;
  }

  /** One of the same flow that has learned nothing. */
  Reach anew() {
    return new Reach(flow);
  }

  /** Whether it takes every resource, whatever it learns. */
  boolean isOfEverything() {
    return everything;
  }

  /** Whether resources of this kind are for the second pass. */
  public static boolean isWorkload(ResourceKey key) {
    return WORKLOADS.contains(key.kind());
  }

  /**
   * The namespaces that count so far: before anything is learned, of those who send and of what
   * they ask for.
   */
  public Set<String> namespaces() {
    return Set.copyOf(namespaces);
  }

  /**
   * A version of a resource that is no workload.
   *
   * @param resource reads it; asked when it may count
   */
  public void learn(Manifest manifest, Supplier<Resource> resource) {
    if (UnreadRoutes.isRoute(manifest.key())) {
      unread.add(manifest, resource);
    } else {
      learn(resource.get());
    }
  }

  private void learn(Resource resource) {
    ResourceKey key = resource.key();
    for (Reference reference : Reference.of(resource)) {
      boolean onward =
          reference.relation() != Relation.ATTACHES
              || reference.target().kind().equals("GatewayClass");
      Map<ResourceKey, Set<ResourceKey>> way = onward ? leading : acting;
      ResourceKey from = onward ? reference.source() : reference.target();
      ResourceKey to = onward ? reference.target() : reference.source();
      way.computeIfAbsent(from, _ -> new HashSet<>()).add(to);
    }
    switch (resource) {
      case Service service -> {
        services.computeIfAbsent(key, _ -> new ArrayList<>()).add(service);
        link(flow.mayMean(key), key);
      }
      case IstioGateway gateway -> {
        // Its proxies are chosen by labels in any namespace.
        everything |= isEntrance(gateway.key());
        link(isEntrance(key), key);
      }
      case VirtualService virtual ->
          link(virtual.fullHosts().stream().anyMatch(flow::takenBy), key);
      case DestinationRule rule -> link(!rule.fullHost().endsWith(".svc.cluster.local"), key);
      case ServiceEntry entry -> {
        linked.add(key);
        if (entry.selector() != null) {
          selectors.add(entry.selector());
          namespaces.add(key.namespace());
        }
      }
      case GatewayClass _ -> linked.add(key);
      case ConfigMap map when map.isMeshConfig() -> {
        linked.add(key);
        MeshConfig config = MeshConfig.of(map);
        namespaces.add(config == null ? ROOT_NAMESPACE : config.rootNamespace());
      }
      case Resource _ -> link(isEntrance(key), key);
    }
  }

  /** What is learned so far is all: follows it to its ends. */
  public void close() {
    services.keySet().stream().filter(flow::mayMean).forEach(dialed::add);
    Deque<ResourceKey> open = new ArrayDeque<>(linked);
    Set<ResourceKey> asked = new HashSet<>();
    while (!open.isEmpty()) {
      follow(open);
      Set<ResourceKey> parents =
          linked.stream()
              .filter(key -> dialed.contains(key) && asked.add(key))
              .collect(Collectors.toSet());
      unread.mayAttachTo(parents).forEach(this::learn);
      open.addAll(parents);
    }
    learnSelectors();
  }

  private void follow(Deque<ResourceKey> open) {
    while (!open.isEmpty()) {
      ResourceKey key = open.pop();
      unread.take(key).forEach(this::learn);
      namespaces.add(key.namespace());
      if (!Flow.isService(key)) {
        dialed.add(key);
      }
      var next = new HashSet<ResourceKey>();
      acting.getOrDefault(key, Set.of()).stream()
          .filter(other -> dialed.contains(key) || !isRoute(other))
          .forEach(next::add);
      next.addAll(leading.getOrDefault(key, Set.of()));
      services
          .getOrDefault(key, List.of())
          .forEach(service -> next.addAll(dialedUnder(service.externalName())));
      next.stream().filter(linked::add).forEach(open::push);
    }
  }

  /** The Services that another one's external name may mean: they are dialed, too. */
  private Set<ResourceKey> dialedUnder(@Nullable String externalName) {
    if (externalName == null) {
      return Set.of();
    }
    Set<ResourceKey> named =
        services.keySet().stream()
            .filter(other -> Flow.named(externalName, other, Set.of()))
            .collect(Collectors.toSet());
    // Those that were met on another way are met again, as dialed ones.
    named.stream().filter(dialed::add).forEach(linked::remove);
    return named;
  }

  private void learnSelectors() {
    services.entrySet().stream()
        .filter(entry -> linked.contains(entry.getKey()))
        .flatMap(entry -> entry.getValue().stream())
        .map(Service::selector)
        .filter(selector -> !selector.isEmpty())
        .distinct()
        .forEach(selectors::add);
  }

  /** Whether a resource may count, by its name alone. After {@link #close}. */
  public boolean admits(ResourceKey key) {
    if (everything || linked.contains(key)) {
      return true;
    }
    if (key.kind().equals("Namespace") && key.group().isEmpty()) {
      return namespaces.contains(key.name());
    }
    return switch (key.kind()) {
      // These count through what refers to them, or what they refer to.
      // In Istio a sidecar listens at a port because some Service of the mesh has it.
      case "Service" -> true;
      case "HTTPRoute",
          "GRPCRoute",
          "TLSRoute",
          "TCPRoute",
          "UDPRoute",
          "Gateway",
          "ListenerSet",
          "VirtualService",
          "DestinationRule",
          "BackendTLSPolicy",
          "Secret",
          "ConfigMap" ->
          false;
      default -> key.namespace().isEmpty() || namespaces.contains(key.namespace());
    };
  }

  /** A version of an EndpointSlice that {@link #admits} takes; before the Pods are asked for. */
  public void learnEndpoints(EndpointSlice slice) {
    if (serves(slice)) {
      slice.endpoints().stream()
          .map(EndpointSlice.Address::pod)
          .filter(pod -> pod != null)
          .forEach(pod -> endpoints.add(slice.key().namespace() + "/" + pod));
    }
  }

  /** The same of a state, which is read only where its name may count. */
  public boolean takes(ResourceState state) {
    return everything || (admits(state.key()) && takes(state.resource()));
  }

  /** Whether a version of a resource may count, by all that it says. */
  public boolean takes(Resource resource) {
    ResourceKey key = resource.key();
    if (everything || !admits(key)) {
      return everything;
    }
    return switch (resource) {
      case EndpointSlice slice -> serves(slice);
      case Pod pod -> takes(key, pod.metadata().labels());
      case WorkloadTemplate template -> takes(key, template.podLabels());
      case Resource _ -> true;
    };
  }

  private boolean takes(ResourceKey workload, Map<String, String> labels) {
    return flow.isClient(workload)
        || endpoints.contains(workload.qualifiedName())
        || selectors.stream().anyMatch(s -> labels.entrySet().containsAll(s.entrySet()));
  }

  private boolean serves(EndpointSlice slice) {
    ResourceKey key = slice.key();
    return linked.contains(
        new ResourceKey(key.cluster(), "", "Service", key.namespace(), slice.service()));
  }

  private void link(boolean counts, ResourceKey key) {
    if (counts) {
      linked.add(key);
    }
  }

  /**
   * Rules act where a client dials, and not again at the Service that they lead to. In Istio what
   * other Services have ports for decides too, so VirtualServices are followed on.
   */
  private static boolean isRoute(ResourceKey key) {
    return key.kind().endsWith("Route");
  }

  private boolean isEntrance(ResourceKey key) {
    return key.kind().equals("Gateway") && key.qualifiedName().equals(flow.gateway());
  }
}
