package io.meshtwin.twin.resolve;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resolve.istiogateway.Surroundings;
import io.meshtwin.twin.resolve.security.MeshSecurity;
import io.meshtwin.twin.resource.Gateway;
import io.meshtwin.twin.resource.MeshConfig;
import io.meshtwin.twin.routing.Caveat;
import io.meshtwin.twin.routing.FilterChain;
import io.meshtwin.twin.routing.Handler;
import io.meshtwin.twin.routing.Listener;
import io.meshtwin.twin.routing.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What Istio's policies ask of those who come to a gateway: of each request where HTTP is read
 * ({@code listener_builder.go}, buildHTTPConnectionManager), of each connection where bytes are
 * passed on ({@code networkfilter.go}, buildCompleteNetworkFilters).
 *
 * @param settings MeshConfig
 * @param security null in a dialect where proxies know no such policies: then they are caveats
 */
record GatewayPolicies(
    MeshImage image,
    Workloads workloads,
    Caveats caveats,
    MeshConfig settings,
    @Nullable MeshSecurity security)
    implements Surroundings {
  /** What istiod's deployment controller writes on the pods of every Gateway. */
  private static final Map<String, String> MANAGED =
      Map.of("gateway.istio.io/managed", "istio.io-gateway-controller");

  @Override
  public List<Caveat> atGateway(
      String cluster, String namespace, Map<String, String> labels, Set<Integer> ports) {
    return caveats.gateways().of(cluster, namespace, labels, ports);
  }

  @Override
  public List<Caveat> refused(ResourceKey key) {
    return caveats.refused(key);
  }

  @Override
  public List<FilterChain> behindPolicies(
      String cluster, String namespace, Map<String, String> labels, List<FilterChain> chains) {
    if (security == null) {
      return chains;
    }
    var proxy = new ResourceKey(cluster, "", "Pod", namespace, "gateway");
    var before = TrustedProxies.of(settings, pods(proxy, labels));
    List<Caveat> unknown =
        Stream.concat(
                security.attached(proxy, labels).stream()
                    .flatMap(policy -> Caveats.refused(image, policy)),
                Stream.concat(
                    before.unmodelled().stream()
                        .map(what -> Caveats.notModelled(what, new Origin(proxy, "", null))),
                    security.doubts(proxy, labels).stream()))
            .toList();
    return chains.stream()
        .map(chain ->
            unknown.isEmpty()
                ? behind(security, proxy, labels, trusting(chain, before.hops()))
                : chain.with(new Handler.Unmodelled(unknown)))
        .toList();
  }

  private List<Workload> pods(ResourceKey proxy, Map<String, String> labels) {
    return workloads.in(proxy).stream().filter(pod -> pod.labels().equals(labels)).toList();
  }

  private static FilterChain trusting(FilterChain chain, int hops) {
    return chain.handler() instanceof Handler.Http http
        ? chain.with(new Handler.Http(http.hosts(), http.reading().behind(hops)))
        : chain;
  }

  private static FilterChain behind(
      MeshSecurity security, ResourceKey proxy, Map<String, String> labels, FilterChain chain) {
    return switch (chain.handler()) {
      case Handler.Http _ -> chain.behind(security.atGateway(proxy, labels, true));
      case Handler.Tcp _ -> chain.behind(security.atGateway(proxy, labels, false));
      case Handler.Udp _, Handler.Unmodelled _ -> chain;
    };
  }

  /** A Gateway of the Gateway API: its proxies are the pods that are labelled with its name. */
  List<Listener> of(Gateway gateway, List<Listener> listeners) {
    if (security == null) {
      return listeners;
    }
    ResourceKey key = gateway.key();
    List<Map<String, String>> pods =
        workloads.in(key).stream()
            .map(Workload::labels)
            .filter(labels -> key.name().equals(labels.get(Gateway.NAME_LABEL)))
            .distinct()
            .toList();
    return listeners.stream().map(listener -> of(key, pods, listener)).toList();
  }

  private Listener of(ResourceKey gateway, List<Map<String, String>> pods, Listener listener) {
    var ways = new ArrayList<List<FilterChain>>();
    for (Map<String, String> labels : pods.isEmpty() ? List.of(assumed(gateway)) : pods) {
      ways.add(behindPolicies(gateway.cluster(), gateway.namespace(), labels, listener.chains()));
    }
    List<List<FilterChain>> different = ways.stream().distinct().toList();
    if (different.size() == 1) {
      return listener.with(different.getFirst());
    }
    var caveat =
        new Caveat(
            "which of the pods of " + gateway + " answers, which policies tell apart",
            listener.origin());
    return listener.with(new Handler.Unmodelled(List.of(caveat)));
  }

  private static Map<String, String> assumed(ResourceKey gateway) {
    var labels = new TreeMap<>(MANAGED);
    labels.put(Gateway.NAME_LABEL, gateway.name());
    return labels;
  }
}
