package io.meshtwin.simulator.flow;

import io.meshtwin.twin.routing.Listener;
import io.meshtwin.twin.routing.Transport;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A listener made ready to be asked often: which of its filter chains takes a connection (Envoy,
 * FilterChainMatch). A connection with TLS goes to the chain whose server name is closest: exact,
 * then the longest {@code *.suffix}, then {@code *}; failing that, and without TLS, to the chain
 * that asks for nothing.
 */
public final class CompiledListener {
  private final Listener listener;
  private final List<CompiledChain> chains = new ArrayList<>();
  private final Map<String, CompiledChain> names = new HashMap<>();
  private @Nullable CompiledChain any;
  private @Nullable CompiledChain plainHttp;

  CompiledListener(Listener listener, Effects effects) {
    this.listener = listener;
    listener.chains().forEach(chain -> chains.add(new CompiledChain(listener, chain, effects)));
    for (CompiledChain chain : chains) {
      switch (chain.chain().transport()) {
        case Transport.Any _ -> any = any == null ? chain : any;
        case Transport.PlainHttp _ -> plainHttp = chain;
        case Transport.Passthrough tls -> tls.serverNames().forEach(n -> names.put(n, chain));
        case Transport.Terminated tls -> tls.serverNames().forEach(n -> names.put(n, chain));
      }
    }
  }

  /** The listener. */
  public Listener listener() {
    return listener;
  }

  /** The chains, in the listener's order. */
  public List<CompiledChain> chains() {
    return chains;
  }

  /**
   * The chain that takes a connection; null where it is closed.
   *
   * @param handshake null for a connection without TLS
   * @param http whether HTTP is spoken
   */
  public @Nullable CompiledChain chain(@Nullable Handshake handshake, boolean http) {
    if (handshake == null && http && plainHttp != null) {
      return plainHttp;
    }
    if (handshake == null || names.isEmpty()) {
      return any;
    }
    CompiledChain found = named(handshake.serverName());
    return found == null ? any : found;
  }

  private @Nullable CompiledChain named(@Nullable String serverName) {
    if (serverName != null) {
      CompiledChain found = names.get(serverName);
      for (int i = 1; found == null && i < serverName.length(); i++) {
        found = serverName.charAt(i) == '.' ? names.get("*" + serverName.substring(i)) : null;
      }
      if (found != null) {
        return found;
      }
    }
    return names.get("*");
  }
}
