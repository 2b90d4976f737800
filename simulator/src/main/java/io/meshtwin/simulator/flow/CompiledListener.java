package io.meshtwin.simulator.flow;

import io.meshtwin.twin.routing.Listener;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
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
  private final ChainGroup everywhere = new ChainGroup();
  private final List<Block> blocks;

  private record Block(IpBlock addresses, ChainGroup group) {}

  /**
   * @param before the listener in a mesh with the same endpoints; null where none is known
   */
  CompiledListener(Listener listener, Effects effects, @Nullable CompiledListener before) {
    this.listener = listener;
    Map<String, CompiledChain> known = new HashMap<>();
    if (before != null) {
      before.chains.forEach(chain -> known.put(chain.chain().name(), chain));
    }
    listener
        .chains()
        .forEach(chain ->
            chains.add(new CompiledChain(listener, chain, effects, known.get(chain.name()))));
    Map<String, ChainGroup> byBlock = new LinkedHashMap<>();
    for (CompiledChain chain : chains) {
      if (chain.chain().destinations().isEmpty()) {
        everywhere.add(chain);
      }
      for (String block : chain.chain().destinations()) {
        byBlock.computeIfAbsent(block, _ -> new ChainGroup()).add(chain);
      }
    }
    blocks =
        byBlock.entrySet().stream()
            .map(entry -> new Block(IpBlock.of(entry.getKey()), entry.getValue()))
            .sorted(Comparator.comparingInt(block -> -block.addresses().length()))
            .toList();
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
   * @param address the address that was dialed, empty where it makes no difference
   */
  public @Nullable CompiledChain chain(
      @Nullable Handshake handshake, boolean http, String address) {
    for (Block block : blocks) {
      if (block.addresses().has(address)) {
        // Once a block has the address, no other chain is asked, but for the default one.
        CompiledChain found = block.group().chain(handshake, http);
        return found == null ? everywhere.any() : found;
      }
    }
    return everywhere.chain(handshake, http);
  }
}
