package io.meshtwin.twin.resolve.virtualservice;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.finding.FindingCode;
import io.meshtwin.twin.finding.Severity;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.image.ResourceState;
import io.meshtwin.twin.resource.ExportTo;
import io.meshtwin.twin.resource.IstioNames;
import io.meshtwin.twin.resource.MeshConfig;
import io.meshtwin.twin.resource.Metadata;
import io.meshtwin.twin.resource.VirtualRule;
import io.meshtwin.twin.resource.VirtualService;
import io.meshtwin.twin.routing.Caveat;
import io.meshtwin.twin.routing.Origin;
import io.meshtwin.twin.routing.RouteRule;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which VirtualServices act for a host and a proxy, and what they do there.
 *
 * <p>Those that the proxy's namespace alone sees stand before those exported to it, and those
 * before the ones that everybody sees; then age counts ({@code PushContext.initVirtualServices},
 * {@code SelectVirtualServices}). The first that has a rule for the port serves the host alone. One
 * for a wildcard serves a host only where none names it, and no longer wildcard covers it ({@code
 * computeWildcardHostVirtualServiceIndex}).
 */
public final class MeshVirtualServices {
  private final MeshImage image;
  private final ExportTo exportedByDefault;
  private final Destinations destinations;
  private final RetryTranslation retries;
  private final StreamTranslation streams;
  private final NamedRules rules;
  private final VirtualActions actions;
  private final Delegates delegates;
  private final HostIndex index;
  private final Map<ResourceKey, Bound> known = new ConcurrentHashMap<>();

  /**
   * Reads the VirtualServices of an image.
   *
   * @param rules those of the image
   * @param destinationRules those of the same image
   * @param security how proxies speak to hosts
   * @param localities which endpoints go first
   */
  public MeshVirtualServices(
      MeshImage image,
      MeshConfig config,
      NamedRules rules,
      MeshDestinationRules destinationRules,
      UpstreamSecurity security,
      Localities localities) {
    this.image = image;
    this.exportedByDefault = config.virtualServiceExportTo();
    this.destinations =
        new Destinations(destinationRules, security, localities, new UpstreamPolicies(config));
    this.retries = new RetryTranslation(VirtualRule.RetryRules.of(config.defaultHttpRetryPolicy()));
    this.rules = rules;
    this.actions = new VirtualActions(destinations, retries);
    this.streams = new StreamTranslation(destinations);
    this.delegates = new Delegates(image, exportedByDefault);
    this.index = new HostIndex(rules, key -> Objects.requireNonNull(bound(key)));
  }

  /** A VirtualService as it acts, with its delegates; null where there is none with hosts. */
  public @Nullable Bound bound(ResourceKey key) {
    Bound before = known.get(key);
    VirtualService service = rules.all().get(key);
    return before != null || service == null || service.hosts().isEmpty()
        ? before
        : known.computeIfAbsent(key, _ -> read(service));
  }

  private Bound read(VirtualService service) {
    return new Written(
        service, delegates.rules(service), refusals(service, delegates), actions, streams);
  }

  /** Where connections go by the destinations of a rule for TLS or TCP, from anywhere. */
  public StreamChain connections(
      Place place, VirtualService owner, List<VirtualRule.Target> targets, String field) {
    VirtualService full = FullNames.of(owner);
    Metadata metadata = full.metadata();
    StreamTranslation.Shares shares =
        streams.shares(metadata, FullNames.targets(full, targets), place);
    var origin = new Origin(metadata.key(), field, metadata.source(field));
    return new StreamChain(List.of(), List.of(), shares.destinations(), shares.caveats(), origin);
  }

  /** Rules that take everything behind all others ({@code SortVHostRoutes}). */
  public static List<RouteRule> lastResortsLast(List<RouteRule> rules) {
    var result = new ArrayList<RouteRule>();
    var all = new ArrayList<RouteRule>();
    for (RouteRule rule : rules) {
      (VirtualMatches.takesEverything(rule.match(), null) ? all : result).add(rule);
    }
    result.addAll(all);
    return List.copyOf(result);
  }

  /** Where hosts lead, with the policies of DestinationRules. */
  public Destinations destinations() {
    return destinations;
  }

  /** When requests are tried again. */
  public RetryTranslation retries() {
    return retries;
  }

  /**
   * What acts at a sidecar for a host, in the order in which it is asked; VirtualServices that only
   * cover it by a wildcard are among them where they serve it.
   *
   * @param routes what istiod makes of routes of the Gateway API for the host, any order
   */
  public List<Bound> inMesh(MeshView view, String host, Collection<? extends Bound> routes) {
    List<Bound> naming =
        Stream.concat(index.naming(host).stream(), routes.stream())
            .filter(bound -> rank(bound, view) < HIDDEN && view.imports(bound))
            .sorted(order(view))
            .toList();
    if (!naming.isEmpty()) {
      return naming;
    }
    for (List<Bound> covering : index.covering(host)) {
      List<Bound> seen =
          covering.stream()
              .filter(bound -> rank(bound, view) < HIDDEN && view.imports(bound))
              .sorted(order(view))
              .limit(1)
              .toList();
      if (!seen.isEmpty()) {
        return seen;
      }
    }
    return List.of();
  }

  /**
   * The rules of a host at a sidecar's port: of the first that has any there. Empty where none has,
   * so that requests go to the host itself.
   */
  public List<RouteRule> http(
      MeshView view, KnownHost host, int port, Collection<? extends Bound> routes) {
    var place = Place.sidecar(view, port);
    return inMesh(view, host.name(), routes).stream()
        .filter(bound -> !bound.ofRoutes() || nearby(bound, view, host))
        .map(bound -> bound.http(place))
        .filter(rules -> !rules.isEmpty())
        .findFirst()
        .orElse(List.of());
  }

  /** The rules for connections to a host at a sidecar's port, of all that name it, in order. */
  public List<StreamChain> streams(
      MeshView view, KnownHost host, int port, boolean tls, Collection<? extends Bound> routes) {
    var place = Place.sidecar(view, port);
    Stream<Bound> written = index.meeting(host.name());
    return Stream.concat(written, routes.stream())
        .filter(bound -> rank(bound, view) < HIDDEN && view.imports(bound))
        .sorted(order(view))
        .flatMap(bound -> bound.streams(place, tls).stream())
        .toList();
  }

  /**
   * What acts at sidecars, in the order in which it is asked: VirtualServices and what istiod makes
   * of routes.
   */
  public List<Bound> ordered(MeshView view, Collection<? extends Bound> routes) {
    return ordered(view, Stream.concat(index.all().stream(), routes.stream()));
  }

  /**
   * What acts at sidecars for some names, in the order in which it is asked.
   *
   * @param domains names as they are written, a wildcard for itself alone
   * @param hosts of services, with whatever covers them
   * @param routes as in {@link #ordered(MeshView, Collection)}
   */
  public List<Bound> ordered(
      MeshView view, Set<String> domains, Set<String> hosts, Collection<? extends Bound> routes) {
    return ordered(view, Stream.concat(near(domains, hosts).stream(), routes.stream()));
  }

  private List<Bound> ordered(MeshView view, Stream<Bound> bounds) {
    return bounds
        .filter(bound -> rank(bound, view) < HIDDEN && view.imports(bound))
        .sorted(order(view))
        .toList();
  }

  /** VirtualServices of the mesh with some names, as {@link #ordered} means them; in no order. */
  public Collection<Bound> near(Set<String> domains, Set<String> hosts) {
    return index.near(domains, hosts);
  }

  /** Whether some VirtualService of the mesh covers many hosts and names others besides. */
  public boolean coversBesides() {
    return index.coversBesides();
  }

  /**
   * VirtualServices of the mesh that name hosts, whether the registry has them or not, in the order
   * in which they are asked.
   */
  public List<Bound> seen(MeshView view) {
    return forGateway(view, IstioNames.MESH);
  }

  /**
   * What is bound to a Gateway, or to {@code mesh}, in the order in which it is asked ({@code
   * VirtualServicesForGateway}).
   *
   * @param gateway {@code namespace/name}
   */
  public List<Bound> forGateway(MeshView view, String gateway) {
    return ordered(view, index.boundTo(gateway).stream());
  }

  /**
   * The namespaces whose proxies see a VirtualService otherwise than all others do, which see it as
   * everybody does or not at all.
   */
  public Stream<String> seenApart(Bound bound) {
    ExportTo to = bound.exportTo().unsaid() ? exportedByDefault : bound.exportTo();
    return to.written().contains(ExportTo.ALL)
        ? Stream.empty()
        : to.written().stream()
            .filter(entry -> !entry.equals(ExportTo.NONE))
            .map(entry -> entry.equals(ExportTo.OWN) ? bound.namespace() : entry);
  }

  private static boolean nearby(Bound bound, MeshView view, KnownHost host) {
    return bound.namespace().equals(view.namespace()) || bound.namespace().equals(host.namespace());
  }

  private static final int PRIVATE = 0;
  private static final int EXPORTED = 1;
  private static final int PUBLIC = 2;
  private static final int HIDDEN = 3;

  private int rank(Bound bound, MeshView view) {
    ExportTo to = bound.exportTo().unsaid() ? exportedByDefault : bound.exportTo();
    if (to.written().contains(ExportTo.ALL)) {
      return PUBLIC;
    }
    if (to.written().contains(ExportTo.NONE) || !to.reaches(view.namespace(), bound.namespace())) {
      return HIDDEN;
    }
    return bound.namespace().equals(view.namespace()) ? PRIVATE : EXPORTED;
  }

  /** Routes of the proxy's own namespace stand before all others of their rank. */
  private Comparator<Bound> order(MeshView view) {
    return Comparator.<Bound>comparingInt(bound -> rank(bound, view))
        .thenComparing(bound -> !(bound.ofRoutes() && bound.namespace().equals(view.namespace())))
        .thenComparing(Bound.OLDEST_FIRST);
  }

  private List<Caveat> refusals(VirtualService service, Delegates delegates) {
    var result = new ArrayList<>(refusals(service.key()));
    service.http().stream()
        .map(VirtualRule::action)
        .filter(VirtualRule.Action.Delegate.class::isInstance)
        .map(to -> delegates.delegate(service.key(), (VirtualRule.Action.Delegate) to))
        .filter(Objects::nonNull)
        .forEach(delegate -> result.addAll(refusals(delegate.key())));
    return List.copyOf(result);
  }

  private List<Caveat> refusals(ResourceKey key) {
    ResourceState state = image.state(key);
    return state == null
        ? List.of()
        : state.findings().stream()
            .filter(finding -> finding.code() == FindingCode.INVALID_FIELD)
            .filter(finding -> finding.severity() == Severity.ERROR)
            .map(finding ->
                new Caveat(
                    key + " would be refused: " + finding.field() + " " + finding.message(),
                    new Origin(key, finding.field(), finding.source())))
            .toList();
  }
}
