package io.meshtwin.simulator.flow;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.resolve.Approach;
import io.meshtwin.twin.resolve.ClientScope;
import io.meshtwin.twin.resolve.Interception;
import io.meshtwin.twin.resolve.ResolvedMesh;
import io.meshtwin.twin.resolve.Workload;
import io.meshtwin.twin.resolve.network.NetworkPeer;
import io.meshtwin.twin.resolve.network.Reach;
import io.meshtwin.twin.resource.Service;
import io.meshtwin.twin.routing.Caveat;
import io.meshtwin.twin.routing.Changes;
import io.meshtwin.twin.routing.Endpoint;
import io.meshtwin.twin.routing.Listener;
import io.meshtwin.twin.routing.Origin;
import io.meshtwin.twin.routing.ServicePort;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Finds out what a client reaches by what it dials, before any rule is asked. */
final class Dialing {
  private static final int MOST_KNOWN = 100_000;

  private final ResolvedMesh mesh;
  private final Effects effects;

  /** What dials of ports that exist came to; as many as there are names for them. */
  private final Map<Known, Outcome> known = new ConcurrentHashMap<>();

  private record Known(ClientScope client, Dial to, Approach.Spoken spoken) {}

  /** What a dial comes to. */
  sealed interface Outcome {
    /** In words, for traces. */
    String words();

    /** A Service's port. */
    record ToPort(ServicePort port, String words) implements Outcome {}

    /**
     * A listener, at an address.
     *
     * @param closed what NetworkPolicies make of what leaves as dialed, null where they let it out
     */
    record ToListener(Listener listener, String address, @Nullable Effect closed, String words)
        implements Outcome {}

    /** Decided already. */
    record Settled(Effect effect, String words) implements Outcome {}
  }

  Dialing(ResolvedMesh mesh, Effects effects) {
    this.mesh = mesh;
    this.effects = effects;
  }

  Outcome resolve(ClientScope client, Call call) {
    var key = new Known(client, call.to(), spoken(call));
    Outcome before = known.get(key);
    if (before != null) {
      return before;
    }
    Outcome outcome = find(key);
    if (!(outcome instanceof Outcome.Settled) && known.size() < MOST_KNOWN) {
      known.put(key, outcome);
    }
    return outcome;
  }

  private static Approach.Spoken spoken(Call call) {
    if (call.protocol() == Call.Protocol.UDP) {
      return Approach.Spoken.DATAGRAMS;
    }
    return call.protocol().http() && call.tls() == null
        ? Approach.Spoken.PLAIN_HTTP
        : Approach.Spoken.BYTES;
  }

  private Outcome find(Known known) {
    return switch (known.to()) {
      case Dial.ToHost to -> intercepted(known, to.host());
      case Dial.ToService to -> {
        var key = key(known.client(), to.name());
        yield mesh.image().get(key, Service.class) == null
            ? unreachable("dns", key + " does not exist")
            : intercepted(known, key.name() + "." + key.namespace());
      }
      case Dial.ToWorkload to -> {
        Workload workload = mesh.workload(known.client().cluster(), to.name());
        yield workload == null
            ? unreachable("dns", "no workload " + to.name())
            : toWorkload(known, workload);
      }
    };
  }

  /** A sidecar of Istio's looks at the address alone. */
  private Outcome toWorkload(Known known, Workload workload) {
    boolean looked =
        mesh.dialect().mesh().sidecars()
            && known.client().meshedAt(known.to().port())
            && !workload.addresses().isEmpty();
    return looked
        ? intercepted(known, workload.addresses().getFirst())
        : direct(known, mesh.direct(known.client(), workload));
  }

  private Outcome intercepted(Known known, String host) {
    int port = known.to().port();
    var approach = new Approach(known.client(), host, port, known.spoken());
    return switch (mesh.intercepted(approach)) {
      case Interception.ToService to ->
          new Outcome.ToPort(to.port(), to.port().service() + ", port " + port);
      case Interception.ToListener to ->
          new Outcome.ToListener(
              to.listener(),
              to.address(),
              closed(known, outside(host, to.address(), port)),
              host + ", port " + port);
      case Interception.ToWorkload to -> direct(known, to);
      case Interception.AsDialed leaves -> asDialed(known, leaves.caveats(), host);
      case Interception.NoPort none -> unreachable("no_listener", none.words());
      case Interception.NoName none -> unreachable("dns", none.words());
    };
  }

  private Outcome asDialed(Known known, List<Caveat> caveats, String host) {
    int port = known.to().port();
    String words = host + ", port " + port;
    if (!caveats.isEmpty()) {
      return new Outcome.Settled(effects.unknown(caveats), words);
    }
    Effect closed = closed(known, outside(host, host, port));
    Effect effect = closed == null ? new Effect.Passthrough(host, port) : closed;
    return new Outcome.Settled(effect, words);
  }

  private static Endpoint outside(String host, String address, int port) {
    return new Endpoint(host + ":" + port, isAddress(address) ? address : "", port, host, 1);
  }

  /** A pod's own address: no Service's routes act on it. */
  private Outcome direct(Known known, Interception.ToWorkload to) {
    Workload workload = to.workload();
    if (!to.caveats().isEmpty()) {
      return new Outcome.Settled(effects.unknown(to.caveats()), workload.name());
    }
    int port = known.to().port();
    String address = workload.addresses().isEmpty() ? "" : workload.addresses().getFirst();
    var endpoint = new Endpoint(workload.name(), address, port, workload.owner(), 1);
    Effect closed = closed(known, endpoint);
    if (closed != null) {
      return new Outcome.Settled(closed, workload.name());
    }
    var origin = new Origin(workload.key(), "", null);
    var target = Target.dialed(port, List.of(endpoint));
    var share = new Share(1, target, null, Changes.NONE, origin);
    var effect = new Effect.Forward(List.of(share), Effect.Handling.PLAIN, false);
    return new Outcome.Settled(effect, workload.name());
  }

  /** What NetworkPolicies make of a connection to one endpoint; null where they let it through. */
  private @Nullable Effect closed(Known known, Endpoint endpoint) {
    boolean datagrams = known.spoken() == Approach.Spoken.DATAGRAMS;
    ClientScope client = known.client();
    Reach reach =
        mesh.network()
            .reach(NetworkPeer.of(client), client.cluster(), List.of(endpoint), datagrams);
    if (!reach.unknown().isEmpty()) {
      return effects.unknown(reach.unknown());
    }
    String words = reach.words() + " closes " + endpoint.name() + " to the client";
    return reach.closed().isEmpty() ? null : new Effect.Unreachable(Network.CLOSED, words);
  }

  private static boolean isAddress(String host) {
    try {
      return !InetAddress.ofLiteral(host).isMulticastAddress();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static @Nullable String namespaceOf(String qualified) {
    int slash = qualified.indexOf('/');
    return slash < 0 ? null : qualified.substring(0, slash);
  }

  private static ResourceKey key(ClientScope client, String qualified) {
    String namespace = namespaceOf(qualified);
    String name = qualified.substring(qualified.indexOf('/') + 1);
    return new ResourceKey(
        client.cluster(), "", "Service", namespace == null ? "default" : namespace, name);
  }

  private static Outcome unreachable(String reason, String words) {
    return new Outcome.Settled(new Effect.Unreachable(reason, words), words);
  }
}
