package io.meshtwin.simulator.flow;

import io.meshtwin.twin.routing.Transport;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The filter chains of a listener for the same addresses. */
final class ChainGroup {
  private final Map<String, CompiledChain> names = new HashMap<>();

  /** Chains that ask what is spoken within. */
  private final Map<String, CompiledChain> spoken = new HashMap<>();

  private @Nullable CompiledChain any;
  private @Nullable CompiledChain plainHttp;

  void add(CompiledChain chain) {
    switch (chain.chain().transport()) {
      case Transport.Any _ -> any = any == null ? chain : any;
      case Transport.PlainHttp _ -> plainHttp = chain;
      case Transport.Passthrough tls ->
          tls.serverNames()
              .forEach(n -> (tls.protocols().isEmpty() ? names : spoken).put(n, chain));
      case Transport.Terminated tls -> tls.serverNames().forEach(n -> names.put(n, chain));
    }
  }

  /** The chain that asks for nothing, null for none. */
  @Nullable CompiledChain any() {
    return any;
  }

  @Nullable CompiledChain chain(@Nullable Handshake handshake, boolean http) {
    if (handshake == null && http && plainHttp != null) {
      return plainHttp;
    }
    if (handshake == null) {
      return any;
    }
    CompiledChain found = spoken.isEmpty() ? null : spoken(handshake);
    found = found == null ? named(names, handshake.serverName()) : found;
    return found == null ? any : found;
  }

  private @Nullable CompiledChain spoken(Handshake handshake) {
    CompiledChain found = named(spoken, handshake.serverName());
    return found != null
            && found.chain().transport() instanceof Transport.Passthrough tls
            && handshake.offer().protocols().stream().anyMatch(tls.protocols()::contains)
        ? found
        : null;
  }

  private static @Nullable CompiledChain named(
      Map<String, CompiledChain> names, @Nullable String serverName) {
    if (names.isEmpty()) {
      return null;
    }
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
