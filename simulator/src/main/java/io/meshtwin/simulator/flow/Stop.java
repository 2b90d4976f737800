package io.meshtwin.simulator.flow;

import java.util.Locale;

/** Where a request stops on its way. */
public enum Stop {
  /** A client without a sidecar: what Kubernetes does with its connection. */
  CLIENT,
  /** The client's own proxy, or whatever does its work in the mesh. */
  CLIENT_SIDECAR,
  /** A Gateway's proxies. */
  GATEWAY,
  /** The proxies of the endpoints. */
  SERVER_SIDECAR;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
