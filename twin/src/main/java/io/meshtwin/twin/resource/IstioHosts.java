package io.meshtwin.twin.resource;

import org.jspecify.annotations.Nullable;

/** What Istio's webhook demands of hosts (istio, {@code pkg/config/validation/agent}). */
final class IstioHosts {
  private IstioHosts() {}

  /**
   * What is wrong with a host of a Gateway's server ({@code ValidateNamespaceSlashWildcardHostname}
   * for a gateway): a name with at least one dot, {@code *} or an address, a namespace before it.
   */
  static @Nullable String wrongInGateway(String host) {
    int slash = host.indexOf('/');
    if (slash < 0) {
      return wrongHost(host);
    }
    String namespace = host.substring(0, slash);
    if (namespace.isEmpty() || slash == host.length() - 1) {
      return "must have both, a namespace and a host, where it has a slash";
    }
    if (!namespace.equals("*") && !namespace.equals(".") && !IstioForm.LABEL.accepts(namespace)) {
      return "must begin with a namespace's name, . or *, found \"" + namespace + '"';
    }
    return wrongHost(host.substring(slash + 1));
  }

  private static @Nullable String wrongHost(String host) {
    if (!host.equals("*") && !host.contains(".")) {
      return "must be a whole name, with a dot, found \"" + host + '"';
    }
    if (!IstioForm.WILDCARD_DOMAIN.accepts(host) && !IstioForm.IP.accepts(host)) {
      return "must be a DNS name, * only as its first label, or an address, found \"" + host + '"';
    }
    if (host.contains("*") && host.length() > 1 && !host.startsWith("*.")) {
      return "must have * only as its whole first label, found \"" + host + '"';
    }
    return null;
  }
}
