package io.meshtwin.simulator.flow;

/** What a client dials. */
public sealed interface Dial {
  /** The port, 1 to 65535. */
  int port();

  /** A host name or an IP address, resolved as DNS would in the client's namespace. */
  record ToHost(String host, int port) implements Dial {}

  /** A Service {@code ns/name}, whatever its address is. */
  record ToService(String name, int port) implements Dial {}

  /** A workload {@code ns/name} at its own address. */
  record ToWorkload(String name, int port) implements Dial {}
}
