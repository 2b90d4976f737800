package io.meshtwin.twin.resolve;

import io.meshtwin.twin.finding.FindingCode;
import java.util.EnumMap;
import java.util.Map;

/** For each finding about Istio's objects some that have it, and the same set right. */
final class IstioFindingExamples {
  private IstioFindingExamples() {}

  /** What is found, and what is not, beside the Services cart and web of the namespace shop. */
  record Example(String wrong, String right) {}

  static Map<FindingCode, Example> all() {
    var all = new EnumMap<FindingCode, Example>(FindingCode.class);
    reading(all);
    security(all);
    routing(all);
    registry(all);
    workloads(all);
    more(all);
    return all;
  }

  private static void reading(Map<FindingCode, Example> all) {
    String delay = "hosts: [cart], http: [{fault: {delay: {fixedDelay: 1s, HOW}}, route: TO}]";
    all.put(
        FindingCode.DEPRECATED,
        both(virtual("one", delay), "HOW", "percent: 5", "percentage: {value: 5}"));
    String pod = annotated("KEY: 'VALUE'");
    all.put(
        FindingCode.ALPHA,
        both(pod, "KEY", "traffic.sidecar.istio.io/excludeOutboundPorts", "proxy.istio.io/config"));
    all.put(
        FindingCode.ANNOTATION_IDLE,
        both(pod, "KEY", "sidecar.istio.io/logLevle", "sidecar.istio.io/logLevel"));
    String config =
        """
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: NAME, namespace: istio-system}
        data: {mesh: ''}
        """;
    all.put(
        FindingCode.SEVERAL_CONTROL_PLANES,
        new Example(
            config.replace("NAME", "istio") + config.replace("NAME", "istio-b"),
            config.replace("NAME", "istio-b")));
  }

  private static void security(Map<FindingCode, Example> all) {
    String peer =
        object(
            "security.istio.io/v1",
            "PeerAuthentication",
            "one",
            "selector: {matchLabels: {app: APP}}");
    all.put(FindingCode.POLICY_SELECTS_NOTHING, both(peer, "APP", "gone", "cart"));
    String strict =
        object("security.istio.io/v1", "PeerAuthentication", "one", "mtls: {mode: STRICT}");
    String rule = destinations("host: cart, trafficPolicy: {tls: {mode: HOW}}");
    all.put(FindingCode.MTLS_CONFLICT, both(strict + rule, "HOW", "DISABLE", "ISTIO_MUTUAL"));
    String access =
        object(
            "security.istio.io/v1",
            "AuthorizationPolicy",
            "one",
            "selector: {matchLabels: {app: APP}}, rules: [{to: [{operation: {methods: [GET]}}]}]");
    all.put(FindingCode.HTTP_RULE_ON_BYTES, both(access, "APP", "db", "cart"));
    all.put(
        FindingCode.POLICY_INEFFECTIVE,
        new Example(strict + strict.replace("name: one", "name: two"), strict));
    String custom =
        object(
            "security.istio.io/v1",
            "AuthorizationPolicy",
            "one",
            "action: CUSTOM, provider: {name: NAME}, rules: [{}]");
    String config =
        """
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: istio, namespace: istio-system}
        data:
          mesh: |
            extensionProviders:
            - name: gate
              envoyExtAuthzGrpc: {service: HOST.shop.svc.cluster.local, port: 80}
        """;
    all.put(
        FindingCode.CUSTOM_REFUSES,
        both(config + custom.replace("NAME", "gate"), "HOST", "gone", "web"));
    String bare = annotated("sidecar.istio.io/inject: 'VALUE'");
    all.put(
        FindingCode.POLICY_BYPASSED,
        both(bare + access.replace("APP", "web"), "VALUE", "false", "true"));
    String files =
        destinations("host: cart, trafficPolicy: {tls: {mode: SIMPLE, caCertificates: 'FILE'}}");
    all.put(FindingCode.SERVER_UNCHECKED, both(files, "FILE", "", "/etc/ca.pem"));
    String tokens =
        object(
            "security.istio.io/v1",
            "RequestAuthentication",
            "one",
            "selector: {matchLabels: {app: APP}}, jwtRules: [{issuer: a}]");
    String claims =
        virtual(
            "one",
            "hosts: [a.example], gateways: [edge], http: [{match: [{headers:"
                + " {'@request.auth.claims.sub': {exact: a}}}], route: TO}]");
    all.put(
        FindingCode.CLAIMS_WITHOUT_TOKENS, both(gateway() + claims + tokens, "APP", "cart", "web"));
    String proxy =
        """
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: gw, namespace: shop}
        spec:
          template:
            metadata: {labels: {app: gw, gateway.networking.k8s.io/gateway-name: gw}}
            spec: {containers: []}
        """;
    all.put(FindingCode.SELECTOR_AT_GATEWAY, both(proxy + access, "APP", "gw", "web"));
  }

  private static void routing(Map<FindingCode, Example> all) {
    String to = "hosts: [cart], http: [{route: [{destination: {host: HOST}}]}]";
    all.put(FindingCode.HOST_NOT_FOUND, both(virtual("one", to), "HOST", "gone", "cart"));
    all.put(FindingCode.SUBSET_NOT_FOUND, both(subset("v1"), "NAMED", "v2", "v1"));
    all.put(
        FindingCode.DESTINATION_PORT_NOT_FOUND,
        both(virtual("one", to), "HOST", "cart, port: {number: 9}", "cart, port: {number: 80}"));
    String plain = virtual("one", to.replace("HOST", "cart"));
    all.put(
        FindingCode.HOST_CONFLICT,
        new Example(plain + plain.replace("name: one", "name: two"), plain));
    String delegating = "hosts: [cart], http: [{delegate: {name: NAME}}]";
    all.put(
        FindingCode.DELEGATE_NOT_FOUND,
        both(
            virtual("one", delegating) + virtual("sub", "http: [{route: TO}]"),
            "NAME",
            "gone",
            "sub"));
    all.put(
        FindingCode.PORT_OF_SEVERAL,
        both(two() + virtual("one", to), "HOST", "two", "two, port: {number: 81}"));
    all.put(
        FindingCode.RULE_HOST_NOT_FOUND, both(destinations("host: HOST"), "HOST", "gone", "cart"));
    all.put(
        FindingCode.SUBSET_SELECTS_NOTHING,
        both(
            destinations("host: cart, subsets: [{name: a, labels: {app: APP}}]"),
            "APP",
            "gone",
            "cart"));
    String mesh = subset("v1").replace("NAMED", "v1");
    String edge = "hosts: [a.example], gateways: [edge], http: [{route: [{destination: TO}]}]";
    all.put(
        FindingCode.MESH_RULES_PASSED_BY,
        both(
            gateway() + mesh + virtual("edge", edge),
            "destination: TO",
            "destination: {host: cart}",
            "destination: {host: cart, subset: v1}"));
    String bound = "hosts: [a.example], gateways: [GATEWAY], http: [{route: TO}]";
    all.put(
        FindingCode.GATEWAY_INTERNAL,
        both(
            gateway() + virtual("one", bound),
            "GATEWAY",
            "edge-istio-autogenerated-k8s-gateway-http",
            "edge"));
  }

  private static void registry(Map<FindingCode, Example> all) {
    String sidecar =
        object(
            "networking.istio.io/v1",
            "Sidecar",
            "one",
            "workloadSelector: {labels: {app: APP}}, egress: [{hosts: ['./*']}]");
    all.put(FindingCode.SIDECAR_SELECTS_NOTHING, both(sidecar, "APP", "gone", "cart"));
    String second = sidecar.replace("name: one", "name: two").replace("APP", "web");
    all.put(FindingCode.SIDECAR_CONFLICT, both(sidecar + second, "APP", "web", "cart"));
    String entry =
        object(
            "networking.istio.io/v1",
            "ServiceEntry",
            "one",
            "hosts: [x.example], resolution: DNS, ports: [{number: 9, name: a, protocol: HOW}]");
    all.put(FindingCode.ENTRY_WITHOUT_ADDRESS, both(entry, "HOW", "TCP", "TLS"));
    String other = entry.replace("name: one", "name: two").replace("HOW", "TLS");
    all.put(FindingCode.ENTRY_PROTOCOL_CONFLICT, both(entry + other, "HOW", "HTTP", "TLS"));
  }

  private static void workloads(Map<FindingCode, Example> all) {
    String service =
        """
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: more, namespace: shop}
        spec: {selector: {app: cart}, ports: [{name: http-a, port: 80, targetPort: 8080, HOW}]}
        """;
    all.put(
        FindingCode.PORT_PROTOCOL_CONFLICT, both(service, "HOW", "protocol: UDP", "protocol: TCP"));
    all.put(
        FindingCode.TARGET_PORT_CONFLICT,
        new Example(
            service.replace("port: 80,", "port: 81,").replace(", HOW", ""),
            service.replace(", HOW", "")));
    all.put(
        FindingCode.PORT_NAME_SILENT,
        both(service.replace(", HOW", ""), "http-a", "any", "http-b"));
    String alias =
        """
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: out, namespace: shop}
        spec: {type: ExternalName, externalName: x.example, ports: [{name: NAME, port: 80}]}
        """;
    all.put(FindingCode.EXTERNAL_NAME_PORT, both(alias, "NAME", "tcp", "http"));
    String namespace =
        """
        ---
        apiVersion: v1
        kind: Namespace
        metadata: {name: shop, labels: {istio-injection: enabled, KEY: a}}
        """;
    all.put(FindingCode.INJECTION_LABELS, both(namespace, "KEY", "istio.io/rev", "team"));
    String pods =
        namespace
            + """
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: p, namespace: shop, annotations: {sidecar.istio.io/status: '{}'}}
            spec: {containers: []}
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: q, namespace: shop, annotations: {KEY: '{}'}}
            spec: {containers: []}
            """;
    all.put(FindingCode.POD_WITHOUT_SIDECAR, both(pods, "KEY", "team", "sidecar.istio.io/status"));
  }

  /** Every finding has an example of its own; more of it is among the situations. */
  private static void more(Map<FindingCode, Example> all) {
    IstioSituations.all().forEach(one -> all.putIfAbsent(one.code(), one.example()));
  }

  static Example both(String yaml, String what, String wrong, String right) {
    return new Example(yaml.replace(what, wrong), yaml.replace(what, right));
  }

  static String subset(String name) {
    return destinations("host: cart, subsets: [{name: NAME, labels: {app: cart}}]")
            .replace("NAME", name)
        + virtual(
            "one", "hosts: [cart], http: [{route: [{destination: {host: cart, subset: NAMED}}]}]");
  }

  static String two() {
    return """
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: two, namespace: shop}
    spec: {ports: [{name: http-a, port: 80}, {name: http-b, port: 81}]}
    """;
  }

  static String gateway() {
    return object(
        "networking.istio.io/v1",
        "Gateway",
        "edge",
        "selector: {app: web}, servers: [{port: {number: 80, protocol: HTTP, name: http}, hosts:"
            + " ['*']}]");
  }

  static String annotated(String annotation) {
    return """
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web-v1, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}, annotations: {ANNOTATION}}
        spec: {containers: []}
    """
        .replace("ANNOTATION", annotation);
  }

  static String destinations(String spec) {
    return object("networking.istio.io/v1", "DestinationRule", "one", spec);
  }

  static String virtual(String name, String spec) {
    return object(
        "networking.istio.io/v1",
        "VirtualService",
        name,
        spec.replace("route: TO", "route: [{destination: {host: cart}}]"));
  }

  static String object(String api, String kind, String name, String spec) {
    return """
    ---
    apiVersion: API
    kind: KIND
    metadata: {name: OBJECT, namespace: shop}
    spec: {SPEC}
    """
        .replace("API", api)
        .replace("KIND", kind)
        .replace("OBJECT", name)
        .replace("SPEC", spec);
  }
}
