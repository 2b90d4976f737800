package io.meshtwin.fidelity.local;

import io.meshtwin.bridge.Bootstrap;
import io.meshtwin.bridge.Bridge;
import io.meshtwin.bridge.ledger.Ledger;

/**
 * Where proxies on this machine get what they run.
 *
 * @param xdsPort the bridge's port on 127.0.0.1
 * @param ledger the bridge's
 * @param agent who hands out the workloads' certificates
 */
public record ControlPlane(int xdsPort, Ledger ledger, Bootstrap.Agent agent) {
  /** A bridge of this process, and an agent. */
  public static ControlPlane of(Bridge bridge, Bootstrap.Agent agent) {
    return new ControlPlane(bridge.port(), bridge.ledger(), agent);
  }

  /** A bridge, without anybody who hands out certificates. */
  public static ControlPlane withoutAgent(int xdsPort, Ledger ledger) {
    return new ControlPlane(xdsPort, ledger, new Bootstrap.Agent.Socket(Bootstrap.AGENT_SOCKET));
  }
}
