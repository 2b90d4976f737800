package io.meshtwin.simulator.flow;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.resolve.ClientScope;
import io.meshtwin.twin.resolve.ResolvedMesh;
import io.meshtwin.twin.resolve.Workload;
import io.meshtwin.twin.resource.Foreign;
import io.meshtwin.twin.resource.Service;
import io.meshtwin.twin.routing.Caveat;
import io.meshtwin.twin.routing.Changes;
import io.meshtwin.twin.routing.Endpoint;
import io.meshtwin.twin.routing.Origin;
import io.meshtwin.twin.routing.ServicePort;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds out what a client reaches by what it dials, before any rule is asked. */
final class Dialing {
  /** Kinds that may claim traffic to where no Service is. */
  private static final Set<String> CLAIMING =
      Set.of("ServiceEntry", "VirtualService", "Sidecar", "EnvoyFilter", "WorkloadEntry");

  private final ResolvedMesh mesh;
  private final Effects effects;

  /** What dials of ports that exist came to; as many as there are names for them. */
  private final Map<Known, Outcome> known = new ConcurrentHashMap<>();

  private record Known(ClientScope client, Dial to) {}

  /** What a dial comes to. */
  sealed interface Outcome {
    /** In words, for traces. */
    String words();

    /** A Service's port. */
    record ToPort(ServicePort port, String words) implements Outcome {}

    /** Decided already. */
    record Settled(Effect effect, String words) implements Outcome {}
  }

  Dialing(ResolvedMesh mesh, Effects effects) {
    this.mesh = mesh;
    this.effects = effects;
  }

  Outcome resolve(ClientScope client, Call call) {
    var key = new Known(client, call.to());
    Outcome before = known.get(key);
    if (before != null) {
      return before;
    }
    Outcome outcome = find(client, call);
    if (outcome instanceof Outcome.ToPort && !byHost()) {
      known.put(key, outcome);
    }
    return outcome;
  }

  /** Whether Host decides too, so that the dial alone says too little. */
  private boolean byHost() {
    return mesh.dialect().serviceRecognisedByHost();
  }

  private Outcome find(ClientScope client, Call call) {
    return switch (call.to()) {
      case Dial.ToHost to -> toHost(client, call, to);
      case Dial.ToService to -> {
        var key = key(client, "Service", to.name());
        yield mesh.image().get(key, Service.class) == null
            ? unreachable("dns", key + " does not exist")
            : toService(client, call, key);
      }
      case Dial.ToWorkload to -> {
        Workload workload = mesh.workload(client.cluster(), to.name());
        yield workload == null
            ? unreachable("dns", "no workload " + to.name())
            : toWorkload(client, workload, to.port());
      }
    };
  }

  private Outcome toHost(ClientScope client, Call call, Dial.ToHost to) {
    Service service = mesh.dialed(client, to.host());
    if (service != null) {
      return toService(client, call, service.key());
    }
    Workload workload = mesh.workloadAt(to.host());
    if (workload != null) {
      return toWorkload(client, workload, to.port());
    }
    return inCluster(to.host()) && claims(client).isEmpty()
        ? unreachable("dns", to.host() + " names no Service for " + client.namespace())
        : asDialed(client, to.host(), to.port());
  }

  /** Nothing claims it, as far as is known: the sidecar lets it out. */
  private Outcome asDialed(ClientScope client, String host, int port) {
    List<Caveat> claims = Stream.concat(claims(client).stream(), mesh.leaving().stream()).toList();
    Effect effect = claims.isEmpty() ? new Effect.Passthrough(host, port) : effects.unknown(claims);
    return new Outcome.Settled(effect, host + ", port " + port);
  }

  private List<Caveat> claims(ClientScope client) {
    return concerning(f -> CLAIMING.contains(f.key().kind()), client.namespace());
  }

  private Outcome toService(ClientScope client, Call call, ResourceKey service) {
    var port = new ServicePort(service, call.to().port());
    Service found = mesh.image().get(service, Service.class);
    if (found == null || found.port(port.port()).isEmpty()) {
      return asDialed(client, service.name() + "." + service.namespace(), port.port());
    }
    if (byHost() && !sameByHost(client, call, service)) {
      var origin = new Origin(service, "", null);
      String reason = "a Host that names another destination than what is dialed is not modelled";
      return new Outcome.Settled(
          effects.unknown(List.of(new Caveat(reason, origin))), service.toString());
    }
    return new Outcome.ToPort(port, service + ", port " + call.to().port());
  }

  private boolean sameByHost(ClientScope client, Call call, ResourceKey service) {
    if (!call.protocol().http()) {
      return true;
    }
    Service named = mesh.dialed(client, Authority.host(call.request().authority()));
    return named != null && named.key().equals(service);
  }

  /** A pod's own address: no Service's routes act on it. */
  private Outcome toWorkload(ClientScope client, Workload workload, int port) {
    List<Caveat> caveats = concerning(_ -> true, client.namespace());
    if (caveats.isEmpty()) {
      caveats = concerning(_ -> true, workload.key().namespace());
    }
    if (!caveats.isEmpty()) {
      return new Outcome.Settled(effects.unknown(caveats), workload.name());
    }
    String address = workload.addresses().isEmpty() ? "" : workload.addresses().getFirst();
    var endpoint = new Endpoint(workload.name(), address, port, workload.owner(), 1);
    var origin = new Origin(workload.key(), "", null);
    var target = new Target(null, port, List.of(endpoint), null);
    var share = new Share(1, target, null, Changes.NONE, origin);
    var effect = new Effect.Forward(List.of(share), Effect.Handling.PLAIN, false);
    return new Outcome.Settled(effect, workload.name());
  }

  private List<Caveat> concerning(Predicate<Foreign> which, String namespace) {
    return mesh.image()
        .all(Foreign.class)
        .filter(Foreign::concernsTraffic)
        .filter(which)
        .filter(f -> mayConcern(f.key(), namespace))
        .map(f ->
            new Caveat(
                f.key() + " is not modelled", new Origin(f.key(), "", f.metadata().source(""))))
        .toList();
  }

  private static boolean mayConcern(ResourceKey key, String namespace) {
    boolean everywhere =
        key.namespace().isEmpty()
            || key.namespace().equals("istio-system")
            || key.kind().equals("ServiceEntry")
            || key.kind().equals("VirtualService");
    return everywhere || key.namespace().equals(namespace);
  }

  /** Names that only the cluster's DNS could know; any other may exist outside. */
  private boolean inCluster(String host) {
    String[] labels = host.split("\\.", -1);
    return labels.length == 1
        || host.endsWith(".svc")
        || host.endsWith(".cluster.local")
        || (labels.length == 2 && hasNamespace(labels[1]));
  }

  private boolean hasNamespace(String name) {
    return mesh.image().resources().keySet().stream().anyMatch(k -> k.namespace().equals(name));
  }

  private static @Nullable String namespaceOf(String qualified) {
    int slash = qualified.indexOf('/');
    return slash < 0 ? null : qualified.substring(0, slash);
  }

  private static ResourceKey key(ClientScope client, String kind, String qualified) {
    String namespace = namespaceOf(qualified);
    String name = qualified.substring(qualified.indexOf('/') + 1);
    return new ResourceKey(
        client.cluster(), "", kind, namespace == null ? "default" : namespace, name);
  }

  private static Outcome unreachable(String reason, String words) {
    return new Outcome.Settled(new Effect.Unreachable(reason, words), words);
  }
}
