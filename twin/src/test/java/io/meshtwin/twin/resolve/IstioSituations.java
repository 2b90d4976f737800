package io.meshtwin.twin.resolve;

import static io.meshtwin.twin.resolve.IstioFindingExamples.annotated;
import static io.meshtwin.twin.resolve.IstioFindingExamples.both;
import static io.meshtwin.twin.resolve.IstioFindingExamples.destinations;
import static io.meshtwin.twin.resolve.IstioFindingExamples.gateway;
import static io.meshtwin.twin.resolve.IstioFindingExamples.object;
import static io.meshtwin.twin.resolve.IstioFindingExamples.virtual;

import io.meshtwin.twin.finding.FindingCode;
import io.meshtwin.twin.finding.IstioCode;
import io.meshtwin.twin.resolve.IstioFindingExamples.Example;
import java.util.ArrayList;
import java.util.List;

/**
 * Situations in which {@code istioctl analyze} has something to say, or nothing: one by one, beside
 * the example that every finding has.
 */
final class IstioSituations {
  private static final String SECURITY = "security.istio.io/v1";
  private static final String NETWORKING = "networking.istio.io/v1";

  private final List<Situation> all = new ArrayList<>();

  private IstioSituations() {}

  /** A situation in words, what it is called there and here, and how it looks wrong and right. */
  record Situation(String name, IstioCode istio, FindingCode code, Example example) {
    @Override
    public String toString() {
      return istio + " " + name;
    }
  }

  static List<Situation> all() {
    var situations = new IstioSituations();
    situations.hosts();
    situations.gateways();
    situations.unreachable();
    situations.policies();
    situations.sidecars();
    situations.registry();
    situations.annotations();
    return situations.all;
  }

  private void add(String name, IstioCode istio, FindingCode code, Example example) {
    all.add(new Situation(name, istio, code, example));
  }

  private void hosts() {
    String entry =
        object(NETWORKING, "ServiceEntry", "out", "hosts: ['*.x.example'], resolution: NONE")
            .replace("NONE", "NONE, ports: [{number: 80, name: http, protocol: HTTP}], EXPORT");
    String to = virtual("one", "hosts: [cart], http: [{route: [{destination: {host: HOST}}]}]");
    add(
        "a wildcard ServiceEntry has the host of a destination",
        IstioCode.IST0101,
        FindingCode.HOST_NOT_FOUND,
        both(entry.replace(", EXPORT", "") + to, "HOST", "a.y.example", "a.x.example"));
    add(
        "a host that is exported elsewhere only",
        IstioCode.IST0101,
        FindingCode.HOST_NOT_FOUND,
        both(
            entry.replace("EXPORT", "exportTo: [SPACE]") + to.replace("HOST", "a.x.example"),
            "SPACE",
            "other",
            "shop"));
    add(
        "rules that are exported to where nobody sees the host",
        IstioCode.IST0101,
        FindingCode.HOST_NOT_FOUND,
        both(
            entry.replace("EXPORT", "exportTo: ['.', near]")
                + virtual(
                    "one",
                    "hosts: [cart], exportTo: [SPACE], http: [{route: [{destination: {host:"
                        + " a.x.example}}]}]"),
            "SPACE",
            "far",
            "near"));
    String mirrored =
        virtual(
            "one", "hosts: [cart], http: [{route: TO, mirrors: [{destination: {host: HOST}}]}]");
    add(
        "a mirror to a host that is not there",
        IstioCode.IST0101,
        FindingCode.HOST_NOT_FOUND,
        both(mirrored, "HOST", "gone", "web"));
    add(
        "a mirror to a subset that is not there",
        IstioCode.IST0101,
        FindingCode.SUBSET_NOT_FOUND,
        both(
            destinations("host: web, subsets: [{name: a, labels: {app: web}}]") + mirrored,
            "HOST",
            "web, subset: b",
            "web, subset: a"));
    add(
        "connections to a port that is not there",
        IstioCode.IST0101,
        FindingCode.DESTINATION_PORT_NOT_FOUND,
        both(
            virtual("one", "hosts: [db], tcp: [{route: [{destination: {host: db, PORT}}]}]"),
            "PORT",
            "port: {number: 9}",
            "port: {number: 80}"));
    String scoped = virtual("one", "hosts: [cart], exportTo: [a], http: [{route: TO}]");
    add(
        "a host in VirtualServices that nobody sees together",
        IstioCode.IST0109,
        FindingCode.HOST_CONFLICT,
        both(
            scoped + scoped.replace("name: one", "name: two").replace("[a]", "[SPACE]"),
            "SPACE",
            "a",
            "b"));
  }

  private void gateways() {
    String second = gateway().replace("name: edge", "name: other").replace("['*']", "[b.example]");
    String first = gateway().replace("['*']", "[a.example]");
    String split =
        virtual("one", "hosts: [a.example, HOST], gateways: [edge, other], http: [{route: TO}]");
    add(
        "hosts that several Gateways have between them",
        IstioCode.IST0132,
        FindingCode.HOST_NOT_ON_GATEWAY,
        both(first + second + split, "HOST", "c.example", "b.example"));
    add(
        "a host of the mesh beside one of a Gateway",
        IstioCode.IST0132,
        FindingCode.HOST_NOT_ON_GATEWAY,
        both(
            first
                + virtual(
                    "one", "hosts: [cart, HOST], gateways: [mesh, edge], http: [{route: TO}]"),
            "HOST",
            "c.example",
            "a.example"));
    add(
        "a server that takes hosts of another namespace",
        IstioCode.IST0132,
        FindingCode.HOST_NOT_ON_GATEWAY,
        both(
            gateway().replace("['*']", "['SPACE/*']")
                + virtual("one", "hosts: [a.example], gateways: [edge], http: [{route: TO}]"),
            "SPACE",
            "other",
            "shop"));
    String hidden =
        object(NETWORKING, "ServiceEntry", "out", "hosts: [a.x.example], exportTo: [SPACE]")
            .replace("exportTo", "ports: [{number: 80, name: http, protocol: HTTP}], exportTo");
    String leading =
        "hosts: [a.example], gateways: [edge], http: [{route: [{destination: {host: a.x.example}}]}]";
    add(
        "a host that the Gateway's proxies do not see",
        IstioCode.IST0101,
        FindingCode.HOST_NOT_FOUND,
        both(
            gateway().replace("app: web", "istio: edge") + virtual("one", leading) + hidden,
            "SPACE",
            ".",
            "istio-system"));
    String claims =
        virtual(
            "one",
            "hosts: [a.example], gateways: [edge], http: [{match: [{withoutHeaders:"
                + " {'@request.auth.claims.sub': {exact: a}}}], route: TO}]");
    String tokens =
        object(
                SECURITY,
                "RequestAuthentication",
                "one",
                "selector: {matchLabels: {istio: NAME}}, jwtRules: [{issuer: a}]")
            .replace("namespace: shop", "namespace: istio-system");
    add(
        "claims at a Gateway whose proxies the manifests leave out",
        IstioCode.IST0149,
        FindingCode.CLAIMS_WITHOUT_TOKENS,
        both(
            gateway().replace("app: web", "istio: edge") + claims + tokens,
            "NAME",
            "other",
            "edge"));
  }

  private void unreachable() {
    String tcp = virtual("one", "hosts: [db], tcp: [{match: [{port: 80}], TO}, {MATCH, TO}]");
    String rules = tcp.replace("TO", "route: [{destination: {host: db}}]");
    add(
        "a rule for connections that a rule before it takes",
        IstioCode.IST0130,
        FindingCode.RULE_UNREACHABLE,
        both(rules, "MATCH", "match: [{port: 80}]", "match: [{port: 81}]"));
    add(
        "a match for connections that is narrower than one before it",
        IstioCode.IST0131,
        FindingCode.RULE_UNREACHABLE,
        both(
            rules,
            "MATCH",
            "match: [{port: 81}, {port: 80, sourceLabels: {app: web}}]",
            "match: [{port: 81}, {port: 82, sourceLabels: {app: web}}]"));
    String tls =
        virtual(
            "one",
            "hosts: ['*.x.example'], tls: [{match: [{sniHosts: ['*.x.example']}], TO},"
                + " {match: [{sniHosts: [NAME]}], TO}]");
    add(
        "a rule for a name that a rule before it has; a longer name goes before a wildcard",
        IstioCode.IST0130,
        FindingCode.RULE_UNREACHABLE,
        both(
            tls.replace("TO", "route: [{destination: {host: db}}]"),
            "NAME",
            "'*.x.example'",
            "a.x.example"));
  }

  private void policies() {
    String access =
        object(SECURITY, "AuthorizationPolicy", "one", "rules: [{from: [{source: {WHO}}]}]");
    add(
        "a policy for a namespace without workloads",
        IstioCode.IST0127,
        FindingCode.POLICY_SELECTS_NOTHING,
        both(
            access.replace("WHO", "namespaces: [shop]"),
            "namespace: shop",
            "namespace: empty",
            "namespace: shop"));
    add(
        "a source in a namespace that is not there",
        IstioCode.IST0101,
        FindingCode.SOURCE_NOT_FOUND,
        both(access, "WHO", "namespaces: [shop, gone]", "namespaces: [shop, 'sh*', '*op', '*']"));
    add(
        "a source outside of a namespace that is not there",
        IstioCode.IST0101,
        FindingCode.SOURCE_NOT_FOUND,
        both(access, "WHO", "notNamespaces: ['gone-*']", "notNamespaces: [shop]"));
  }

  private void sidecars() {
    String sidecar = object(NETWORKING, "Sidecar", "one", "egress: [{hosts: ['./*']}]");
    String namespace =
        """
        ---
        apiVersion: v1
        kind: Namespace
        metadata: {name: shop, labels: {istio.io/dataplane-mode: MODE}}
        """;
    add(
        "a Sidecar in a namespace of the ambient mode",
        IstioCode.IST0167,
        FindingCode.SIDECAR_SELECTS_NOTHING,
        both(namespace + sidecar, "MODE", "ambient", "none"));
    String chosen =
        object(
            NETWORKING,
            "Sidecar",
            "one",
            "workloadSelector: {labels: {app: web}}, egress: [{hosts: ['./*']}]");
    add(
        "a Sidecar for workloads that have none",
        IstioCode.IST0167,
        FindingCode.SIDECAR_SELECTS_NOTHING,
        both(annotated("sidecar.istio.io/inject: 'VALUE'") + chosen, "VALUE", "false", "true"));
    String user = annotated("team: a").replace("containers: []", "containers: [{name: a, USER}]");
    add(
        "a container that runs as the proxy's user",
        IstioCode.IST0144,
        FindingCode.PROXY_USER,
        both(user, "USER", "securityContext: {runAsUser: 1337}", "image: a"));
    add(
        "the Pod's user is that of containers that say none",
        IstioCode.IST0144,
        FindingCode.PROXY_USER,
        both(
            user.replace(
                "spec: {containers", "spec: {securityContext: {runAsUser: 1337}, containers"),
            "USER",
            "image: a",
            "securityContext: {runAsUser: 1000}"));
    String pod =
        """
        ---
        apiVersion: v1
        kind: Namespace
        metadata: {name: shop, labels: {istio-injection: enabled}}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: p, namespace: shop, annotations: {sidecar.istio.io/status: '{}'}}
        spec: {containers: []}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: q, namespace: shop}
        spec: {HOW: true, containers: []}
        """;
    add(
        "a Pod in its Node's network is never given a sidecar",
        IstioCode.IST0103,
        FindingCode.POD_WITHOUT_SIDECAR,
        both(pod, "HOW", "hostPID", "hostNetwork"));
  }

  private void registry() {
    String more =
        """
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: more, namespace: shop}
        spec: {selector: {app: cart}, ports: [{name: NAME, port: 80, targetPort: 8080}]}
        """;
    add(
        "Services that say different things of one port",
        IstioCode.IST0116,
        FindingCode.PORT_PROTOCOL_CONFLICT,
        both(more, "NAME", "tcp", "http-a"));
    String silent = more.replace("NAME", "any").replace("app: cart", "app: istiod");
    add(
        "a port without a name of the control plane's Service",
        IstioCode.IST0118,
        FindingCode.PORT_NAME_SILENT,
        both(
            silent.replace("namespace: shop", "namespace: shop, labels: {KEY: pilot}"),
            "KEY",
            "team",
            "istio"));
    String entry =
        object(
            NETWORKING,
            "ServiceEntry",
            "one",
            "hosts: [x.example], resolution: DNS, ports: [{number: 9, name: a, protocol: TCP}]");
    String config =
        """
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: istio, namespace: istio-system}
        data: {mesh: 'defaultConfig: {proxyMetadata: {ISTIO_META_DNS_CAPTURE: "VALUE"}}'}
        """;
    add(
        "addresses that the control plane gives",
        IstioCode.IST0134,
        FindingCode.ENTRY_WITHOUT_ADDRESS,
        both(config + entry, "VALUE", "false", "true"));
  }

  private void annotations() {
    add(
        "a number that injection refuses",
        IstioCode.IST0125,
        FindingCode.ANNOTATION_IDLE,
        both(
            annotated("readiness.status.sidecar.istio.io/initialDelaySeconds: VALUE"),
            "VALUE",
            "soon",
            "'10'"));
    add(
        "what injection itself writes for the CNI plugin",
        IstioCode.IST0136,
        FindingCode.ALPHA,
        both(
            """
            ---
            apiVersion: v1
            kind: Pod
            metadata:
              name: p
              namespace: shop
              annotations: {KEY: '{}', traffic.sidecar.istio.io/includeInboundPorts: '*'}
            spec: {containers: []}
            """,
            "KEY",
            "team",
            "sidecar.istio.io/status"));
  }
}
