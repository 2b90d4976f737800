package io.meshtwin.twin.resolve;

/** Whether a listener is distinct from the others (GatewaySpec.listeners, GEP-1713). */
public enum ListenerConflict {
  /** It is. */
  NONE,
  /** Another listener that shares its port has the same hostname. */
  HOSTNAME,
  /** Another listener has its port for a protocol that cannot share it. */
  PROTOCOL
}
