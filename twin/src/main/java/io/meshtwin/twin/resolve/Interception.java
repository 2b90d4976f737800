package io.meshtwin.twin.resolve;

import io.meshtwin.twin.routing.Caveat;
import io.meshtwin.twin.routing.Listener;
import io.meshtwin.twin.routing.ServicePort;
import java.util.List;

/** What a client's proxy takes a connection for. */
public sealed interface Interception {
  /** For a Service's port: its listener decides. */
  record ToService(ServicePort port) implements Interception {}

  /**
   * For what a listener says.
   *
   * @param listener one of the client's sidecar
   * @param address the address dialed, as far as it is known
   */
  record ToListener(Listener listener, String address) implements Interception {}

  /** For a workload's own address: no Service's routes act on it. */
  record ToWorkload(Workload workload, List<Caveat> caveats) implements Interception {
    public ToWorkload {
      caveats = List.copyOf(caveats);
    }
  }

  /**
   * For nothing that the mesh knows: it leaves as dialed.
   *
   * @param caveats what may claim it or keep it in, and is not modelled; empty almost always
   */
  record AsDialed(List<Caveat> caveats) implements Interception {
    public AsDialed {
      caveats = List.copyOf(caveats);
    }
  }

  /** For nothing: the Service has an address of its own and no such port. */
  record NoPort(String words) implements Interception {}

  /** For nothing: DNS does not know the name. */
  record NoName(String words) implements Interception {}
}
