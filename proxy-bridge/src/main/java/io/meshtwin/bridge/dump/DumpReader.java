package io.meshtwin.bridge.dump;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.routing.Handler;
import io.meshtwin.twin.routing.Listener;
import io.meshtwin.twin.routing.ObservedProxy;
import io.meshtwin.twin.routing.ObservedProxy.Role;
import io.meshtwin.twin.routing.ObservedProxy.Running;
import io.meshtwin.twin.routing.ServerSide;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what a proxy really runs. A pure function of its arguments. */
public final class DumpReader {
  private static final String INBOUND = "INBOUND";

  private DumpReader() {}

  /**
   * Reads a dump into routing.
   *
   * @param role whose proxy it is
   * @param proxy the Gateway, or the workload
   * @param address of the workload, empty where it is not known
   * @param names who is behind addresses
   */
  public static ObservedProxy read(
      ConfigDump dump, Role role, ResourceKey proxy, String address, EndpointNames names) {
    ResourceKey origin = ObservedProxy.dumpOf(proxy);
    var contexts = new TlsContexts(new SecretNames(proxy.namespace()));
    var clusters = new Clusters(dump, origin, names, contexts);
    var filters = new NetworkFilters(origin, clusters, new HttpManagers(dump, origin, clusters));
    var chains = new ChainReader(origin, filters, contexts);
    var reader = new ListenerReader(role, origin, clusters, filters, chains);
    var listeners = new ArrayList<Listener>();
    var inbound = new ArrayList<Entry>();
    var notes = new ArrayList<String>(dump.notes());
    for (Entry listener : dump.listeners()) {
      boolean own = role == Role.SIDECAR && isInbound(listener);
      if (own && !ListenerReader.addresses(listener).isEmpty()) {
        inbound.add(listener);
        continue;
      }
      List<Listener> read = reader.of(listener);
      if (read.isEmpty()) {
        notes.add("listener " + listener.text("name") + " has no address of a network");
      }
      listeners.addAll(read);
    }
    var running =
        new Running(
            distinct(listeners, role), clusters.found(), server(dump, proxy, address, inbound));
    return new ObservedProxy(role, proxy, address, origin, running, notes);
  }

  static boolean isInbound(Entry listener) {
    return listener.text("traffic_direction").equals(INBOUND);
  }

  /** Who is let in; the clusters before the workload are no destinations of clients. */
  private static @Nullable ServerSide server(
      ConfigDump dump, ResourceKey proxy, String address, List<Entry> listeners) {
    ResourceKey origin = ObservedProxy.dumpOf(proxy);
    var contexts = new TlsContexts(new SecretNames(proxy.namespace()));
    var clusters = new Clusters(dump, origin, EndpointNames.UNKNOWN, contexts);
    var filters = new NetworkFilters(origin, clusters, new HttpManagers(dump, origin, clusters));
    return new ServerReader(origin, filters, new OwnWorkload(clusters, address)).of(listeners);
  }

  /** A Gateway is dialed by port: of several listeners at one it is not known which takes. */
  private static List<Listener> distinct(List<Listener> all, Role role) {
    if (role == Role.SIDECAR) {
      return all;
    }
    Map<List<Object>, Listener> byPort = new LinkedHashMap<>();
    for (Listener listener : all) {
      byPort.merge(
          List.of(listener.binding().port(), listener.datagrams()), listener, DumpReader::either);
    }
    return List.copyOf(byPort.values());
  }

  private static Listener either(Listener one, Listener other) {
    String which =
        "which of the listeners %s and %s is dialed at their port"
            .formatted(one.name(), other.name());
    var unknown = new Handler.Unmodelled(List.of(RouteReader.caveat(List.of(which), one.origin())));
    return new Listener(one.name(), one.binding(), unknown, one.origin());
  }
}
