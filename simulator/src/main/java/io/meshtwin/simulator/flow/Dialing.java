package io.meshtwin.simulator.flow;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.resolve.Approach;
import io.meshtwin.twin.resolve.ClientScope;
import io.meshtwin.twin.resolve.Interception;
import io.meshtwin.twin.resolve.ResolvedMesh;
import io.meshtwin.twin.resolve.Workload;
import io.meshtwin.twin.resource.Service;
import io.meshtwin.twin.routing.Caveat;
import io.meshtwin.twin.routing.Changes;
import io.meshtwin.twin.routing.Endpoint;
import io.meshtwin.twin.routing.Origin;
import io.meshtwin.twin.routing.ServicePort;
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

  private record Known(ClientScope client, Dial to, Approach.Spoken spoken, String authority) {}

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
    Approach.Spoken spoken = spoken(call);
    String authority =
        spoken == Approach.Spoken.PLAIN_HTTP ? Authority.host(call.request().authority()) : "";
    var key = new Known(client, call.to(), spoken, authority);
    Outcome before = known.get(key);
    if (before != null) {
      return before;
    }
    Outcome outcome = find(key);
    if (outcome instanceof Outcome.ToPort && known.size() < MOST_KNOWN) {
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
            : direct(mesh.direct(known.client(), workload), to.port());
      }
    };
  }

  private Outcome intercepted(Known known, String host) {
    int port = known.to().port();
    var approach = new Approach(known.client(), host, port, known.spoken(), known.authority());
    return switch (mesh.intercepted(approach)) {
      case Interception.ToService to ->
          new Outcome.ToPort(to.port(), to.port().service() + ", port " + port);
      case Interception.ToWorkload to -> direct(to, port);
      case Interception.AsDialed leaves -> asDialed(leaves.caveats(), host, port);
      case Interception.NoName none -> unreachable("dns", none.words());
    };
  }

  private Outcome asDialed(List<Caveat> caveats, String host, int port) {
    Effect effect =
        caveats.isEmpty() ? new Effect.Passthrough(host, port) : effects.unknown(caveats);
    return new Outcome.Settled(effect, host + ", port " + port);
  }

  /** A pod's own address: no Service's routes act on it. */
  private Outcome direct(Interception.ToWorkload to, int port) {
    Workload workload = to.workload();
    if (!to.caveats().isEmpty()) {
      return new Outcome.Settled(effects.unknown(to.caveats()), workload.name());
    }
    String address = workload.addresses().isEmpty() ? "" : workload.addresses().getFirst();
    var endpoint = new Endpoint(workload.name(), address, port, workload.owner(), 1);
    var origin = new Origin(workload.key(), "", null);
    var target = new Target(null, port, List.of(endpoint), null);
    var share = new Share(1, target, null, Changes.NONE, origin);
    var effect = new Effect.Forward(List.of(share), Effect.Handling.PLAIN, false);
    return new Outcome.Settled(effect, workload.name());
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
