package io.meshtwin.twin.resolve.security;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resolve.Workload;
import io.meshtwin.twin.resolve.virtualservice.PodPlaces;
import io.meshtwin.twin.resource.AuthorizationPolicy;
import io.meshtwin.twin.resource.PeerAuthentication;
import io.meshtwin.twin.resource.PlaceLabels;
import io.meshtwin.twin.resource.PolicyTarget;
import io.meshtwin.twin.resource.RequestAuthentication;
import io.meshtwin.twin.resource.Resource;
import io.meshtwin.twin.routing.Caveat;
import io.meshtwin.twin.routing.Inbound;
import io.meshtwin.twin.routing.Origin;
import io.meshtwin.twin.routing.ServerSide;
import io.meshtwin.twin.routing.UpstreamTls;
import io.meshtwin.twin.routing.access.AccessFilter;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What Istio's security policies come to in a mesh; every answer is kept. */
public final class MeshSecurity {
  private static final String TLS_MODE = "security.istio.io/tlsMode";
  private static final String ISTIO = "istio";

  private final SecuritySettings settings;
  private final PeerModes modes;
  private final AccessFilters filters;
  private final PodPlaces places;

  /** Labels of places that policies name. */
  private final SortedSet<String> placed = new TreeSet<>();

  /** The policies that name them. */
  private final List<Placed> choosing;

  private final Map<Proxied, Own> own = new ConcurrentHashMap<>();

  /** What holds for all ports of a workload. */
  private record Own(PeerModes.Modes modes, InboundChains chains) {}

  /** A policy whose selector names a label of a place. */
  private record Placed(Resource policy, PolicyTarget target) {}

  public MeshSecurity(MeshImage image, SecuritySettings settings) {
    this.settings = settings;
    this.places = new PodPlaces(image);
    this.choosing =
        Stream.of(
                image.all(PeerAuthentication.class).map(p -> new Placed(p, p.target())),
                image.all(RequestAuthentication.class).map(p -> new Placed(p, p.target())),
                image.all(AuthorizationPolicy.class).map(p -> new Placed(p, p.target())))
            .flatMap(policies -> policies)
            .filter(p -> PlaceLabels.meet(p.target().names()))
            .toList();
    choosing.forEach(p -> placed.addAll(p.target().names()));
    this.modes = new PeerModes(image, settings.rootNamespace());
    this.filters = new AccessFilters(image, settings);
  }

  /** What MeshConfig says about security. */
  public SecuritySettings settings() {
    return settings;
  }

  /**
   * What a workload's proxy does with connections to one of its ports.
   *
   * @param caveats what is not modelled there
   */
  public Inbound inbound(Workload workload, int port, PortCarries carries, List<Caveat> caveats) {
    Own found = of(workload);
    PeerModes.Set mode = found.modes().of(port);
    List<Caveat> unknown =
        Stream.concat(caveats.stream(), doubts(workload.key(), workload.labels()).stream())
            .toList();
    Origin origin = mode.origin() == null ? new Origin(workload.key(), "", null) : mode.origin();
    return new Inbound(mode.mode(), found.chains().of(mode.mode(), carries), unknown, origin);
  }

  /** The ports that a PeerAuthentication of a workload's own names, sorted. */
  public SortedSet<Integer> ports(Workload workload) {
    return new TreeSet<>(of(workload).modes().ports().keySet());
  }

  /** Whose certificates proxies take ({@code policy_applier.go}, InboundMTLSSettings). */
  public ServerSide.Peers peers() {
    return new ServerSide.Peers(TrustDomains.of(settings).names(), settings.mutual());
  }

  /** Whether a PeerAuthentication is one that istiod reads at all. */
  public boolean acts(PeerAuthentication policy) {
    return modes.acts(policy);
  }

  /** The policies that attach to a workload. */
  public List<ResourceKey> policies(Workload workload) {
    Proxied proxied = proxied(workload.key(), workload.labels());
    return Stream.concat(modes.attached(proxied), filters.attached(proxied)).toList();
  }

  /**
   * What requests pass that a gateway's proxies take, or connections that they pass on.
   *
   * @param http whether requests are read
   */
  public List<AccessFilter> atGateway(ResourceKey proxy, Map<String, String> labels, boolean http) {
    InboundChains chains = of(proxied(proxy, labels)).chains();
    return http ? chains.http() : chains.tcp();
  }

  /**
   * Why a CUSTOM policy's external authorizer is not asked, so that what the policy takes is
   * refused; empty where it is.
   */
  public String unasked(AuthorizationPolicy policy) {
    return filters.authorizer(policy).problem();
  }

  /** The policies that say what a gateway's proxies ask of those who connect. */
  public List<ResourceKey> attached(ResourceKey proxy, Map<String, String> labels) {
    return filters.attached(proxied(proxy, labels)).toList();
  }

  /**
   * The labels by which policies choose among proxies: those of its Pods, and of where it is.
   *
   * @param proxy the workload
   */
  public Map<String, String> labels(ResourceKey proxy, Map<String, String> own) {
    return places.ofProxy(proxy, own, placed);
  }

  /** Policies of which it depends on a place that is not known whether they are for a proxy. */
  public List<Caveat> doubts(ResourceKey proxy, Map<String, String> own) {
    Map<String, String> labels = labels(proxy, own);
    return choosing.stream()
        .filter(p -> p.policy().key().cluster().equals(proxy.cluster()))
        .filter(p ->
            List.of(proxy.namespace(), settings.rootNamespace())
                .contains(p.policy().key().namespace()))
        .filter(p -> p.target().maySelect(labels))
        .map(p ->
            new Caveat(
                "a place that is not known of the workload, by which "
                    + p.policy().key()
                    + " chooses, is not modelled",
                new Origin(
                    p.policy().key(),
                    "spec.selector",
                    p.policy().metadata().source("spec.selector"))))
        .toList();
  }

  private Proxied proxied(ResourceKey proxy, Map<String, String> labels) {
    return new Proxied(proxy, labels(proxy, labels));
  }

  /**
   * Whether clients speak mutual TLS to a workload's port on their own ({@code mtls_checker.go},
   * checkMtlsEnabled).
   *
   * @param proxied whether the workload has a proxy, where its labels do not say
   */
  public boolean mutual(Workload workload, int port, boolean proxied) {
    String said = workload.labels().get(TLS_MODE);
    boolean can = said == null ? proxied && !isPod(workload) : said.equals(ISTIO);
    return can && of(workload).modes().of(port).mode() != Inbound.Mode.DISABLE;
  }

  /**
   * What a client's proxy speaks to a Service's endpoints where no DestinationRule says it ({@code
   * cluster_tls.go}, buildUpstreamTLSSettings).
   *
   * @param subset empty for none
   * @return null for plain text
   */
  public @Nullable UpstreamTls detected(ResourceKey service, String host, int port, String subset) {
    boolean plain =
        !settings.autoMtls()
            || modes.ofServices(service.cluster(), service.namespace()) == Inbound.Mode.DISABLE;
    return plain ? null : new UpstreamTls.Mesh(serverName(host, port, subset), List.of(), true);
  }

  /** What istiod's clients ask for ({@code pilot/pkg/model/service.go}, BuildDNSSrvSubsetKey). */
  public static String serverName(String host, int port, String subset) {
    return "outbound_." + port + "_." + subset + "_." + host;
  }

  private static boolean isPod(Workload workload) {
    return workload.key().kind().equals("Pod");
  }

  private Own of(Workload workload) {
    return of(proxied(workload.key(), workload.labels()));
  }

  private Own of(Proxied proxied) {
    return own.computeIfAbsent(
        proxied,
        key ->
            new Own(
                modes.of(key), new InboundChains(filters.of(key, true), filters.of(key, false))));
  }
}
