package io.meshtwin.bridge.dump;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.routing.Caveat;
import io.meshtwin.twin.routing.Cluster;
import io.meshtwin.twin.routing.Cluster.Protocol;
import io.meshtwin.twin.routing.Endpoint;
import io.meshtwin.twin.routing.ObservedProxy;
import io.meshtwin.twin.routing.Origin;
import io.meshtwin.twin.routing.ServicePort;
import io.meshtwin.twin.routing.UpstreamPolicy;
import io.meshtwin.twin.routing.UpstreamTls;
import io.meshtwin.twin.routing.WeightedDestination.Destination;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The destinations that routes name, each read when it is first named. */
final class Clusters {
  private static final Set<String> PASSTHROUGH =
      Set.of("PassthroughCluster", "InboundPassthroughCluster", "meshtwin/passthrough");
  private static final String BLACK_HOLE = "BlackHoleCluster";
  private static final String OWN_ORIGINAL = "/original";

  private final ConfigDump dump;
  private final ResourceKey origin;
  private final EndpointNames names;
  private final UpstreamSockets sockets;
  private final Map<String, Destination> known = new HashMap<>();
  private final SortedMap<ServicePort, Cluster> found = new TreeMap<>();

  Clusters(ConfigDump dump, ResourceKey origin, EndpointNames names, TlsContexts tls) {
    this.dump = dump;
    this.origin = origin;
    this.names = names;
    this.sockets = new UpstreamSockets(tls);
  }

  /** The endpoints of what was named so far. */
  SortedMap<ServicePort, Cluster> found() {
    return found;
  }

  /** The names of all clusters, sorted. */
  Set<String> names() {
    return dump.clusters().keySet();
  }

  /**
   * Where requests go that are routed to a cluster.
   *
   * @param subset what endpoints must have ({@code metadata_match}); empty for no demand
   * @param notFound the status where the proxy has no such cluster
   */
  Destination of(String name, SortedMap<String, String> subset, int notFound) {
    Entry cluster = dump.clusters().get(name);
    if (cluster == null) {
      return new Destination.Invalid(notFound, "the proxy has no cluster " + name);
    }
    String key = subset.isEmpty() ? name : name + subset;
    return known.computeIfAbsent(key, _ -> read(key, copy(cluster), new Asked(name, subset)));
  }

  /**
   * What of a cluster is asked for.
   *
   * @param whose the name that says whose endpoints are: the cluster's, or of one of its {@link
   *     #shares}
   */
  private record Asked(String whose, SortedMap<String, String> subset) {}

  /** One of the {@link #shares} of a cluster that the proxy has. */
  Destination share(String name, String whose) {
    Entry cluster = Objects.requireNonNull(dump.clusters().get(name), name);
    var asked = new Asked(whose, Collections.emptySortedMap());
    return known.computeIfAbsent(name + "~" + whose, key -> read(key, copy(cluster), asked));
  }

  /**
   * How much of what is sent to a cluster is whose, where this bridge put endpoints of several
   * Services into one; empty for other clusters.
   */
  SortedMap<String, Integer> shares(String name) {
    var result = new TreeMap<String, Integer>();
    Entry cluster = dump.clusters().get(name);
    Entry assignment = cluster == null ? null : assignment(copy(cluster));
    if (assignment != null) {
      EndpointReader.all(assignment, false)
          .forEach(
              seen -> seen.shares().forEach((who, more) -> result.merge(who, more, Integer::sum)));
    }
    return result;
  }

  /** Entries remember what they were asked, and a cluster may be asked for several subsets. */
  private static Entry copy(Entry entry) {
    return new Entry(entry.type(), entry.place(), entry.json());
  }

  private Destination read(String key, Entry cluster, Asked asked) {
    String name = cluster.text("name");
    ServicePort service = ServiceNames.of(asked.whose());
    boolean original = cluster.text("type").equals("ORIGINAL_DST") || name.endsWith(OWN_ORIGINAL);
    if (PASSTHROUGH.contains(name)) {
      return Destination.Original.UNCLAIMED;
    }
    if (original) {
      return original(cluster, key, service);
    }
    Entry common = common(cluster);
    Entry http = ClusterOptions.http(cluster);
    Protocol protocol = ClusterOptions.protocol(cluster, http);
    UpstreamTls tls = sockets.of(cluster, new Origin(origin, cluster.place(), null));
    UpstreamPolicy policy = ClusterPolicies.of(cluster, common, http);
    List<Endpoint> seen = endpoints(cluster, common, asked);
    if (seen.isEmpty() && name.equals(BLACK_HOLE)) {
      return new Destination.BlackHole();
    }
    boolean mesh = tls instanceof UpstreamTls.Mesh all && !all.detected();
    List<Endpoint> named =
        names.of(service, mesh ? seen.stream().map(Clusters::mutual).toList() : seen);
    ServicePort reference = ObservedProxy.destination(origin, key);
    found.put(reference, new Cluster(service, protocol, named, caveats(cluster)));
    return new Destination.ToService(reference, null, tls, policy);
  }

  /** Whoever the proxy speaks the mesh's TLS to is taken for one that ends it. */
  private static Endpoint mutual(Endpoint e) {
    return new Endpoint(e.name(), e.address(), e.port(), e.workload(), e.weight(), true);
  }

  private Destination original(Entry cluster, String key, ServicePort service) {
    ClusterOptions.harmless(cluster)
        .harmless("circuit_breakers", "connect_timeout", "common_lb_config");
    cluster.harmless("load_assignment", "eds_cluster_config");
    UpstreamTls tls = sockets.of(cluster, new Origin(origin, cluster.place(), null));
    Entry http = ClusterOptions.http(cluster).harmless("common_http_protocol_options");
    Protocol protocol = ClusterOptions.protocol(cluster, http);
    Entry config = cluster.message("original_dst_lb_config", "OriginalDstLbConfig");
    int port = config.number("upstream_port_override", 0);
    ServicePort reference = ObservedProxy.destination(origin, key);
    found.put(reference, new Cluster(service, protocol, List.of(), caveats(cluster)));
    return new Destination.Original(service, port, tls, UpstreamPolicy.Version.OF_THE_PORT);
  }

  private static Entry common(Entry cluster) {
    return cluster
        .message("common_lb_config", "CommonLbConfig")
        .harmless("update_merge_window", "ignore_new_hosts_until_first_hc", "zone_aware_lb_config")
        .harmless("close_connections_on_host_set_change", "locality_weighted_lb_config");
  }

  private List<Endpoint> endpoints(Entry cluster, Entry common, Asked asked) {
    if (cluster.has("cluster_type")) {
      return aggregate(cluster.message("cluster_type", "CustomClusterType"));
    }
    Entry assignment = assignment(cluster);
    if (assignment == null) {
      return List.of();
    }
    if (dump.sharesByZone() && EndpointReader.localities(assignment) > 1) {
      cluster.refuse("requests shared out by zone (cluster_manager.local_cluster_name)");
    }
    boolean byLocality = !common.json().path("locality_weighted_lb_config").isMissingNode();
    List<EndpointReader.Seen> all = EndpointReader.all(assignment, byLocality);
    boolean shared = !asked.whose().equals(cluster.text("name"));
    List<EndpointReader.Seen> own =
        shared ? all.stream().flatMap(seen -> seen.of(asked.whose())).toList() : all;
    List<EndpointReader.Seen> chosen = Subsets.of(cluster, asked.subset(), own);
    List<Endpoint> first = EndpointReader.asked(chosen, EndpointReader.panic(common), cluster);
    assignment.unread().forEach(cluster::refuseWhole);
    return first;
  }

  private @Nullable Entry assignment(Entry cluster) {
    if (cluster.has("load_assignment")) {
      cluster.harmless("eds_cluster_config");
      return cluster.message("load_assignment", "ClusterLoadAssignment");
    }
    cluster.harmless("eds_cluster_config");
    Entry assignment = dump.endpoints().get(ConfigDump.assignment(cluster));
    if (assignment == null) {
      cluster.refuse("endpoints, which are not in the dump (take it with ?include_eds),");
      return null;
    }
    return copy(assignment);
  }

  /** The first of the clusters that has endpoints, as long as all of them are healthy. */
  private List<Endpoint> aggregate(Entry type) {
    Entry config = type.harmless("name").typed("typed_config");
    if (!config.type().endsWith(".aggregate.v3.ClusterConfig")) {
      config.refuse("discovery");
      return List.of();
    }
    for (String name : config.texts("clusters")) {
      Entry member = dump.clusters().get(name);
      Entry assignment = member == null ? null : assignment(copy(member));
      List<EndpointReader.Seen> all =
          assignment == null ? List.of() : EndpointReader.all(assignment, false);
      if (!all.isEmpty()) {
        if (!all.stream().allMatch(EndpointReader.Seen::healthy)) {
          config.refuse("health of " + name);
        }
        return all.stream().map(EndpointReader.Seen::endpoint).toList();
      }
    }
    return List.of();
  }

  private List<Caveat> caveats(Entry cluster) {
    ClusterOptions.harmless(cluster);
    var result = new ArrayList<Caveat>();
    for (String what : cluster.unread()) {
      result.add(new Caveat(what + " is not modelled", new Origin(origin, cluster.place(), null)));
    }
    return result;
  }
}
