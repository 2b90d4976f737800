package io.meshtwin.twin.resolve.security;

/** What a workload's port is said to carry, by the Service that names it. */
public enum PortCarries {
  /** Requests. */
  HTTP,
  /** Bytes. */
  TCP,
  /** Nobody says: the proxy looks. */
  UNSAID
}
