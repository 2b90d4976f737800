package io.meshtwin.twin.resolve;

import io.meshtwin.twin.resource.ProxySettings;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An annotation that Istio reads (istio/api, {@code annotation/annotations.yaml}).
 *
 * @param kinds whose objects may have it, {@code Any} for all
 * @param alpha whether it belongs to a feature that is tried out
 * @param deprecated what stands in its place, empty where nothing does; null where it is not
 *     deprecated
 * @param traffic whether it can decide what becomes of traffic
 * @param valid what its value must be
 */
record IstioAnnotation(
    Set<String> kinds,
    boolean alpha,
    @Nullable String deprecated,
    boolean traffic,
    Predicate<String> valid) {
  private static final String ANY = "Any";
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,10}");

  /** A quantity of Kubernetes. */
  private static final Pattern QUANTITY =
      Pattern.compile("[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)([numkMGTPE]|[KMGTPE]i|[eE][+-]?[0-9]+)?");

  private static final Map<String, IstioAnnotation> ALL = all();

  /** The annotation of a name; null where Istio has none. */
  static @Nullable IstioAnnotation of(String name) {
    return ALL.get(name);
  }

  /** Whether a name is one that Istio keeps for itself. */
  static boolean isIstios(String name) {
    int slash = name.indexOf('/');
    return slash > 0 && name.substring(0, slash).endsWith("istio.io");
  }

  boolean belongsTo(String kind) {
    return kinds.contains(ANY) || kinds.contains(kind);
  }

  private static Map<String, IstioAnnotation> all() {
    var all = new TreeMap<String, IstioAnnotation>();
    Predicate<String> anything = Objects::nonNull;
    Set<String> pod = Set.of("Pod");
    for (String name :
        ("prometheus.istio.io/merge-metrics sidecar.istio.io/status"
                + " sidecar.istio.io/rewriteAppHTTPProbers sidecar.istio.io/proxyImage"
                + " sidecar.istio.io/proxyImageType sidecar.istio.io/proxyCPU"
                + " sidecar.istio.io/proxyCPULimit sidecar.istio.io/proxyMemory"
                + " sidecar.istio.io/proxyMemoryLimit sidecar.istio.io/statsHistogramBuckets"
                + " sidecar.istio.io/statsFlushInterval sidecar.istio.io/statsEvictionInterval"
                + " sidecar.istio.io/statsHistogramBins sidecar.istio.io/userVolume"
                + " sidecar.istio.io/userVolumeMount status.sidecar.istio.io/port"
                + " sidecar.istio.io/logLevel sidecar.istio.io/componentLogLevel"
                + " sidecar.istio.io/agentLogLevel sidecar.istio.io/nativeSidecar"
                + " readiness.status.sidecar.istio.io/initialDelaySeconds"
                + " readiness.status.sidecar.istio.io/periodSeconds"
                + " readiness.status.sidecar.istio.io/failureThreshold"
                + " readiness.status.sidecar.istio.io/applicationPorts istio.io/rev"
                + " proxy.istio.io/overrides ambient.istio.io/redirection")
            .split(" ", -1)) {
      all.put(name, new IstioAnnotation(pod, false, null, false, anything));
    }
    for (String name :
        ("sidecar.istio.io/discoveryAddress sidecar.istio.io/statsInclusionPrefixes"
                + " sidecar.istio.io/statsInclusionSuffixes sidecar.istio.io/statsInclusionRegexps"
                + " sidecar.istio.io/extraStatTags sidecar.istio.io/statsCompression")
            .split(" ", -1)) {
      all.put(name, new IstioAnnotation(pod, false, "proxy.istio.io/config", false, anything));
    }
    checked(all, pod);
    traffic(all, pod);
    elsewhere(all, anything);
    return all;
  }

  /** Injection refuses a Pod with another value ({@code validateAnnotations}). */
  private static void checked(Map<String, IstioAnnotation> all, Set<String> pod) {
    String readiness = "readiness.status.sidecar.istio.io/";
    for (String name :
        List.of(
            "status.sidecar.istio.io/port",
            readiness + "initialDelaySeconds",
            readiness + "periodSeconds",
            readiness + "failureThreshold")) {
      all.put(name, new IstioAnnotation(pod, false, null, false, NUMBER.asMatchPredicate()));
    }
    for (String name : List.of("proxyCPU", "proxyCPULimit", "proxyMemory", "proxyMemoryLimit")) {
      all.put(
          "sidecar.istio.io/" + name,
          new IstioAnnotation(pod, false, null, false, QUANTITY.asMatchPredicate()));
    }
  }

  private static void traffic(Map<String, IstioAnnotation> all, Set<String> pod) {
    Predicate<String> anything = Objects::nonNull;
    String own = "traffic.sidecar.istio.io/";
    for (String name : Set.of("includeInboundPorts", "excludeInboundPorts")) {
      all.put(own + name, alpha(pod, IstioAnnotation::isPorts));
    }
    for (String name : Set.of("includeOutboundPorts", "excludeOutboundPorts")) {
      all.put(own + name, alpha(pod, IstioAnnotation::isPorts));
    }
    for (String name : Set.of("includeOutboundIPRanges", "excludeOutboundIPRanges")) {
      all.put(own + name, alpha(pod, IstioAnnotation::isBlocks));
    }
    all.put(own + "excludeInterfaces", alpha(pod, anything));
    String virtual = "istio.io/reroute-virtual-interfaces";
    all.put(own + "kubevirtInterfaces", new IstioAnnotation(pod, true, virtual, true, anything));
    all.put(virtual, alpha(pod, anything));
    all.put(
        "sidecar.istio.io/interceptionMode",
        alpha(pod, value -> Set.of("REDIRECT", "TPROXY", "NONE").contains(value)));
    all.put("sidecar.istio.io/bootstrapOverride", alpha(pod, anything));
    all.put("inject.istio.io/templates", alpha(pod, anything));
    all.put("ambient.istio.io/bypass-inbound-capture", alpha(pod, anything));
    all.put("ambient.istio.io/dns-capture", alpha(pod, anything));
    all.put(
        "sidecar.istio.io/inject",
        new IstioAnnotation(pod, false, "the label of the same name", true, anything));
    all.put(
        "proxy.istio.io/config",
        new IstioAnnotation(
            pod, false, null, true, value -> ProxySettings.deciding(value) != null));
  }

  private static void elsewhere(Map<String, IstioAnnotation> all, Predicate<String> anything) {
    Set<String> services = Set.of("Service", "ServiceEntry", "Namespace");
    all.put("networking.istio.io/exportTo", alpha(Set.of("Service"), anything));
    all.put("networking.istio.io/traffic-distribution", alpha(services, anything));
    all.put("istio.io/use-waypoint-canary-weight", alpha(services, anything));
    all.put(
        "traffic.istio.io/nodeSelector",
        new IstioAnnotation(Set.of("Service"), false, null, true, anything));
    for (String name : Set.of("kubernetes-serviceaccounts", "canonical-serviceaccounts")) {
      all.put(
          "alpha.istio.io/" + name,
          new IstioAnnotation(Set.of("Service"), true, "", false, anything));
    }
    for (String name : Set.of("istio.io/dry-run", "galley.istio.io/analyze-suppress")) {
      all.put(name, new IstioAnnotation(Set.of(ANY), false, null, false, anything));
    }
    for (String name :
        Set.of(
            "gateway.istio.io/controller-version",
            "gateway.istio.io/service-account",
            "gateway.istio.io/name-override",
            "networking.istio.io/service-type",
            "ambient.istio.io/waypoint-inbound-binding")) {
      all.put(name, new IstioAnnotation(Set.of(ANY), false, null, false, anything));
    }
    all.put(
        "topology.istio.io/controlPlaneClusters",
        new IstioAnnotation(Set.of("Namespace"), false, null, false, anything));
  }

  private static IstioAnnotation alpha(Set<String> kinds, Predicate<String> valid) {
    return new IstioAnnotation(kinds, true, null, true, valid);
  }

  /** {@code ValidatePorts}: numbers with commas, or {@code *}. */
  private static boolean isPorts(String value) {
    return value.isEmpty()
        || value.equals("*")
        || Arrays.stream(value.split(",", -1))
            .map(String::strip)
            .allMatch(port -> port.matches("[0-9]{1,5}") && Integer.parseInt(port) <= 65_535);
  }

  /** {@code ValidateIncludeIPRanges}: blocks with commas, or {@code *}. */
  private static boolean isBlocks(String value) {
    return value.isEmpty()
        || value.equals("*")
        || Arrays.stream(value.split(",", -1))
            .map(String::strip)
            .allMatch(block ->
                io.meshtwin.twin.resource.IpAddress.isBlock(block) && block.indexOf('/') > 0);
  }
}
