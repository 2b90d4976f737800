package io.meshtwin.twin.resolve;

import static io.meshtwin.twin.resolve.IstioFindingExamples.annotated;
import static io.meshtwin.twin.resolve.IstioFindingExamples.both;
import static io.meshtwin.twin.resolve.IstioFindingExamples.object;

import io.meshtwin.twin.finding.FindingCode;
import io.meshtwin.twin.finding.IstioCode;
import io.meshtwin.twin.resolve.IstioFindingExamples.Example;
import io.meshtwin.twin.resolve.IstioSituations.Situation;
import java.util.ArrayList;
import java.util.List;

/** Situations of policies, sidecars, Services and annotations, see {@link IstioSituations}. */
final class IstioWorkloadSituations {
  private static final String SECURITY = "security.istio.io/v1";
  private static final String NETWORKING = "networking.istio.io/v1";

  private final List<Situation> all = new ArrayList<>();

  private IstioWorkloadSituations() {}

  static List<Situation> all() {
    var situations = new IstioWorkloadSituations();
    situations.policies();
    situations.sidecars();
    situations.registry();
    situations.annotations();
    return situations.all;
  }

  private void add(String name, IstioCode istio, FindingCode code, Example example) {
    all.add(new Situation(name, istio, code, example));
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
