package io.meshtwin.simulator.flow;

import org.jspecify.annotations.Nullable;

/**
 * Where a request went: what a trace is made of.
 *
 * @param call the request
 * @param seen the request as rules see it, with its path normalised
 * @param dialed what the dial came to, in words
 * @param listener the listener, null where none was reached
 * @param rules the virtual host, null where none took the host
 * @param entry the rule, null where none took the request
 * @param effect what is done
 */
public record Decision(
    Call call,
    Request seen,
    String dialed,
    @Nullable CompiledListener listener,
    @Nullable CompiledRules rules,
    CompiledRules.@Nullable Entry entry,
    Effect effect) {

  /** The verdict. */
  public Verdict verdict() {
    return new Verdict(effect, seen);
  }
}
