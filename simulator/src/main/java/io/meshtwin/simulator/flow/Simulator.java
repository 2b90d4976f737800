package io.meshtwin.simulator.flow;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.resolve.ClientScope;
import io.meshtwin.twin.resolve.ResolvedMesh;
import io.meshtwin.twin.routing.Caveat;
import io.meshtwin.twin.routing.HeaderChanges;
import io.meshtwin.twin.routing.ServicePort;
import io.meshtwin.twin.routing.access.TokenRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says what requests do in one mesh. Any number of threads may ask. */
public final class Simulator {
  private final ResolvedMesh mesh;
  private final Effects effects;
  private final Dialing dialing;
  private final CompiledListeners listeners;
  private final ListenerSide proxy;
  private final Entrances entrances;

  /** Of one mesh. */
  public Simulator(ResolvedMesh mesh) {
    this(mesh, null);
  }

  private Simulator(ResolvedMesh mesh, @Nullable CompiledListeners before) {
    this.mesh = mesh;
    this.effects = new Effects(mesh);
    this.dialing = new Dialing(mesh, effects);
    this.listeners = new CompiledListeners(mesh, effects, before);
    this.proxy = new ListenerSide(mesh, effects);
    this.entrances = new Entrances(mesh);
  }

  /** The same for a fork of the mesh, which this one outlives: it asks for what is the same. */
  public Simulator fork(ResolvedMesh other) {
    return new Simulator(other, mesh.sharesClusters(other) ? listeners : null);
  }

  /** The mesh that is simulated. */
  public ResolvedMesh mesh() {
    return mesh;
  }

  /** What the request does. */
  public Verdict verdict(Call call) {
    return decide(call).verdict();
  }

  /** Where the request goes, before the proxies of endpoints are asked. */
  public Decision reached(Call call) {
    return switch (call.from()) {
      case Client.InMesh client -> fromWorkload(call, client);
      case Client.AtGateway client -> atGateway(call, client);
    };
  }

  /** What the request does, and where it went. */
  public Decision decide(Call call) {
    Decision decision = reached(call);
    return decision.effect() instanceof Effect.Forward forward
        ? arrived(decision, forward)
        : decision;
  }

  /** With what the endpoints' proxies say; where one of them cannot be known, nothing is. */
  private Decision arrived(Decision decision, Effect.Forward forward) {
    Call onward = onward(decision);
    Arrivals arrivals = entrances.of(onward, forward, decision.verdict());
    List<Caveat> caveats = arrivals.caveats();
    if (!caveats.isEmpty()) {
      return decision.with(effects.unknown(caveats), Arrivals.NONE);
    }
    boolean copied = !arrivals.copies().isEmpty();
    return decision.with(copied ? forward.with(arrivals.taken()) : forward, arrivals);
  }

  /** What goes on to endpoints: without a token that the gateway accepted and does not hand on. */
  private Call onward(Decision decision) {
    Call call = decision.call();
    CompiledChain chain = decision.chain();
    if (chain == null || chain.chain().access().isEmpty() || call.from().caller().token() == null) {
      return call;
    }
    TokenRule rule = proxy.passage(decision.listener(), chain, call, decision.seen()).accepted();
    return rule == null || rule.places().kept() ? call : call.withoutToken();
  }

  /** What a client's sidecar does with a Service's port; null where the mesh has no such port. */
  public @Nullable CompiledListener outbound(ClientScope client, ServicePort port) {
    return listeners.outbound(client, port, false);
  }

  /** What a client's sidecar does with datagrams; null where the mesh has no such port. */
  public @Nullable CompiledListener datagrams(ClientScope client, ServicePort port) {
    return listeners.outbound(client, port, true);
  }

  /** What a Gateway does, by port. */
  public List<CompiledListener> gateway(ResourceKey gateway) {
    return listeners.gateway(gateway);
  }

  private Decision fromWorkload(Call call, Client.InMesh client) {
    return switch (dialing.resolve(client.scope(), call)) {
      case Dialing.Outcome.Settled settled -> settled(call, settled.words(), settled.effect());
      case Dialing.Outcome.ToListener to -> {
        CompiledListener listener = listeners.sidecar(client.scope(), to.listener());
        Decision decision = proxy.at(call, to.words(), listener, to.address());
        Effect closed = to.closed();
        yield closed != null && decision.verdict().effect() instanceof Effect.Passthrough
            ? ListenerSide.unread(call, to.words(), listener, decision.chain(), closed)
            : decision;
      }
      case Dialing.Outcome.ToPort to -> {
        CompiledListener listener =
            listeners.outbound(client.scope(), to.port(), call.protocol() == Call.Protocol.UDP);
        yield listener == null
            ? settled(
                call,
                to.words(),
                new Effect.Unreachable("no_listener", to.port() + " is no port of the Service"))
            : proxy.at(call, to.words(), listener, "");
      }
    };
  }

  private Decision atGateway(Call call, Client.AtGateway client) {
    String words = client.gateway() + ", port " + call.to().port();
    boolean datagrams = call.protocol() == Call.Protocol.UDP;
    CompiledListener listener = listeners.listening(client.gateway(), call.to().port(), datagrams);
    // Envoy has no listener without filter chains, so nobody takes the connection.
    if (listener != null && !listener.chains().isEmpty()) {
      return proxy.at(call, words, listener, "");
    }
    var nobody = new Effect.Unreachable("no_listener", "no listener has the port");
    return settled(call, words, nobody);
  }

  private static Decision settled(Call call, String words, Effect effect) {
    return new Decision(
        call, call.request(), words, null, null, null, null, effect, HeaderChanges.NONE);
  }
}
