package io.meshtwin.simulator.flow;

import io.meshtwin.simulator.access.Passage;
import io.meshtwin.twin.resolve.ResolvedMesh;
import io.meshtwin.twin.routing.Caveat;
import io.meshtwin.twin.routing.FilterChain;
import io.meshtwin.twin.routing.Handler;
import io.meshtwin.twin.routing.HeaderChanges;
import io.meshtwin.twin.routing.Origin;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a proxy does with what comes to one of its listeners: it chooses a filter chain, shakes
 * hands, reads HTTP, asks policies, and looks for a rule.
 */
final class ListenerSide {
  private static final HeaderChanges NONE = HeaderChanges.NONE;

  private final Effects effects;
  private final Conditions conditions;
  private final ClientValidations validations;
  private final GatewayDoor door;

  ListenerSide(ResolvedMesh mesh, Effects effects) {
    this.effects = effects;
    this.conditions = new Conditions(effects);
    this.door = new GatewayDoor(mesh.image());
    this.validations = new ClientValidations(mesh.image(), effects);
  }

  /** What the listener's proxy does with a call to an address. */
  Decision at(Call call, String words, CompiledListener listener, String address) {
    CompiledChain chain = listener.chain(call.tls(), call.protocol().http(), address);
    if (chain == null) {
      return unread(call, words, listener, null, closed(call));
    }
    Effect refusal =
        call.tls() == null ? null : validations.refusal(chain.chain(), call.handshake());
    if (refusal != null) {
      return unread(call, words, listener, chain, refusal);
    }
    Effect fixed = chain.effect();
    if (fixed != null) {
      Effect stopped =
          GatewayDoor.refusal(passage(listener, chain, call, call.request()), false, effects);
      return unread(
          call, words, listener, chain, stopped == null ? spoken(call, chain, fixed) : stopped);
    }
    if (call.tls() != null && !chain.encrypted()) {
      // The codec answers the handshake with 400 in plain text, which no TLS client can read.
      var refused = new Effect.Reject("tls", "the port reads HTTP without TLS", "DPE");
      return unread(call, words, listener, chain, refused);
    }
    return call.protocol().http()
        ? http(call, words, listener, chain)
        : unread(call, words, listener, chain, noHttp(call, chain));
  }

  /** Envoy closes a connection that no filter chain takes. */
  private static Effect closed(Call call) {
    Handshake tls = call.tls();
    String words =
        tls == null
            ? "the port takes TLS only"
            : "no filter chain takes the server name "
                + (tls.serverName() == null ? "of a client that sends none" : tls.serverName());
    return new Effect.Reject("tls", words, "NR");
  }

  private Decision http(Call call, String words, CompiledListener listener, CompiledChain chain) {
    Request request = call.request();
    boolean readable = PathNormalisation.isReadable(request.target());
    String path = readable ? PathNormalisation.of(request.path()) : null;
    if (path == null || Upgrade.isConnect(request)) {
      return unread(call, words, listener, chain, unread(request, readable, chain.chain()));
    }
    Request arrived = request.withPath(path);
    String otherwise = Readings.otherwise(chain, request.path(), arrived);
    if (otherwise != null) {
      return unread(call, words, listener, chain, notModelled(otherwise, chain.chain()));
    }
    Passage passage = passage(listener, chain, call, arrived);
    Effect stopped = GatewayDoor.refusal(passage, true, effects);
    return stopped == null
        ? routed(call, words, listener, chain, new Let(arrived, passage))
        : unread(call, words, listener, chain, stopped);
  }

  /** What Envoy answers before it asks filters. */
  private Effect unread(Request request, boolean readable, FilterChain chain) {
    if (!Upgrade.isConnect(request)) {
      return new Effect.Respond(400, "the proxy refuses the path", readable ? null : "DPE");
    }
    // A request without a path finds no route but one with a connect_matcher, which none has.
    return chain.access().isEmpty()
        ? new Effect.Respond(404, "no route takes " + Upgrade.CONNECT, "NR")
        : notModelled("CONNECT behind policies", chain);
  }

  /** A request that policies let in. */
  private record Let(Request arrived, Passage passage) {}

  private Decision routed(
      Call call, String words, CompiledListener listener, CompiledChain chain, Let let) {
    Request sent = GatewayDoor.behind(let.arrived(), chain.chain().access(), let.passage());
    CompiledRules rules = chain.host(sent.authority());
    Request seen = rules == null ? sent : rules.claims().in(sent, let.passage().claims());
    // A route is chosen before filters are asked, and anew once a token was accepted: headers that
    // only look like claims lead where they say and are taken away behind that.
    Request matched = let.passage().accepted() == null ? let.arrived() : seen;
    CompiledRules.Entry entry = rules == null ? null : rules.first(matched);
    if (entry == null) {
      return new Decision(
          call, seen, words, listener, chain, rules, null, CompiledRules.NO_RULE, NONE);
    }
    String upgrade = call.protocol() == Call.Protocol.GRPC ? null : Upgrade.of(seen);
    if (upgrade != null
        && !(Upgrade.isWebSocket(upgrade) && chain.reading().upgradesWebSockets())) {
      // Envoy refuses it whatever the rule would do, but only where there is a rule.
      var refused = new Effect.Respond(403, "an upgrade to " + upgrade + " is not allowed", null);
      return new Decision(call, seen, words, listener, chain, rules, entry, refused, NONE);
    }
    Effect effect = conditions.effect(entry, seen, upgrade);
    CrossOrigin cors = effect instanceof Effect.Forward ? entry.cors() : null;
    HeaderChanges added = cors == null ? NONE : cors.answer(seen);
    return new Decision(call, seen, words, listener, chain, rules, entry, effect, added);
  }

  /** Bytes are passed on whatever they are; datagrams are no bytes of a connection. */
  private Effect spoken(Call call, CompiledChain chain, Effect effect) {
    boolean datagrams = chain.chain().handler() instanceof Handler.Udp;
    boolean unknown = effect instanceof Effect.Unknown;
    return (call.protocol() == Call.Protocol.UDP) == datagrams || unknown
        ? effect
        : notModelled(call, chain.chain().origin());
  }

  /** Envoy's codec answers what it cannot read with 400 and closes the connection. */
  private Effect noHttp(Call call, CompiledChain chain) {
    return call.protocol() == Call.Protocol.UDP
        ? notModelled(call, chain.chain().origin())
        : new Effect.Reject("protocol", "the port reads HTTP, and this is none", "DPE");
  }

  private Effect notModelled(String what, FilterChain chain) {
    return effects.unknown(List.of(new Caveat(what + " is not modelled", chain.origin())));
  }

  private Effect notModelled(Call call, Origin origin) {
    String spoken = call.protocol().name().toLowerCase(Locale.ROOT);
    String reason = spoken + " to a port that is not for it is not modelled";
    return effects.unknown(List.of(new Caveat(reason, origin)));
  }

  /** An answer that no rule gives. */
  static Decision unread(
      Call call,
      String words,
      CompiledListener listener,
      @Nullable CompiledChain chain,
      Effect effect) {
    return new Decision(call, call.request(), words, listener, chain, null, null, effect, NONE);
  }

  /** Whether the chain's policies let it in. */
  Passage passage(
      @Nullable CompiledListener listener, CompiledChain chain, Call call, Request seen) {
    int port = listener == null ? 0 : listener.listener().binding().port();
    return chain.effect() == null
        ? door.request(call, chain.chain(), port, seen)
        : door.connection(call, chain.chain(), port);
  }
}
