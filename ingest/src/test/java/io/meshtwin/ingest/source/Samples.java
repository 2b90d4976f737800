package io.meshtwin.ingest.source;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** A valid object of each kind, without its namespace. */
final class Samples {
  private static final String GATEWAY_API = "gateway.networking.k8s.io/";

  private Samples() {}

  static String service(String name) {
    return "{apiVersion: v1, kind: Service, metadata: {name: %s}, spec: {ports: [{port: 80}]}}"
        .formatted(name);
  }

  static String gatewayClass(String name) {
    return "{apiVersion: %sv1, kind: GatewayClass, metadata: {name: %s}, spec: {controllerName: a.example/c}}"
        .formatted(GATEWAY_API, name);
  }

  static String of(String kind) {
    return Objects.requireNonNull(all().get(kind));
  }

  static Map<String, String> all() {
    var all = new LinkedHashMap<String, String>();
    put(all, "v1", "Service", "spec: {selector: {app: a}, ports: [{port: 80}]}");
    put(all, "v1", "ServiceAccount", "");
    put(
        all,
        "v1",
        "Pod",
        "spec: {containers: [{name: a, image: a, ports: [{containerPort: 80}]}]}");
    put(
        all,
        "discovery.k8s.io/v1",
        "EndpointSlice",
        "addressType: IPv4, endpoints: [{addresses: [10.0.0.1]}]");
    String template =
        "selector: {matchLabels: {app: a}}, template: {metadata: {labels: {app: a}}, spec: {containers: [{name: a, image: a}]}}";
    put(all, "apps/v1", "Deployment", "spec: {" + template + "}");
    put(all, "apps/v1", "StatefulSet", "spec: {serviceName: a, " + template + "}");
    put(all, "apps/v1", "DaemonSet", "spec: {" + template + "}");
    put(
        all,
        GATEWAY_API + "v1",
        "Gateway",
        "spec: {gatewayClassName: c, listeners: [{name: h, port: 80, protocol: HTTP}]}");
    put(
        all,
        GATEWAY_API + "v1",
        "ListenerSet",
        "spec: {parentRef: {name: g}, listeners: [{name: h, port: 81, protocol: HTTP}]}");
    String backend = "rules: [{backendRefs: [{name: a, port: 80}]}]";
    put(all, GATEWAY_API + "v1", "HTTPRoute", "spec: {" + backend + "}");
    put(all, GATEWAY_API + "v1", "GRPCRoute", "spec: {" + backend + "}");
    put(all, GATEWAY_API + "v1", "TCPRoute", "spec: {" + backend + "}");
    put(all, GATEWAY_API + "v1", "TLSRoute", "spec: {hostnames: [a.example], " + backend + "}");
    put(all, GATEWAY_API + "v1", "UDPRoute", "spec: {" + backend + "}");
    put(
        all,
        GATEWAY_API + "v1",
        "ReferenceGrant",
        "spec: {from: [{group: '', kind: Service, namespace: a}], to: [{group: '', kind: Service}]}");
    put(
        all,
        GATEWAY_API + "v1",
        "BackendTLSPolicy",
        "spec: {targetRefs: [{group: '', kind: Service, name: a}], validation: {hostname: a.example, wellKnownCACertificates: System}}");
    put(all, "networking.k8s.io/v1", "NetworkPolicy", "spec: {podSelector: {}}");
    put(
        all,
        "networking.k8s.io/v1",
        "Ingress",
        "spec: {ingressClassName: istio, defaultBackend: {service: {name: a, port: {number: 80}}}}");
    return all;
  }

  private static void put(Map<String, String> all, String version, String kind, String rest) {
    all.put(
        kind,
        "{apiVersion: %s, kind: %s, metadata: {name: %s}%s}"
            .formatted(version, kind, "sample", rest.isEmpty() ? "" : ", " + rest));
  }
}
