package io.meshtwin.simulator.flow;

import io.meshtwin.twin.routing.HeaderChanges;
import org.jspecify.annotations.Nullable;

/**
 * Where a request went: what a trace is made of.
 *
 * @param call the request
 * @param seen the request as rules see it: its path normalised, with what an accepted token says
 * @param dialed what the dial came to, in words
 * @param listener the listener, null where none was reached
 * @param chain the filter chain, null where none took the connection
 * @param rules the virtual host, null where none took the host
 * @param entry the rule, null where none took the request
 * @param effect what is done
 * @param added headers that the answer gets besides, by the rule's CORS policy
 * @param arrivals what the endpoints' own proxies make of it
 */
public record Decision(
    Call call,
    Request seen,
    String dialed,
    @Nullable CompiledListener listener,
    @Nullable CompiledChain chain,
    @Nullable CompiledRules rules,
    CompiledRules.@Nullable Entry entry,
    Effect effect,
    HeaderChanges added,
    Arrivals arrivals) {
  /** Before any endpoint is asked. */
  Decision(
      Call call,
      Request seen,
      String dialed,
      @Nullable CompiledListener listener,
      @Nullable CompiledChain chain,
      @Nullable CompiledRules rules,
      CompiledRules.@Nullable Entry entry,
      Effect effect,
      HeaderChanges added) {
    this(call, seen, dialed, listener, chain, rules, entry, effect, added, Arrivals.NONE);
  }

  /** The same with another end. */
  Decision with(Effect other, Arrivals asked) {
    return new Decision(call, seen, dialed, listener, chain, rules, entry, other, added, asked);
  }

  /** The verdict. */
  public Verdict verdict() {
    Request sent = rules == null ? seen : rules.claims().out(seen);
    return new Verdict(
        effect, sent, added, chain == null ? null : chain.chain().transport(), arrivals, first());
  }

  /** Where the request stops first. */
  public Stop first() {
    return switch (call.from()) {
      case Client.AtGateway _ -> Stop.GATEWAY;
      case Client.InMesh client -> client.scope().meshed() ? Stop.CLIENT_SIDECAR : Stop.CLIENT;
    };
  }
}
