package io.meshtwin.bridge.dump;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.routing.FilterChain;
import io.meshtwin.twin.routing.Handler;
import io.meshtwin.twin.routing.Origin;
import io.meshtwin.twin.routing.ServerTls;
import io.meshtwin.twin.routing.Transport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code FilterChain}s of a listener. */
final class ChainReader {
  private static final String TLS =
      "envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext";
  private static final String EVERY = "*";

  private final ResourceKey origin;
  private final NetworkFilters filters;
  private final TlsContexts contexts;

  ChainReader(ResourceKey origin, NetworkFilters filters, TlsContexts contexts) {
    this.origin = origin;
    this.filters = filters;
    this.contexts = contexts;
  }

  /** A chain with the port that it asks for, 0 for any. */
  record Found(int port, FilterChain chain) {}

  /** All chains of a listener, the default one last. */
  List<Found> of(Entry listener) {
    var result = new ArrayList<Found>();
    List<Entry> all = listener.apart("filter_chains", "FilterChain");
    boolean addressed = all.stream().anyMatch(ChainReader::asksForAddresses);
    boolean looks = looks(listener, "HttpInspector");
    boolean plainOnly = false;
    for (Entry chain : all) {
      ChainMatch match = ChainMatch.of(chain.apartIn("filter_chain_match", "FilterChainMatch"));
      plainOnly |= match.plain() && !match.plainHttp();
      if (addressed && match.destinations().isEmpty()) {
        chain.refuse("a match without prefix_ranges beside others with them");
      }
      if (!match.protocols().isEmpty() && (!looks || !match.plainHttp())) {
        chain.refuse("application_protocols " + match.protocols());
      }
      match.unread().forEach(chain::refuseWhole);
      result.add(new Found(match.port(), chain(chain, match, result.size())));
    }
    if (listener.has("default_filter_chain")) {
      Entry chain = listener.apartIn("default_filter_chain", "FilterChain");
      ChainMatch any = ChainMatch.of(Entry.empty("FilterChainMatch", chain.place()));
      result.add(new Found(0, chain(chain, any, result.size())));
    } else if (plainOnly) {
      result.add(new Found(0, closed(listener)));
    }
    return distinct(result);
  }

  private static boolean asksForAddresses(Entry chain) {
    return !chain
        .apartIn("filter_chain_match", "FilterChainMatch")
        .apart("prefix_ranges", "CidrRange")
        .isEmpty();
  }

  static boolean looks(Entry listener, String inspector) {
    return listener.apart("listener_filters", "ListenerFilter").stream()
        .anyMatch(filter -> filter.typed("typed_config").type().endsWith("." + inspector));
  }

  private FilterChain chain(Entry chain, ChainMatch match, int number) {
    chain.harmless("filter_chain_match", "metadata", "transport_socket_connect_timeout");
    String name = chain.text("name").isEmpty() ? "chain[" + number + "]" : chain.text("name");
    ServerTls tls = tls(chain);
    Handled handled = filters.of(chain, tls != null);
    List<String> problems = chain.unread();
    var place = new Origin(origin, chain.place(), null);
    return new FilterChain(
        name,
        match.destinations(),
        transport(match, tls),
        problems.isEmpty() ? handled.access() : List.of(),
        problems.isEmpty()
            ? handled.handler()
            : new Handler.Unmodelled(List.of(RouteReader.caveat(problems, place))),
        place);
  }

  private static Transport transport(ChainMatch match, @Nullable ServerTls tls) {
    if (match.plainHttp()) {
      return new Transport.PlainHttp();
    }
    List<String> names = match.names().isEmpty() ? List.of(EVERY) : match.names();
    if (tls != null) {
      return new Transport.Terminated(names, tls);
    }
    return match.tls() ? new Transport.Passthrough(names) : Transport.ANY;
  }

  private @Nullable ServerTls tls(Entry chain) {
    if (!chain.has("transport_socket")) {
      return null;
    }
    Entry socket = chain.message("transport_socket", "TransportSocket").harmless("name");
    Entry config = socket.typed("typed_config");
    if (config.type().equals(TLS)) {
      return contexts.server(config);
    }
    if (!config.type().endsWith(".RawBuffer")) {
      socket.refuse(config.type());
    }
    return null;
  }

  /** Envoy closes TLS where every chain asks for connections without. */
  private FilterChain closed(Entry listener) {
    var place = new Origin(origin, listener.place(), null);
    List<String> why = List.of("TLS to a port whose chains take none");
    Handler nothing = new Handler.Unmodelled(List.of(RouteReader.caveat(why, place)));
    return new FilterChain("TLS", new Transport.Passthrough(List.of(EVERY)), nothing, place);
  }

  /** Chains that only something else tells apart, such as the source: which takes is not known. */
  private static List<Found> distinct(List<Found> all) {
    Map<List<Object>, Found> first = new LinkedHashMap<>();
    for (Found found : all) {
      FilterChain chain = found.chain();
      List<Object> key = List.of(found.port(), chain.destinations(), asked(chain.transport()));
      first.merge(key, found, ChainReader::either);
    }
    return List.copyOf(first.values());
  }

  private static Object asked(Transport transport) {
    return switch (transport) {
      case Transport.Terminated tls -> List.of("tls", tls.serverNames());
      case Transport.Passthrough tls -> List.of("tls", tls.serverNames());
      case Transport.Any _, Transport.PlainHttp _ -> transport;
    };
  }

  private static Found either(Found one, Found other) {
    FilterChain chain = one.chain();
    List<String> why =
        List.of(
            "which of the filter chains %s and %s takes a connection (%s)"
                .formatted(chain.name(), other.chain().name(), chain.origin().field()));
    Handler unknown = new Handler.Unmodelled(List.of(RouteReader.caveat(why, chain.origin())));
    return new Found(
        one.port(),
        new FilterChain(
            chain.name(), chain.destinations(), chain.transport(), unknown, chain.origin()));
  }
}
