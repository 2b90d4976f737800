package io.meshtwin.twin.finding;

/**
 * Every diagnostic that exists, with its stable code. {@code docs/findings.md} has a paragraph for
 * each; a retired code stays reserved (MT0203).
 *
 * <p>The first two digits name the family: 00 reading, 01 routes, 02 conflicts, 03 not modelled, 04
 * Istio's Gateways, 05 Istio's security policies, 06 VirtualServices, DestinationRules,
 * ServiceEntries and Sidecars, 07 Services and workloads.
 */
public enum FindingCode {
  UNKNOWN_FIELD(
      "MT0001",
      Severity.WARNING,
      "Unknown field",
      "The field is not part of the kind's schema that Meshtwin reads. The API server prunes or"
          + " refuses it; the rest of the resource answers."),
  INVALID_FIELD(
      "MT0002",
      Severity.ERROR,
      "Invalid value",
      "The API server would refuse the value: a wrong type, an enum's unknown word, a number out of"
          + " range, a missing required field. What depends on it is unknown."),
  DUPLICATE_RESOURCE(
      "MT0003",
      Severity.WARNING,
      "Two resources with one key",
      "The same resource stands twice in the sources. The later one counts, as it would with"
          + " kubectl apply."),
  DUPLICATE_FIELD(
      "MT0004",
      Severity.WARNING,
      "Field given twice",
      "The field stands twice in one object. The later one counts, as it would with kubectl apply;"
          + " the earlier one is lost."),
  FIELD_WITHOUT_EFFECT(
      "MT0005",
      Severity.WARNING,
      "Field without effect",
      "Admission takes the resource with a warning: the value is ignored, or does not do what it"
          + " seems to do beside the resource's other fields."),
  DEPRECATED(
      "MT0006",
      Severity.INFO,
      "Deprecated",
      "The field or annotation is still read, and a later release of Istio may stop reading"
          + " it. The message says what stands in its place."),
  ALPHA(
      "MT0007",
      Severity.INFO,
      "Annotation of a feature that is tried out",
      "What the annotation does to traffic may change with any release of Istio."),
  ANNOTATION_IDLE(
      "MT0008",
      Severity.WARNING,
      "Annotation that nobody reads",
      "Istio has no annotation of this name, does not read it of this kind, or refuses its"
          + " value, so that nothing comes of it."),
  PARENT_NOT_FOUND(
      "MT0101",
      Severity.WARNING,
      "Parent not found",
      "A parentRef names a Gateway, listener or Service (or a port of it) that the mesh does not"
          + " have, so the route does not act through it."),
  BACKEND_NOT_FOUND(
      "MT0102",
      Severity.ERROR,
      "Backend not found",
      "A backendRef names a Service, or a port of it, that the mesh does not have. Its share of the"
          + " requests is answered with 500 (with UNAVAILABLE in a GRPCRoute), its connections are"
          + " closed, and mirrors copy nothing there."),
  BACKEND_WITHOUT_ENDPOINTS(
      "MT0103",
      Severity.WARNING,
      "Backend without endpoints",
      "No ready workload stands behind the backend. Its share of the requests is answered with"
          + " 503."),
  RULE_UNREACHABLE(
      "MT0104",
      Severity.WARNING,
      "Rule can never match",
      "Rules before it take all that the match would take, at every place where it acts, or no"
          + " request can be like that. The message names the smallest set of rules that do."),
  PRODUCER_OVERRIDDEN(
      "MT0105",
      Severity.INFO,
      "Producer route overridden by a consumer route",
      "A consumer route replaces the producer's routes for clients of its own namespace (GEP-1294):"
          + " requests that it does not match are answered with 404, they do not fall through."),
  REFERENCE_NOT_PERMITTED(
      "MT0106",
      Severity.ERROR,
      "Reference not permitted",
      "A route bound to a Gateway refers to another namespace without a ReferenceGrant there."),
  NO_LISTENER_ACCEPTS(
      "MT0107",
      Severity.WARNING,
      "No listener accepts the route",
      "The Gateway exists, but none of its listeners allows the route's namespace, kind or"
          + " hostnames; or the Service exists, but its ports carry nothing that the route is"
          + " for."),
  ROUTE_OVERRIDDEN(
      "MT0108",
      Severity.WARNING,
      "Accepted route that no request meets",
      "Every parent accepts the route, and yet none of its rules takes a request of any client:"
          + " consumer routes act in its place everywhere, rules of other routes come before all of"
          + " its own, or no client is where it would act."),
  DEFAULT_REPLACED(
      "MT0109",
      Severity.INFO,
      "Default behaviour replaced",
      "Once a route is attached to a Service's port, a request that none of the rules there takes is"
          + " answered with 404; without the route it would have been forwarded to the Service"
          + " (GEP-1294). The routes named leave such requests."),
  NO_WEIGHT(
      "MT0110",
      Severity.WARNING,
      "Rule that sends its requests nowhere",
      "A rule has no backend with a weight above 0 and does not answer by itself: its requests are"
          + " answered with an error, its connections are closed."),
  HOSTNAME_UNREACHED(
      "MT0111",
      Severity.WARNING,
      "Hostname that no listener has",
      "A route has a hostname that none of its parent's listeners has in common with it, beside"
          + " others that they have: requests to that host do not reach the route there."),
  TIE_BROKEN_BY_NAME(
      "MT0201",
      Severity.INFO,
      "Conflict settled by age or name only",
      "Rules of two routes match the same requests with equal precedence, or two TCPRoutes,"
          + " TLSRoutes or UDPRoutes the same connections; which one wins is settled by the routes'"
          + " creation times, or their names."),
  KIND_CONFLICT(
      "MT0202",
      Severity.WARNING,
      "Routes of different kinds at one place",
      "On a Service port, among the routes of one namespace, GRPCRoute acts before HTTPRoute before"
          + " TLSRoute before TCPRoute (GEP-1294). On a listener, of an HTTPRoute and a GRPCRoute"
          + " with a hostname in common the older acts. The others are not accepted there."),
  NOT_MODELLED(
      "MT0301",
      Severity.WARNING,
      "Not modelled",
      "The resource or field changes how traffic flows in a way that Meshtwin does not model. Every"
          + " answer that it can touch is unknown."),
  EXPRESSION_REFUSED(
      "MT0302",
      Severity.ERROR,
      "Regular expression refused",
      "RE2, which Envoy uses, refuses the expression. Requests that get to the rule and that its other"
          + " matches take are unknown."),
  EXPRESSION_NOT_READ(
      "MT0303",
      Severity.WARNING,
      "Regular expression not read",
      "RE2 takes the expression, and Meshtwin does not read all of its syntax. Requests that get to"
          + " the rule, that its other matches take and whose text begins as the expression does are"
          + " unknown."),
  EXPRESSION_TOO_LARGE(
      "MT0304",
      Severity.ERROR,
      "Regular expression too large",
      "RE2 may make a larger program of the expression than proxies take: 32,768 instructions with"
          + " the bootstrap of istiod or Meshtwin, 100 where nobody says. A proxy that refuses it"
          + " keeps the routes that it had. The size is bounded from above, so a smaller one may be"
          + " meant. Requests that get to the rule, that its other matches take and whose text begins"
          + " as the expression does are unknown."),
  RULE_NOT_DECIDED(
      "MT0305",
      Severity.WARNING,
      "Rule that could not be decided",
      "Whether any request gets to the rule, past those before it, takes more steps to find out than"
          + " there are to spend, mostly for regular expressions that have much in common. The classes"
          + " that it may take are unknown in previews; a single request is decided all the same."),
  SEVERAL_CONTROL_PLANES(
      "MT0306",
      Severity.INFO,
      "Several control planes",
      "The mesh has the settings of several revisions of Istio. Each holds for the"
          + " namespaces whose label istio.io/rev names it; where a namespace names a tag, its"
          + " answers are unknown."),
  GATEWAY_UNSERVED(
      "MT0401",
      Severity.WARNING,
      "Istio Gateway that nothing serves",
      "No workload has the labels of the selector, so that no proxy listens. Manifests that leave"
          + " the proxies to an installer are answered as if it had brought one with just these"
          + " labels."),
  GATEWAY_WITHOUT_CREDENTIAL(
      "MT0402",
      Severity.ERROR,
      "Credential not found",
      "A server of an Istio Gateway names a Secret that the proxies' namespace does not have, or"
          + " that holds no usable certificate. Every connection to it is closed."),
  GATEWAY_PORT_NOT_ON_SERVICE(
      "MT0403",
      Severity.WARNING,
      "Port not on the gateway's Service",
      "The proxies of an Istio Gateway listen on a port that none of their Services leads to, so"
          + " that clients reach it only at the pods themselves."),
  SERVER_SKIPPED(
      "MT0404",
      Severity.WARNING,
      "Server left out in favour of another",
      "Several Istio Gateways, or servers of one, ask one port of the same proxies for things that"
          + " do not go together: another protocol, or a host that an older Gateway has with TLS."
          + " istiod leaves the later one out."),
  HOST_NOT_ON_GATEWAY(
      "MT0405",
      Severity.WARNING,
      "VirtualService's host not on its Gateway",
      "A VirtualService is bound to an Istio Gateway that has no server with its host, or none that"
          + " takes hosts of its namespace, so that it does not act there. Of a host it is enough"
          + " that one of the Gateways has it, or that the rules act in the mesh too."),
  GATEWAY_NOT_FOUND(
      "MT0406",
      Severity.WARNING,
      "Gateway of a VirtualService not found",
      "A VirtualService is bound to an Istio Gateway that the mesh does not have."),
  CERTIFICATE_SHARED(
      "MT0407",
      Severity.INFO,
      "Certificate in several Gateways",
      "Several Istio Gateways on the same proxies show one certificate. A client with HTTP/2 may"
          + " reuse a connection of one for a host of another, which answers 404 there."),
  POLICY_SELECTS_NOTHING(
      "MT0501",
      Severity.WARNING,
      "Policy that selects nothing",
      "No workload has the labels that a security policy selects, its namespace has none, or the"
          + " Gateway that it names is not there, so that it protects nobody."),
  MTLS_CONFLICT(
      "MT0502",
      Severity.ERROR,
      "Mutual TLS that one side refuses",
      "A DestinationRule makes clients speak something that the workloads' PeerAuthentication does"
          + " not take: plain text or other TLS where mutual TLS is required, or mutual TLS where"
          + " it is switched off. Their connections fail."),
  HTTP_RULE_ON_BYTES(
      "MT0503",
      Severity.WARNING,
      "Rule about HTTP on a port that carries bytes",
      "A rule of an AuthorizationPolicy reads attributes of HTTP, and a workload that it applies to"
          + " has a port on which nobody reads requests. There an ALLOW rule allows nothing, and a"
          + " DENY rule takes every connection that its other attributes take."),
  POLICY_INEFFECTIVE(
      "MT0504",
      Severity.WARNING,
      "Policy without effect",
      "Another policy acts in its place: of several PeerAuthentications for a namespace or for the"
          + " same workloads only the oldest does, and in the root namespace one with labels does"
          + " nothing."),
  SERVER_UNCHECKED(
      "MT0505",
      Severity.WARNING,
      "Server that nobody checks",
      "A DestinationRule originates TLS and says no authorities, so that it depends on the"
          + " proxy whether the server's certificate is checked at all; or it says that it is not;"
          + " or it names a Secret that sidecars are not handed, and they speak plain text."),
  CLAIMS_WITHOUT_TOKENS(
      "MT0506",
      Severity.ERROR,
      "Claims of tokens that nobody reads",
      "A VirtualService matches claims of a token at a Gateway whose proxies have no"
          + " RequestAuthentication. The match takes no request."),
  SELECTOR_AT_GATEWAY(
      "MT0507",
      Severity.WARNING,
      "Policy by labels at a Gateway of the Gateway API",
      "The policy selects the proxies of a Gateway by labels. They follow policies that"
          + " name the Gateway in targetRefs, and no others."),
  CUSTOM_REFUSES(
      "MT0508",
      Severity.ERROR,
      "CUSTOM policy that refuses instead of asking",
      "MeshConfig does not have the external authorizer of an AuthorizationPolicy with the action"
          + " CUSTOM, or istiod does not use it: its host is not there, its settings are not valid,"
          + " or the workload has policies of several. Then what the policy takes is refused with"
          + " 403. So is what a dry run of CUSTOM takes, whose authorizer is there."),
  POLICY_BYPASSED(
      "MT0510",
      Severity.WARNING,
      "Policy that nobody enforces",
      "A security policy selects workloads that have no proxy. Whoever connects to them is asked"
          + " nothing."),
  SOURCE_NOT_FOUND(
      "MT0511",
      Severity.WARNING,
      "Namespace of a policy's source not found",
      "An AuthorizationPolicy takes requests from, or all but from, a namespace that the mesh does"
          + " not have. So the source lets nobody in, or keeps nobody away."),
  HOST_NOT_FOUND(
      "MT0601",
      Severity.WARNING,
      "Host of a destination not found",
      "A VirtualService sends requests to a host that is no Service and that no ServiceEntry has,"
          + " or that is not exported to where the rule acts."
          + " Proxies have no cluster for it: its share is answered with 503, connections close,"
          + " and mirrors copy nothing."),
  SUBSET_NOT_FOUND(
      "MT0602",
      Severity.WARNING,
      "Subset of a destination not found",
      "A VirtualService names a subset that no DestinationRule for the host has. Its share is"
          + " answered with 503."),
  DESTINATION_PORT_NOT_FOUND(
      "MT0603",
      Severity.WARNING,
      "Port of a destination not found",
      "A VirtualService names a port that the host does not have. Its share is answered with 503."),
  HOST_CONFLICT(
      "MT0604",
      Severity.WARNING,
      "Host in several VirtualServices of the mesh",
      "Istio calls it undefined; it lets one VirtualService serve a host in the mesh: those that"
          + " only the client's namespace sees before others, then the oldest, then by name. The"
          + " rules of the others do nothing there."),
  DELEGATE_NOT_FOUND(
      "MT0605",
      Severity.WARNING,
      "Delegate not found",
      "A rule delegates to a VirtualService that is not there, has hosts, or is not exported to"
          + " the rule's namespace. The rule takes no request."),
  SIDECAR_CONFLICT(
      "MT0606",
      Severity.ERROR,
      "Several Sidecars for one workload",
      "Istio calls it undefined; it follows the oldest, those with a selector before those"
          + " without. The others do nothing there."),
  SIDECAR_SELECTS_NOTHING(
      "MT0607",
      Severity.WARNING,
      "Sidecar that selects nothing",
      "No workload of the namespace has the labels that a Sidecar selects, or none of those that"
          + " it is for has a sidecar."),
  PORT_OF_SEVERAL(
      "MT0608",
      Severity.WARNING,
      "Destination without a port",
      "A VirtualService sends to a host with several ports and names none. Each request"
          + " goes to the number that it was dialed at, and gets 503 where the host has no such"
          + " port."),
  RULE_HOST_NOT_FOUND(
      "MT0609",
      Severity.WARNING,
      "Host of a DestinationRule not found",
      "A DestinationRule is for a host that is no Service and that no ServiceEntry has. Its"
          + " policies and subsets do nothing."),
  SUBSET_SELECTS_NOTHING(
      "MT0610",
      Severity.WARNING,
      "Subset without workloads",
      "No workload behind the host has the labels of a subset. What is sent to the subset"
          + " is answered with 503."),
  ENTRY_WITHOUT_ADDRESS(
      "MT0611",
      Severity.WARNING,
      "ServiceEntry for bytes without addresses",
      "A port that carries bytes has only its number to be told by: the entry takes every"
          + " connection to that port that nothing else takes, unless the control plane gives"
          + " addresses out by itself, to proxies that answer DNS (ISTIO_META_DNS_CAPTURE)."),
  ENTRY_PROTOCOL_CONFLICT(
      "MT0612",
      Severity.WARNING,
      "One host and port, several protocols",
      "ServiceEntries that some client sees together give one port of a host different"
          + " protocols. Proxies follow one of them, whatever the others say."),
  MESH_RULES_PASSED_BY(
      "MT0613",
      Severity.INFO,
      "Rules of the mesh do not act at a Gateway",
      "A VirtualService at a Gateway sends to a host without a subset, and another"
          + " VirtualService chooses among the host's subsets in the mesh. Requests that come by"
          + " the Gateway meet none of its rules."),
  GATEWAY_INTERNAL(
      "MT0614",
      Severity.WARNING,
      "Gateway that istiod made itself",
      "A VirtualService is bound to what istiod makes of a Gateway of the Gateway API. Its"
          + " name and its hosts may change with any release."),
  PORT_PROTOCOL_CONFLICT(
      "MT0701",
      Severity.WARNING,
      "One port, several protocols",
      "Services of one workload carry TCP and UDP at one port number, which proxies do not"
          + " tell apart; or they say different things of one of its ports, and what comes in is"
          + " treated as the oldest of them says."),
  TARGET_PORT_CONFLICT(
      "MT0702",
      Severity.WARNING,
      "One target port, several Service ports",
      "Services of one workload lead from different port numbers to one target port. What"
          + " comes in is treated as the oldest of them says."),
  PORT_NAME_SILENT(
      "MT0703",
      Severity.INFO,
      "Port that does not say what it carries",
      "Neither appProtocol nor the beginning of the port's name says it, so that proxies"
          + " look into each connection, and a server that speaks first waits."),
  EXTERNAL_NAME_PORT(
      "MT0704",
      Severity.WARNING,
      "ExternalName Service for bytes",
      "A port of an ExternalName Service carries bytes for all that proxies know. They then"
          + " take every connection to that port number, whoever is dialed."),
  INJECTION_LABELS(
      "MT0705",
      Severity.WARNING,
      "Several labels for injection",
      "A namespace has more than one of the labels that decide about sidecars. One of them"
          + " is read first, and the others may say otherwise."),
  POD_WITHOUT_SIDECAR(
      "MT0706",
      Severity.WARNING,
      "Pod without a sidecar",
      "Injection is on in the namespace, and the Pod was made without a sidecar: before it"
          + " was on, or while the webhook was away. No rule of Istio's acts on what it sends."),
  PROXY_USER(
      "MT0707",
      Severity.WARNING,
      "Container that runs as the proxy's user",
      "What the user 1337 sends is not redirected to the sidecar, for it is the proxy's own. No rule"
          + " of Istio's acts on it, and answers for such clients are unknown.");

  private final String code;
  private final Severity severity;
  private final String title;
  private final String description;

  FindingCode(String code, Severity severity, String title, String description) {
    this.code = code;
    this.severity = severity;
    this.title = title;
    this.description = description;
  }

  /** The stable code, for example {@code MT0104}. */
  public String code() {
    return code;
  }

  /** How much it matters. */
  public Severity severity() {
    return severity;
  }

  /** A heading of a few words. */
  public String title() {
    return title;
  }

  /** What it means and what follows, for the catalogue. */
  public String description() {
    return description;
  }

  @Override
  public String toString() {
    return code;
  }
}
