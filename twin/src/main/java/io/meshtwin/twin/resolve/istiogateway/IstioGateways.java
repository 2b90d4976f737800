package io.meshtwin.twin.resolve.istiogateway;

import io.meshtwin.twin.finding.Finding;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resolve.ClientScope;
import io.meshtwin.twin.resolve.Workload;
import io.meshtwin.twin.resolve.network.NetworkPeer;
import io.meshtwin.twin.resolve.virtualservice.MeshView;
import io.meshtwin.twin.resolve.virtualservice.MeshVirtualServices;
import io.meshtwin.twin.resource.IstioGateway;
import io.meshtwin.twin.resource.IstioServerTls;
import io.meshtwin.twin.resource.MeshConfig;
import io.meshtwin.twin.routing.Caveat;
import io.meshtwin.twin.routing.FilterChain;
import io.meshtwin.twin.routing.Handler;
import io.meshtwin.twin.routing.Listener;
import io.meshtwin.twin.routing.Origin;
import io.meshtwin.twin.routing.ServerTls;
import io.meshtwin.twin.routing.Transport;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the proxies of an Istio Gateway do with traffic from outside: one listener for each port of
 * all Gateways that they serve (istio, {@code buildGatewayListeners}).
 */
public final class IstioGateways {
  private static final Set<String> EVERYWHERE = Set.of("", "0.0.0.0");

  private final Lasting lasting;
  private final BoundServices services;
  private final Function<GatewayProxy, VirtualTranslation> translation;
  private final GatewayLimits limits;
  private final Map<GatewayProxy, List<Listener>> known = new ConcurrentHashMap<>();

  /**
   * Those of an image.
   *
   * @param workloads all of the mesh
   * @param rules what VirtualServices do
   * @param views what the proxies of a scope see
   * @param surroundings what the rest of the twin says of gateways, and cannot say
   */
  public static IstioGateways of(
      MeshImage image,
      List<Workload> workloads,
      MeshConfig settings,
      MeshVirtualServices rules,
      Function<ClientScope, MeshView> views,
      Surroundings surroundings) {
    var lasting =
        new Lasting(
            new GatewayProxies(image, workloads),
            new PassedClusters(image),
            new ServerSecurity(image, settings.body().path("tlsDefaults")),
            surroundings,
            new Translated());
    return new IstioGateways(lasting, image, settings, rules, views);
  }

  /**
   * What the same Gateways and proxies do where nothing but VirtualServices differs.
   *
   * @param rules what those do
   */
  public IstioGateways with(
      MeshImage image,
      MeshConfig settings,
      MeshVirtualServices rules,
      Function<ClientScope, MeshView> views) {
    return new IstioGateways(lasting, image, settings, rules, views);
  }

  /** What VirtualServices do not change. */
  private record Lasting(
      GatewayProxies proxies,
      PassedClusters clusters,
      ServerSecurity security,
      Surroundings surroundings,
      Translated translated) {}

  private IstioGateways(
      Lasting lasting,
      MeshImage image,
      MeshConfig settings,
      MeshVirtualServices rules,
      Function<ClientScope, MeshView> views) {
    this.lasting = lasting;
    this.services = new BoundServices(image, settings.virtualServiceExportTo());
    this.translation =
        proxy -> {
          var scope = new ClientScope(proxy.cluster(), proxy.namespace());
          return new VirtualTranslation(rules, scope, views.apply(scope), lasting.translated());
        };
    this.limits = new GatewayLimits(lasting.surroundings());
  }

  /** What is to be said about Istio Gateways; the same may be there more than once. */
  public List<Finding> findings(List<IstioGateway> gateways) {
    return new IstioGatewayFindings(lasting.proxies(), lasting.security(), gateways).all();
  }

  /** The listeners of the proxies that serve a Gateway, by port; none where nothing serves it. */
  public List<Listener> of(IstioGateway gateway) {
    List<GatewayProxy> serving = lasting.proxies().of(gateway);
    List<List<Listener>> all =
        serving.stream().map(p -> known.computeIfAbsent(p, this::listeners)).distinct().toList();
    if (all.isEmpty()) {
      return List.of();
    }
    boolean apart =
        lasting.proxies().meetNetworkPolicies()
            && serving.stream().map(IstioGateways::peer).distinct().count() > 1;
    return all.size() == 1 && !apart ? all.getFirst() : differing(gateway, serving, all);
  }

  /** The proxies of a Gateway as NetworkPolicies see them: where they run, not where it is. */
  public NetworkPeer peer(IstioGateway gateway) {
    List<GatewayProxy> serving = lasting.proxies().of(gateway);
    return serving.isEmpty() ? NetworkPeer.of(gateway.key()) : peer(serving.getFirst());
  }

  private static NetworkPeer peer(GatewayProxy proxy) {
    @Nullable Map<String, String> labels = proxy.assumed() ? null : proxy.labels();
    return new NetworkPeer(proxy.cluster(), proxy.namespace(), labels, "", null);
  }

  /** Proxies that serve the Gateway in different ways: who answers is not known. */
  private static List<Listener> differing(
      IstioGateway gateway, List<GatewayProxy> serving, List<List<Listener>> all) {
    List<String> names = serving.stream().map(GatewayProxy::name).toList();
    var origin =
        new Origin(gateway.key(), "spec.selector", gateway.metadata().source("spec.selector"));
    var caveat =
        new Caveat(
            "which of the proxies answers, " + String.join(" or ", names) + ", which differ",
            origin);
    SortedMap<Integer, Listener> byPort = new TreeMap<>();
    for (List<Listener> listeners : all) {
      for (Listener listener : listeners) {
        byPort.putIfAbsent(listener.binding().port(), unknown(listener, List.of(caveat)));
      }
    }
    return List.copyOf(byPort.values());
  }

  private static Listener unknown(Listener listener, List<Caveat> caveats) {
    return new Listener(
        listener.name(), listener.binding(), new Handler.Unmodelled(caveats), listener.origin());
  }

  private List<Listener> listeners(GatewayProxy proxy) {
    ServerMerge merge = ServerMerge.of(proxy);
    SortedMap<Integer, Boolean> own = new TreeMap<>();
    merge
        .merged()
        .keySet()
        .forEach(place ->
            own.merge(place.port(), proxy.addresses().contains(place.bind()), Boolean::logicalOr));
    SortedMap<Integer, List<ServedServer>> ports = new TreeMap<>();
    merge
        .merged()
        .forEach((place, servers) -> {
          boolean reached =
              Boolean.TRUE.equals(own.get(place.port()))
                  ? proxy.addresses().contains(place.bind())
                  : EVERYWHERE.contains(place.bind());
          if (reached && place.port() > 0) {
            ports.computeIfAbsent(place.port(), _ -> new ArrayList<>()).addAll(servers);
          }
        });
    var result = new ArrayList<Listener>();
    ports.forEach((port, servers) -> {
      Listener listener = listener(proxy, merge, port, servers);
      if (!listener.chains().isEmpty()) {
        result.add(listener);
      }
    });
    return List.copyOf(result);
  }

  private Listener listener(
      GatewayProxy proxy, ServerMerge merge, int port, List<ServedServer> servers) {
    ServedServer first = servers.getFirst();
    var dialed = new TreeSet<Integer>();
    proxy
        .targets()
        .forEach((from, to) -> {
          if (to == port) {
            dialed.add(from);
          }
        });
    var streams = new StreamServers(services, translation.apply(proxy), lasting.clusters());
    var chains = new ArrayList<FilterChain>();
    var http = new HashSet<String>();
    for (ServedServer served : servers) {
      if (!served.server().protocol().isHttp()) {
        chains.addAll(policed(proxy, served, chains(proxy, merge, served, streams)));
      } else if (http.add(served.routeName())) {
        chains.addAll(policed(proxy, served, List.of(plain(proxy, merge, served))));
      }
    }
    var listener =
        new Listener(
            first.gatewayName() + ":" + port,
            new Listener.Binding.ToGateway(port, dialed),
            chains,
            first.origin());
    List<Caveat> unknown = limits.of(proxy, port, servers, chains);
    return unknown.isEmpty() ? listener : unknown(listener, unknown);
  }

  /** Of AUTO_PASSTHROUGH no policy asks anything ({@code builtAutoPassthroughFilterChains}). */
  private List<FilterChain> policed(
      GatewayProxy proxy, ServedServer served, List<FilterChain> chains) {
    IstioServerTls tls = served.server().tls();
    return tls != null && tls.mode() == IstioServerTls.Mode.AUTO_PASSTHROUGH
        ? chains
        : lasting
            .surroundings()
            .behindPolicies(proxy.cluster(), proxy.namespace(), proxy.labels(), chains);
  }

  private FilterChain plain(GatewayProxy proxy, ServerMerge merge, ServedServer served) {
    return new FilterChain(
        served.name(), Transport.ANY, http(proxy, merge, served), served.origin());
  }

  private Handler http(GatewayProxy proxy, ServerMerge merge, ServedServer served) {
    return new Handler.Http(
        new GatewayRoutes(services, translation.apply(proxy))
            .of(merge.sharing(served.routeName()), proxy.namespace()));
  }

  /** A server of TLS or of bytes. */
  private List<FilterChain> chains(
      GatewayProxy proxy, ServerMerge merge, ServedServer served, StreamServers streams) {
    IstioServerTls tls = served.server().tls();
    if (tls == null || tls.mode().passesThrough()) {
      return streams.of(served, Transport.ANY, proxy.namespace());
    }
    List<String> names = ServerNames.of(served.serverNames());
    if (names.isEmpty()) {
      return List.of();
    }
    ServerSecurity.Outcome outcome = lasting.security().of(served, tls, proxy);
    ServerTls ended = outcome.tls();
    if (ended == null) {
      return List.of(
          new FilterChain(
              served.name(),
              new Transport.Passthrough(names),
              new Handler.Unmodelled(outcome.unknown()),
              served.origin()));
    }
    var transport = new Transport.Terminated(names, ended);
    return served.server().readsHttp()
        ? List.of(
            new FilterChain(served.name(), transport, http(proxy, merge, served), served.origin()))
        : streams.of(served, transport, proxy.namespace());
  }
}
