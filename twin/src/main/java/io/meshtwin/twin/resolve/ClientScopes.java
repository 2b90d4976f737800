package io.meshtwin.twin.resolve;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resolve.virtualservice.PodPlaces;
import io.meshtwin.twin.resource.DestinationRule;
import io.meshtwin.twin.resource.Namespace;
import io.meshtwin.twin.resource.NetworkPolicy;
import io.meshtwin.twin.resource.PlaceLabels;
import io.meshtwin.twin.resource.Pod;
import io.meshtwin.twin.resource.PodTraits;
import io.meshtwin.twin.resource.ProxyConfig;
import io.meshtwin.twin.resource.ProxySettings;
import io.meshtwin.twin.resource.Sidecar;
import io.meshtwin.twin.resource.VirtualService;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The scopes of a mesh's clients.
 *
 * <p>Who has a sidecar: a Pod says it itself, by the annotation that injection leaves. For a
 * template, and where no Pod has been injected yet, the labels that injection goes by decide
 * ({@code pkg/kube/inject}); where nothing in the mesh speaks of injection, all clients have one.
 */
final class ClientScopes {
  /** The label of a namespace whose Pods the default control plane injects. */
  static final String INJECTION = "istio-injection";

  private static final String ENABLED = "enabled";
  private static final String PROXY_USER =
      "a container of the client's Pods that runs as the proxy's user "
          + PodTraits.PROXY_USER
          + ", so that what it sends passes the sidecar by";

  private final MeshImage image;
  private final boolean istio;
  private final Set<String> read = new TreeSet<>();

  /** Of these the ones that istiod reads, of the proxy and not of the Pod. */
  private final Set<String> ofProxies = new TreeSet<>();

  private final boolean injected;
  private final boolean spokenOf;
  private final String root;
  private final List<ProxyConfig> starts;
  private final PodPlaces places;

  /** Sidecars that choose by where workloads are. */
  private final List<Sidecar> placed;

  /** What was worked out, by the workload's key: of one that differs it is worked out anew. */
  private Map<ResourceKey, Known> known = new ConcurrentHashMap<>();

  private record Known(Workload workload, ClientScope scope) {}

  /**
   * @param near labels by which near endpoints are preferred
   * @param more labels that something else reads of clients
   */
  ClientScopes(MeshImage image, Dialect dialect, Set<String> near, Set<String> more) {
    this.image = image;
    this.istio = dialect.mesh().sidecars();
    this.injected =
        istio && image.all(Pod.class).anyMatch(pod -> Boolean.TRUE.equals(Workload.sidecar(pod)));
    this.spokenOf =
        injected || (istio && image.all(Namespace.class).anyMatch(ns -> byNamespace(ns) != null));
    this.root = MeshSettings.of(image).rootNamespace();
    this.starts = image.all(ProxyConfig.class).toList();
    this.places = new PodPlaces(image);
    this.placed =
        istio ? image.all(Sidecar.class).filter(ClientScopes::isPlaced).toList() : List.of();
    image.all(NetworkPolicy.class).forEach(policy -> read.addAll(policy.labelsOfClients()));
    if (istio) {
      readLabels();
      ofProxies.addAll(near);
      ofProxies.addAll(more);
      read.addAll(ofProxies);
      if (MeshConfigs.several(image)) {
        read.add(MeshConfigs.REVISION);
      }
    }
  }

  /** What else reads labels of clients adds its keys here. */
  private void readLabels() {
    image
        .all(Sidecar.class)
        .forEach(sidecar -> {
          Map<String, String> selector = sidecar.selector();
          if (selector != null) {
            ofProxies.addAll(selector.keySet());
          }
        });
    image.all(VirtualService.class).forEach(service -> ofProxies.addAll(service.readLabels()));
    image
        .all(DestinationRule.class)
        .map(DestinationRule::workloadSelector)
        .filter(Objects::nonNull)
        .forEach(selector -> ofProxies.addAll(selector.keySet()));
  }

  /** Whether the same is read of clients as in another mesh. */
  boolean reads(ClientScopes other) {
    return read.equals(other.read)
        && ofProxies.equals(other.ofProxies)
        && injected == other.injected
        && spokenOf == other.spokenOf
        && placed.equals(other.placed)
        && root.equals(other.root);
  }

  /** With what was worked out in another mesh that has the same workloads and reads the same. */
  ClientScopes knowing(ClientScopes other) {
    known = other.known;
    return this;
  }

  ClientScope of(Workload workload) {
    if (!istio) {
      return find(workload);
    }
    Known last = known.computeIfAbsent(workload.key(), _ -> new Known(workload, find(workload)));
    return last.workload().equals(workload) ? last.scope() : find(workload);
  }

  /** The labels of a workload that are read here or there. */
  Map<String, String> labels(Workload workload, ClientScopes other) {
    if (read.equals(other.read) && ofProxies.equals(other.ofProxies)) {
      return of(workload).labels();
    }
    Map<String, String> own = workload.labels();
    Set<String> both = union(ofProxies, other.ofProxies);
    var kept = new TreeMap<>(istio ? places.ofProxy(workload.key(), own, both) : own);
    kept.keySet().retainAll(union(read, other.read));
    return kept;
  }

  private static Set<String> union(Set<String> one, Set<String> other) {
    var result = new TreeSet<>(one);
    result.addAll(other);
    return result;
  }

  private ClientScope find(Workload workload) {
    ResourceKey key = workload.key();
    boolean meshed = meshed(workload);
    Map<String, String> own = workload.labels();
    ClientScope scope = of(key, istio ? places.ofProxy(key, own, ofProxies) : own, meshed);
    boolean doubted = !scope.capture().unread().isEmpty();
    return istio && meshed && !doubted ? scope.with(capture(workload)) : scope;
  }

  /** What annotations and ProxyConfigs make of the sidecar ({@code EffectiveProxyConfig}). */
  private Capture capture(Workload workload) {
    Capture own = Capture.of(workload.annotations());
    if (workload.traits().proxyUser()) {
      own = own.doubted(PROXY_USER);
    }
    return doubted(own, workload);
  }

  private Capture doubted(Capture own, Workload workload) {
    return starts.stream()
        .filter(config -> covers(config, workload) && config.selects(workload.labels()))
        .flatMap(config ->
            ProxySettings.deciding(config.environment(), "spec.environmentVariables.").stream()
                .map(field -> field + " of " + config.key()))
        .findFirst()
        .map(own::doubted)
        .orElse(own);
  }

  private boolean covers(ProxyConfig config, Workload workload) {
    String namespace = config.key().namespace();
    return namespace.equals(workload.key().namespace())
        || (namespace.equals(root) && config.selector() == null);
  }

  /** The scope of clients that are known by namespace and labels only. */
  ClientScope of(String cluster, String namespace, Map<String, String> labels) {
    var key = new ResourceKey(cluster, "", "Pod", namespace, "any");
    var proxys = new TreeMap<>(istio ? places.ofProxy(key, labels, ofProxies) : labels);
    proxys.putAll(labels);
    return of(key, proxys, true);
  }

  private ClientScope of(ResourceKey key, Map<String, String> labels, boolean meshed) {
    var kept = new TreeMap<>(labels);
    kept.keySet().retainAll(read);
    var scope = new ClientScope(key.cluster(), key.namespace(), kept, meshed);
    return placed.stream()
        .filter(sidecar -> sidecar.key().cluster().equals(key.cluster()))
        .filter(sidecar -> sidecar.key().namespace().equals(key.namespace()))
        .filter(sidecar -> maySelect(sidecar, kept))
        .findFirst()
        .map(sidecar ->
            scope.with(
                Capture.ALL.doubted(
                    "a place that is not known of the client, by which "
                        + sidecar.key()
                        + " chooses,")))
        .orElse(scope);
  }

  private static boolean isPlaced(Sidecar sidecar) {
    Map<String, String> selector = sidecar.selector();
    return selector != null && PlaceLabels.meet(selector.keySet());
  }

  private static boolean maySelect(Sidecar sidecar, Map<String, String> labels) {
    Map<String, String> selector = sidecar.selector();
    return selector != null && PlaceLabels.chosen(selector, labels) == PlaceLabels.Chosen.MAYBE;
  }

  private boolean meshed(Workload workload) {
    if (!istio) {
      return true;
    }
    Boolean said = workload.sidecar();
    if (said != null) {
      return said;
    }
    if (injected && workload.key().kind().equals("Pod")) {
      return false;
    }
    String namespace = workload.key().namespace();
    var key = new ResourceKey(workload.key().cluster(), "", "Namespace", "", namespace);
    Namespace found = image.get(key, Namespace.class);
    Boolean byNamespace = found == null ? null : byNamespace(found);
    return byNamespace == null ? !spokenOf : byNamespace;
  }

  private static @Nullable Boolean byNamespace(Namespace namespace) {
    Map<String, String> labels = namespace.metadata().labels();
    String injection = labels.get(INJECTION);
    if (injection != null) {
      return injection.equals(ENABLED);
    }
    return labels.containsKey(MeshConfigs.REVISION) ? true : null;
  }
}
