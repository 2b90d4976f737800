package io.meshtwin.simulator.flow;

import io.meshtwin.twin.routing.FilterChain;
import io.meshtwin.twin.routing.Handler;
import io.meshtwin.twin.routing.HttpReading;
import io.meshtwin.twin.routing.Listener;
import io.meshtwin.twin.routing.Transport;
import io.meshtwin.twin.routing.VirtualHost;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A filter chain made ready to be asked often. */
public final class CompiledChain {
  private final FilterChain chain;
  private final @Nullable Effect effect;
  private final Map<String, CompiledRules> exact = new HashMap<>();
  private final WildcardHosts suffixes = new WildcardHosts(true);
  private final WildcardHosts prefixes = new WildcardHosts(false);
  private final HttpReading reading;
  private final List<CompiledRules> hosts = new ArrayList<>();
  private @Nullable CompiledRules any;

  CompiledChain(Listener listener, FilterChain chain, Effects effects) {
    this.chain = chain;
    switch (chain.handler()) {
      case Handler.Http http -> {
        effect = null;
        reading = http.reading();
        http.hosts().forEach(host -> add(host, listener.binding().port(), effects));
      }
      case Handler.Tcp tcp -> {
        effect = effects.ofTcp(tcp.destinations());
        reading = HttpReading.USUAL;
      }
      case Handler.Udp udp -> {
        effect = effects.ofUdp(udp.destinations());
        reading = HttpReading.USUAL;
      }
      case Handler.Unmodelled unmodelled -> {
        effect = effects.ofUnmodelled(listener, unmodelled.caveats());
        reading = HttpReading.USUAL;
      }
    }
  }

  private void add(VirtualHost host, int port, Effects effects) {
    String scheme = encrypted() ? "https" : "http";
    var rules = new CompiledRules(host, rule -> effects.of(rule, scheme, port));
    hosts.add(rules);
    for (String domain : host.domains()) {
      if (domain.equals("*")) {
        any = rules;
      } else if (domain.startsWith("*")) {
        suffixes.put(domain.substring(1), rules);
      } else if (domain.endsWith("*")) {
        prefixes.put(domain.substring(0, domain.length() - 1), rules);
      } else {
        exact.put(domain, rules);
      }
    }
  }

  /** The chain. */
  public FilterChain chain() {
    return chain;
  }

  /** Whether TLS ends here. */
  public boolean encrypted() {
    return chain.transport() instanceof Transport.Terminated;
  }

  /** What happens to every connection; null where a proxy reads HTTP and rules decide. */
  public @Nullable Effect effect() {
    return effect;
  }

  /** How requests are read before any rule is asked. */
  public HttpReading reading() {
    return reading;
  }

  /** Whether a port in Host does not count where virtual hosts are told apart. */
  public boolean ignoresPort() {
    return reading.ignoresPort();
  }

  /** The virtual hosts, in the chain's order. */
  public List<CompiledRules> hosts() {
    return hosts;
  }

  /**
   * The virtual host for a Host header: exact, then the longest suffix, then the longest prefix,
   * then any (Envoy, VirtualHost.domains); its port counts only where the chain says so.
   */
  public @Nullable CompiledRules host(String authority) {
    if (exact.isEmpty() && suffixes.isEmpty() && prefixes.isEmpty()) {
      return any;
    }
    String host =
        reading.ignoresPort() ? Authority.host(authority) : authority.toLowerCase(Locale.ROOT);
    CompiledRules found = exact.get(host);
    if (found != null) {
      return found;
    }
    found = suffixes.find(host);
    if (found == null) {
      found = prefixes.find(host);
    }
    return found == null ? any : found;
  }
}
