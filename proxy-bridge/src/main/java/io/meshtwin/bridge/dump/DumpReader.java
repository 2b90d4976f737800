package io.meshtwin.bridge.dump;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.routing.Handler;
import io.meshtwin.twin.routing.Listener;
import io.meshtwin.twin.routing.ObservedProxy;
import io.meshtwin.twin.routing.ObservedProxy.Role;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
    var notes = new ArrayList<String>(dump.notes());
    for (Entry listener : dump.listeners()) {
      boolean inbound = listener.text("traffic_direction").equals(INBOUND);
      if (inbound && role == Role.SIDECAR) {
        notes.add(
            "what comes in at listener "
                + listener.text("name")
                + " is not read: who may enter is what the mesh says");
        continue;
      }
      List<Listener> read = reader.of(listener);
      if (read.isEmpty()) {
        notes.add("listener " + listener.text("name") + " has no address of a network");
      }
      listeners.addAll(read);
    }
    return new ObservedProxy(
        role, proxy, address, origin, distinct(listeners, role), clusters.found(), notes);
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
