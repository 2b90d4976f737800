package io.meshtwin.twin.resolve;

import java.util.Map;
import java.util.TreeMap;

/** For each field that makes answers unknown an object that has it. */
final class UnknownFieldExamples {
  private UnknownFieldExamples() {}

  /** YAML by the field's row; objects are of the namespace {@code shop} and touch {@code cart}. */
  static Map<String, String> all() {
    var examples = new TreeMap<String, String>();
    rules(examples);
    endpoints(examples);
    proxies(examples);
    meshConfig(examples);
    annotations(examples);
    return examples;
  }

  private static void rules(Map<String, String> into) {
    policy(into, "tunnel", "tunnel: {targetHost: proxy.example, targetPort: 443}");
    policy(into, "proxyProtocol", "proxyProtocol: {version: V2}");
    into.put(
        "RequestAuthentication jwtRules.presence",
        object(
            "security.istio.io/v1",
            "RequestAuthentication",
            "selector: {matchLabels: {app: cart}}, jwtRules: [{issuer: i, presence: REQUIRED}]"));
  }

  private static void policy(Map<String, String> into, String field, String policy) {
    String rule =
        object(
            "networking.istio.io/v1",
            "DestinationRule",
            "host: cart, trafficPolicy: {" + policy + "}");
    int dot = field.indexOf('.');
    String name = dot < 0 ? field : field.substring(dot + 1);
    String below = dot < 0 ? "trafficPolicy" : "trafficPolicy." + field.substring(0, dot);
    into.put("DestinationRule " + below + "." + name, rule);
    into.put("DestinationRule " + below + "." + name + ".**", rule);
  }

  private static void endpoints(Map<String, String> into) {
    String entry =
        "hosts: [pay.example], location: MESH_INTERNAL, resolution: STATIC, ports: [{number: 80,"
            + " name: http, protocol: HTTP}], ";
    String network =
        """
        ---
        apiVersion: v1
        kind: Namespace
        metadata: {name: istio-system, labels: {topology.istio.io/network: one}}
        """;
    into.put(
        "ServiceEntry endpoints.network",
        network
            + object(
                "networking.istio.io/v1",
                "ServiceEntry",
                entry + "endpoints: [{address: 10.1.1.1, network: two}]"));
    String workload = "address: 10.1.1.1, labels: {app: cart}, ";
    into.put(
        "WorkloadEntry network",
        network + object("networking.istio.io/v1", "WorkloadEntry", workload + "network: two"));
  }

  private static void proxies(Map<String, String> into) {
    String ingress =
        "workloadSelector: {labels: {app: cart}}, ingress: [{port: {number: 8080,"
            + " protocol: HTTP, name: http}, defaultEndpoint: '127.0.0.1:80', ";
    String tls =
        object(
            "networking.istio.io/v1",
            "Sidecar",
            ingress + "tls: {mode: SIMPLE, privateKey: k, serverCertificate: c}}]");
    into.put("Sidecar ingress.tls", tls);
    into.put("Sidecar ingress.tls.**", tls);
    into.put(
        "Sidecar ingress.captureMode",
        object("networking.istio.io/v1", "Sidecar", ingress + "captureMode: NONE}]"));
    String egress =
        object(
            "networking.istio.io/v1",
            "Sidecar",
            "outboundTrafficPolicy: {mode: ALLOW_ANY,"
                + " egressProxy: {host: out.shop.svc.cluster.local, port: {number: 80}}}");
    into.put("Sidecar outboundTrafficPolicy.egressProxy", egress);
    into.put("Sidecar outboundTrafficPolicy.egressProxy.**", egress);
    into.put(
        "ProxyConfig environmentVariables",
        object(
            "networking.istio.io/v1beta1",
            "ProxyConfig",
            "selector: {matchLabels: {app: web}}, environmentVariables: {ISTIO_META_HTTP10: '1'}"));
    into.put(
        "EnvoyFilter **.**",
        object(
            "networking.istio.io/v1alpha3",
            "EnvoyFilter",
            "configPatches: [{applyTo: HTTP_FILTER, patch: {operation: ADD}}]"));
    into.put(
        "WasmPlugin **.**", object("extensions.istio.io/v1alpha1", "WasmPlugin", "url: oci://x"));
    into.put(
        "TrafficExtension **.**",
        object("extensions.istio.io/v1alpha1", "TrafficExtension", "lua: {inlineCode: x}"));
  }

  private static void meshConfig(Map<String, String> into) {
    field(into, "discoverySelectors", "[{matchLabels: {mesh: 'yes'}}]", "");
    field(into, "pathNormalization", "{normalization: MERGE_SLASHES}", "");
    String entry =
        object(
            "networking.istio.io/v1",
            "ServiceEntry",
            "hosts: [x.example], resolution: DNS, ports: [{number: 80, name: a, protocol: HTTP}]");
    field(into, "serviceEntryVisibility", "{}", entry);
    field(into, "proxyHttpPort", "15002", "");
    field(into, "defaultConfig", "{proxyMetadata: {ISTIO_META_DNS_CAPTURE: 'true'}}", "");
    String ingress =
        """
        ---
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: {name: web, namespace: shop}
        spec: {ingressClassName: mine}
        """;
    field(into, "ingressClass", "mine", ingress);
    field(into, "ingressControllerMode", "DEFAULT", ingress);
    field(into, "ingressSelector", "in", ingress);
    field(into, "ingressService", "in", ingress);
  }

  private static void annotations(Map<String, String> into) {
    annotated(into, "web", "traffic.sidecar.istio.io/includeOutboundIPRanges", "10.0.0.0/8");
    annotated(into, "web", "traffic.sidecar.istio.io/excludeOutboundIPRanges", "10.0.0.0/8");
    annotated(into, "web", "traffic.sidecar.istio.io/excludeInterfaces", "eth1");
    annotated(into, "web", "traffic.sidecar.istio.io/kubevirtInterfaces", "net1");
    annotated(into, "web", "istio.io/reroute-virtual-interfaces", "net1");
    annotated(into, "cart", "traffic.sidecar.istio.io/excludeInboundPorts", "8080");
    annotated(into, "cart", "traffic.sidecar.istio.io/includeInboundPorts", "9999");
    annotated(into, "web", "sidecar.istio.io/interceptionMode", "NONE");
    annotated(into, "web", "sidecar.istio.io/bootstrapOverride", "mine");
    annotated(into, "web", "inject.istio.io/templates", "grpc-agent");
    annotated(into, "web", "proxy.istio.io/config", "{connectionSettings: {a: b}}");
  }

  private static void annotated(Map<String, String> into, String app, String name, String value) {
    String workload =
        """
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: NAME, namespace: shop}
        spec:
          selector: {matchLabels: {app: APP}}
          template:
            metadata: {labels: {app: APP}, annotations: {KEY: 'VALUE'}}
            spec: {containers: []}
        """;
    into.put(
        "Annotations of Pods " + name,
        workload
            .replace("NAME", app.equals("web") ? "web" : app + "-v1")
            .replace("APP", app)
            .replace("KEY", name)
            .replace("VALUE", value));
  }

  private static void field(Map<String, String> into, String name, String value, String more) {
    into.put("MeshConfig " + name, meshConfig(name + ": " + value) + more);
  }

  private static String meshConfig(String text) {
    return """
    ---
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: istio, namespace: istio-system}
    data:
      mesh: |
        TEXT
    """
        .replace("TEXT", text);
  }

  private static String object(String api, String kind, String spec) {
    return """
    ---
    apiVersion: API
    kind: KIND
    metadata: {name: one, namespace: shop}
    spec: {SPEC}
    """
        .replace("API", api)
        .replace("KIND", kind)
        .replace("SPEC", spec);
  }
}
