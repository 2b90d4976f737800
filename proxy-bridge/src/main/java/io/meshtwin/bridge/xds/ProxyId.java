package io.meshtwin.bridge.xds;

import java.util.Optional;

/**
 * Which proxy this is. {@link #nodeId()} is what the proxy's bootstrap carries as {@code node.id}.
 *
 * @param role what the proxy stands for
 * @param namespace the namespace of the workload or the Gateway
 * @param name the pod's or template's name, or the Gateway's
 */
public record ProxyId(Role role, String namespace, String name) implements Comparable<ProxyId> {
  /** What a proxy stands for. */
  public enum Role {
    /** Beside a workload; takes what the workload sends. */
    SIDECAR("sidecar"),
    /** A Gateway; takes what comes from outside. */
    GATEWAY("gateway");

    private final String word;

    Role(String word) {
      this.word = word;
    }
  }

  public ProxyId {
    if (namespace.isEmpty() || name.isEmpty() || (namespace + name).contains("/")) {
      throw new IllegalArgumentException(
          "a proxy needs a namespace and a name without slashes: " + namespace + "/" + name);
    }
  }

  /** The sidecar of a workload. */
  public static ProxyId sidecar(String namespace, String name) {
    return new ProxyId(Role.SIDECAR, namespace, name);
  }

  /** The proxy of a Gateway. */
  public static ProxyId gateway(String namespace, String name) {
    return new ProxyId(Role.GATEWAY, namespace, name);
  }

  /** {@code sidecar~ns/name} or {@code gateway~ns/name}. */
  public String nodeId() {
    return role.word + "~" + qualifiedName();
  }

  /** {@code ns/name}. */
  public String qualifiedName() {
    return namespace + "/" + name;
  }

  /** Reads {@link #nodeId()}; empty when the text is not one. */
  public static Optional<ProxyId> parse(String nodeId) {
    for (Role role : Role.values()) {
      String prefix = role.word + "~";
      String[] parts = nodeId.split("/", -1);
      if (nodeId.startsWith(prefix) && parts.length == 2) {
        String namespace = parts[0].substring(prefix.length());
        return namespace.isEmpty() || parts[1].isEmpty()
            ? Optional.empty()
            : Optional.of(new ProxyId(role, namespace, parts[1]));
      }
    }
    return Optional.empty();
  }

  @Override
  public int compareTo(ProxyId other) {
    return nodeId().compareTo(other.nodeId());
  }

  @Override
  public String toString() {
    return nodeId();
  }
}
