package io.meshtwin.simulator.flow;

import io.meshtwin.twin.routing.FilterChain;
import io.meshtwin.twin.routing.Handler;
import io.meshtwin.twin.routing.HttpReading;
import io.meshtwin.twin.routing.Listener;
import io.meshtwin.twin.routing.Transport;
import io.meshtwin.twin.routing.VirtualHost;
import io.meshtwin.twin.routing.VirtualHosts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A filter chain made ready to be asked often. */
public final class CompiledChain {
  private final FilterChain chain;
  private final @Nullable Effect effect;
  private final Map<String, CompiledRules> exact = new HashMap<>();
  private final WildcardHosts suffixes = new WildcardHosts(true);
  private final WildcardHosts prefixes = new WildcardHosts(false);
  private final HttpReading reading;
  private final Function<VirtualHost, CompiledRules> compiler;
  private final List<CompiledRules> hosts = new ArrayList<>();
  private @Nullable CompiledRules any;

  /** Virtual hosts of which each is compiled when a request asks for it; null where all are. */
  private final @Nullable VirtualHosts later;

  private final Map<String, CompiledRules> byName = new ConcurrentHashMap<>();

  /**
   * @param before the chain in a mesh with the same endpoints; null where none is known
   */
  CompiledChain(
      Listener listener, FilterChain chain, Effects effects, @Nullable CompiledChain before) {
    this.chain = chain;
    String scheme = encrypted() ? "https" : "http";
    int port = listener.binding().port();
    compiler =
        host -> {
          CompiledRules known = before == null ? null : before.knownAs(host);
          return known != null
              ? known
              : new CompiledRules(host, rule -> effects.of(rule, scheme, port));
        };
    later =
        chain.handler() instanceof Handler.Http http
                && http.reading().ignoresPort()
                && http.hosts() instanceof VirtualHosts hosts
            ? hosts
            : null;
    switch (chain.handler()) {
      case Handler.Http http -> {
        effect = null;
        reading = http.reading();
        if (later == null) {
          http.hosts().forEach(this::add);
        }
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

  private void add(VirtualHost host) {
    CompiledRules rules = compiler.apply(host);
    hosts.add(rules);
    byName.put(host.name(), rules);
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
    return later == null ? hosts : later.stream().map(this::compiled).toList();
  }

  /** The rules of the very same virtual host, where nothing of what they do is unknown. */
  @SuppressWarnings("ReferenceEquality") // of forks, which share what is the same in both
  private @Nullable CompiledRules knownAs(VirtualHost host) {
    CompiledRules found = byName.get(host.name());
    return found != null && found.host() == host && found.isKnown() ? found : null;
  }

  private CompiledRules compiled(VirtualHost host) {
    CompiledRules known = byName.get(host.name());
    return known != null ? known : byName.computeIfAbsent(host.name(), _ -> compiler.apply(host));
  }

  /**
   * The virtual host for a Host header: exact, then the longest suffix, then the longest prefix,
   * then any (Envoy, VirtualHost.domains); its port counts only where the chain says so.
   */
  public @Nullable CompiledRules host(String authority) {
    if (later != null) {
      VirtualHost found = later.named(Authority.host(authority));
      return found == null ? null : compiled(found);
    }
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
