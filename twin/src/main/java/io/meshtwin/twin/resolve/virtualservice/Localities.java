package io.meshtwin.twin.resolve.virtualservice;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.image.Reference.Relation;
import io.meshtwin.twin.resource.EndpointSlice;
import io.meshtwin.twin.resource.LabelSelector;
import io.meshtwin.twin.resource.MeshConfig;
import io.meshtwin.twin.resource.Pod;
import io.meshtwin.twin.resource.Service;
import io.meshtwin.twin.resource.ServiceEntry;
import io.meshtwin.twin.resource.TrafficPolicy.LoadBalancer;
import io.meshtwin.twin.resource.TrafficPolicy.Locality;
import io.meshtwin.twin.resource.WorkloadEntry;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whether near endpoints go before far ones: by a DestinationRule or MeshConfig, and, since both
 * are on where nothing is said, as soon as failing endpoints are left out ({@code
 * loadbalancer.GetEffectiveLbSetting}). Which endpoints that leaves is not modelled.
 */
final class Localities {
  private static final String LABEL = "istio-locality";
  private static final String PARTS = "failoverPriority";

  private final MeshImage image;
  private final JsonNode mesh;
  private final JsonNode zones;
  private final boolean leftOut;
  private final Map<ResourceKey, Boolean> several = new HashMap<>();

  Localities(MeshImage image, MeshConfig config) {
    this.image = image;
    mesh = config.body().path("localityLbSetting");
    zones = config.body().path("zoneAwareLbSetting");
    leftOut = config.body().path("defaultTrafficPolicy").has("outlierDetection");
  }

  /** Whether it decides who answers at a host. */
  boolean decide(KnownHost host, HostPolicy policy) {
    LoadBalancer balancer = policy.balancer();
    Locality own = balancer == null ? null : balancer.locality();
    boolean outliers = policy.outlier() != null || leftOut;
    boolean zoneAware = (balancer != null && balancer.zoneAware()) || on(zones);
    boolean byLabels =
        outliers && (own == null ? said(mesh, PARTS) : !own.failoverPriority().isEmpty());
    boolean shared = own == null ? said(mesh, "distribute") : !own.distribute().isEmpty();
    boolean on = own == null ? !off(mesh) : !Boolean.FALSE.equals(own.enabled());
    if (!on && !zoneAware) {
      return false;
    }
    return byLabels || ((zoneAware || shared || outliers) && several(host.key()));
  }

  private static boolean said(JsonNode setting, String field) {
    return !setting.path(field).isEmpty();
  }

  private static boolean off(JsonNode setting) {
    return setting.has("enabled") && !setting.path("enabled").asBoolean();
  }

  private static boolean on(JsonNode setting) {
    return setting.isObject() && !off(setting);
  }

  private synchronized boolean several(ResourceKey host) {
    return several.computeIfAbsent(host, key -> all(key).distinct().limit(2).count() > 1);
  }

  private Stream<String> all(ResourceKey host) {
    Service service = image.get(host, Service.class);
    if (service != null) {
      Stream<String> zones =
          image
              .referrers(host, Relation.SERVES)
              .flatMap(slice -> Stream.ofNullable(image.get(slice, EndpointSlice.class)))
              .flatMap(slice -> slice.endpoints().stream().map(EndpointSlice.Address::zone));
      return Stream.concat(zones, selected(host, service::selects));
    }
    return image
        .all(ServiceEntry.class)
        .filter(entry -> entry.key().namespace().equals(host.namespace()))
        .filter(entry -> entry.hosts().stream().anyMatch(host.name()::equalsIgnoreCase))
        .flatMap(entry ->
            Stream.concat(
                entry.endpoints().stream().map(endpoint -> endpoint.locality()),
                selected(host, labels -> takes(entry.selector(), labels))));
  }

  /** Of the Pods and WorkloadEntries of the namespace. */
  private Stream<String> selected(ResourceKey host, Predicate<Map<String, String>> selector) {
    Stream<String> pods =
        image
            .in(in(host, "", "Pod"), Pod.class)
            .filter(pod -> selector.test(pod.metadata().labels()))
            .flatMap(pod -> Stream.ofNullable(pod.metadata().labels().get(LABEL)));
    Stream<String> entries =
        image
            .in(in(host, "networking.istio.io", "WorkloadEntry"), WorkloadEntry.class)
            .filter(entry -> selector.test(entry.instance().labels()))
            .map(entry -> entry.instance().locality());
    return Stream.concat(pods, entries);
  }

  private static boolean takes(@Nullable Map<String, String> selector, Map<String, String> labels) {
    return selector != null && new LabelSelector(selector, java.util.List.of()).takes(labels);
  }

  private static ResourceKey in(ResourceKey host, String group, String kind) {
    return new ResourceKey(host.cluster(), group, kind, host.namespace(), "");
  }
}
