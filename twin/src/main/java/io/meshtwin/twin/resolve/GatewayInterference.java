package io.meshtwin.twin.resolve;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resource.AuthorizationPolicy;
import io.meshtwin.twin.resource.ConfigMap;
import io.meshtwin.twin.resource.Foreign;
import io.meshtwin.twin.resource.Gateway;
import io.meshtwin.twin.resource.MeshConfig;
import io.meshtwin.twin.resource.NetworkPolicy;
import io.meshtwin.twin.resource.PolicyTarget;
import io.meshtwin.twin.resource.RequestAuthentication;
import io.meshtwin.twin.resource.Resource;
import io.meshtwin.twin.routing.Caveat;
import io.meshtwin.twin.routing.Origin;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What has a say in what the proxies of gateways do, and is not modelled. */
final class GatewayInterference {
  /** Where istiod serves Ingresses of its class ({@code ConvertIngressV1alpha3}). */
  private static final Set<Integer> INGRESS_PORTS = Set.of(80, 443);

  /** Fields of MeshConfig that say which Ingresses are served, and by whom. */
  private static final List<String> INGRESS_SETTINGS =
      List.of("ingressClass", "ingressControllerMode", "ingressSelector", "ingressService");

  private final MeshImage image;
  private final Rewriters rewriters;
  private final UnmodelledResources unmodelled;

  /** Whether a MeshConfig says which Ingresses istiod serves, and where. */
  private final boolean ingressesElsewhere;

  GatewayInterference(MeshImage image, Rewriters rewriters, UnmodelledResources unmodelled) {
    this.image = image;
    this.rewriters = rewriters;
    this.unmodelled = unmodelled;
    this.ingressesElsewhere =
        image
            .all(ConfigMap.class)
            .filter(ConfigMap::isMeshConfig)
            .flatMap(map -> Stream.ofNullable(MeshConfig.of(map)))
            .anyMatch(config -> INGRESS_SETTINGS.stream().anyMatch(config.body()::has));
  }

  /** What may change what a Gateway of the Gateway API does. */
  List<Caveat> of(ResourceKey gateway) {
    Map<String, String> labels = Map.of(Gateway.NAME_LABEL, gateway.name());
    return Stream.concat(
            policies(gateway.cluster(), gateway.namespace(), _ -> true),
            rewriters.gateway(gateway.cluster(), gateway.namespace(), labels, Set.of()).stream())
        .toList();
  }

  /** What may change what an Istio Gateway's proxies do. */
  List<Caveat> of(
      String cluster, String namespace, Map<String, String> labels, Set<Integer> ports) {
    return Stream.of(
            policies(cluster, namespace, target -> means(target, labels)),
            ingresses(labels, ports),
            rewriters.gateway(cluster, namespace, labels, ports).stream())
        .flatMap(caveats -> caveats)
        .toList();
  }

  private Stream<Caveat> ingresses(Map<String, String> labels, Set<Integer> ports) {
    boolean serves = ingressesElsewhere || "ingressgateway".equals(labels.get("istio"));
    return serves && ports.stream().anyMatch(INGRESS_PORTS::contains)
        ? image
            .all(Foreign.class)
            .filter(f -> f.key().kind().equals(UnmodelledResources.INGRESS))
            .filter(f -> ingressesElsewhere || f.concernsTraffic())
            .map(UnmodelledResources::caveat)
        : Stream.empty();
  }

  /** Selectors are for proxies of Istio's Gateways, references for those of the Gateway API. */
  private static boolean means(PolicyTarget target, Map<String, String> labels) {
    Map<String, String> selected = target.labels();
    return target.refs().isEmpty()
        && (selected == null || labels.entrySet().containsAll(selected.entrySet()));
  }

  private Stream<Caveat> policies(
      String cluster, String namespace, Predicate<PolicyTarget> targets) {
    Predicate<Resource> touching =
        f ->
            switch (f) {
              case AuthorizationPolicy policy -> targets.test(policy.target());
              case RequestAuthentication policy -> targets.test(policy.target());
              case Resource _ -> false;
            };
    Predicate<Resource> here =
        f -> f.key().cluster().equals(cluster) && UnmodelledResources.covers(f, namespace);
    return Stream.concat(
        unmodelled.caveats(touching.and(here)).stream(), closed(cluster, namespace));
  }

  /** NetworkPolicies that may select a Gateway's pods, whose labels are the implementation's. */
  private Stream<Caveat> closed(String cluster, String namespace) {
    return image
        .all(NetworkPolicy.class)
        .filter(policy ->
            policy.key().cluster().equals(cluster) && policy.key().namespace().equals(namespace))
        .map(policy -> {
          String words = "whether " + policy.key() + " selects the pods of a Gateway is not known";
          return new Caveat(words, new Origin(policy.key(), "", policy.metadata().source("")));
        });
  }
}
