package io.meshtwin.twin.resolve;

import static io.meshtwin.twin.resolve.IstioFindingExamples.both;
import static io.meshtwin.twin.resolve.IstioFindingExamples.destinations;
import static io.meshtwin.twin.resolve.IstioFindingExamples.gateway;
import static io.meshtwin.twin.resolve.IstioFindingExamples.object;
import static io.meshtwin.twin.resolve.IstioFindingExamples.virtual;

import io.meshtwin.twin.finding.FindingCode;
import io.meshtwin.twin.finding.IstioCode;
import io.meshtwin.twin.resolve.IstioFindingExamples.Example;
import io.meshtwin.twin.resolve.IstioSituations.Situation;
import java.util.ArrayList;
import java.util.List;

/** Situations of hosts, gateways and rules, see {@link IstioSituations}. */
final class IstioTrafficSituations {
  private static final String SECURITY = "security.istio.io/v1";
  private static final String NETWORKING = "networking.istio.io/v1";

  private final List<Situation> all = new ArrayList<>();

  private IstioTrafficSituations() {}

  static List<Situation> all() {
    var situations = new IstioTrafficSituations();
    situations.hosts();
    situations.gateways();
    situations.unreachable();
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
}
