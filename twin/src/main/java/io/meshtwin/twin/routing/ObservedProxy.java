package io.meshtwin.twin.routing;

import io.meshtwin.twin.event.ResourceKey;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What one proxy really runs, read from the proxy itself.
 *
 * @param role whose proxy it is
 * @param proxy the Gateway, or the workload whose sidecar it is
 * @param address the sidecar's own IP address, empty where it is not known
 * @param dump the configuration itself, as entries cite it
 * @param running what it does
 * @param notes what holds for all answers, in words
 */
public record ObservedProxy(
    Role role,
    ResourceKey proxy,
    String address,
    ResourceKey dump,
    Running running,
    List<String> notes) {
  private static final String GROUP = "envoyproxy.io";
  private static final String CLUSTER = "Cluster";

  /** Whose proxy it is. */
  public enum Role {
    /** A workload's. */
    SIDECAR,
    /** A Gateway's. */
    GATEWAY
  }

  public ObservedProxy {
    notes = List.copyOf(notes);
  }

  /**
   * What a proxy does.
   *
   * @param listeners what takes the clients' connections; {@link Listener.Binding.ToService} is an
   *     address, {@link Listener.Binding.ToAnything} what interception leads to
   * @param clusters the endpoints behind each destination that the listeners name
   * @param server what a sidecar does with all that comes to its workload; null where nothing says
   *     it
   */
  public record Running(
      List<Listener> listeners,
      SortedMap<ServicePort, Cluster> clusters,
      @Nullable ServerSide server) {
    public Running {
      listeners = List.copyOf(listeners);
      clusters = Collections.unmodifiableSortedMap(new TreeMap<>(clusters));
    }
  }

  /** What takes the clients' connections. */
  public List<Listener> listeners() {
    return running.listeners();
  }

  /** The endpoints behind each destination that the listeners name. */
  public SortedMap<ServicePort, Cluster> clusters() {
    return running.clusters();
  }

  /** What a sidecar does with all that comes to its workload; null where nothing says it. */
  public @Nullable ServerSide server() {
    return running.server();
  }

  /** What entries of a proxy's configuration cite. */
  public static ResourceKey dumpOf(ResourceKey proxy) {
    return new ResourceKey(proxy.cluster(), GROUP, "ConfigDump", proxy.namespace(), proxy.name());
  }

  /**
   * A destination by its name in the proxy's own configuration: {@link #clusters} says which
   * Service port it is.
   */
  public static ServicePort destination(ResourceKey dump, String cluster) {
    var key = new ResourceKey(dump.cluster(), GROUP, CLUSTER, dump.namespace(), cluster);
    return new ServicePort(key, 0);
  }
}
