package io.meshtwin.twin.resolve.sidecar;

import io.meshtwin.twin.resolve.ClientScope;
import io.meshtwin.twin.resolve.virtualservice.Leads;
import io.meshtwin.twin.routing.Caveat;
import io.meshtwin.twin.routing.Handler;
import io.meshtwin.twin.routing.RouteRule;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What routes say of hosts: VirtualServices, and the Gateway API routes that istiod turns into
 * VirtualServices. Asked for one client and one entry of its Sidecar.
 */
public interface HostRules {
  /**
   * Who asks.
   *
   * @param client the client
   * @param scope what its proxy knows
   * @param listener the entry of its Sidecar by which it sees the port
   */
  record View(ClientScope client, SidecarScope scope, EgressListener listener) {}

  /**
   * Virtual hosts of one VirtualService at a port ({@code VirtualHostWrapper}).
   *
   * @param hosts names that no service has; with a wildcard perhaps
   * @param services the services that it claims
   * @param rules in the order in which they are tried; never empty
   */
  record Claim(List<String> hosts, List<MeshService> services, List<RouteRule> rules) {
    public Claim {
      hosts = List.copyOf(hosts);
      services = List.copyOf(services);
      rules = List.copyOf(rules);
    }
  }

  /**
   * Connections of a port that a rule for TCP or TLS takes.
   *
   * @param serverNames names that the client may ask for; empty for every connection
   * @param destinations blocks of addresses that the client may have dialed; empty for the
   *     service's own
   * @param handler what happens to them
   */
  record Stream(List<String> serverNames, List<String> destinations, Handler handler) {
    public Stream {
      serverNames = List.copyOf(serverNames);
      destinations = List.copyOf(destinations);
    }
  }

  /**
   * What is asked of an HTTP port.
   *
   * @param all the services that have the port
   * @param services those whose claims are wanted, by host
   * @param domains names whose claims are wanted; null for every name
   */
  record Wanted(
      PortServices all, SortedMap<String, MeshService> services, @Nullable Set<String> domains) {
    /** Everything. */
    static Wanted everything(PortServices all) {
      return new Wanted(all, all.byHost(), null);
    }
  }

  /**
   * The claims at an HTTP port, those of higher precedence first. Where some are wanted, others may
   * be among them, whose services and hosts need not be complete.
   */
  List<Claim> http(View view, int port, Wanted wanted);

  /** Whether the claims of some names can be told without those of all others. */
  boolean tellsApart(int port);

  /** What rules for TLS take of a service's port; empty where none acts. */
  List<Stream> tls(View view, MeshService service, int port);

  /** What rules for TCP take of a service's port, the first that takes everything last. */
  List<Stream> tcp(View view, MeshService service, int port);

  /** Where all rules lead that proxies of a namespace see by an entry of their Sidecar. */
  Leads leads(String namespace, EgressListener listener);

  /** What is not modelled about traffic to what nobody knows; empty almost always. */
  List<Caveat> elsewhere(ClientScope client);

  /** What happens to the connections of a service's port where no rule acts. */
  Handler toItself(View view, MeshService service, int port);

  /** The only rule of a service's virtual host where no route acts. */
  RouteRule defaultRule(View view, MeshService service, int port);

  /**
   * What is not modelled about a service's port, so that all at it is unknown; null for nothing.
   */
  Handler.@Nullable Unmodelled unmodelled(ClientScope client, MeshService service, int port);
}
