package io.meshtwin.twin.resolve.istiogateway;

import io.meshtwin.twin.resource.IstioNames;
import io.meshtwin.twin.resource.VirtualService;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A host of a server as istiod compares it.
 *
 * @param namespace of the VirtualServices that it takes, empty for all
 * @param name exact, {@code *.suffix} or {@code *}; as written
 */
record ServerHost(String namespace, String name) {
  private static final String ALL = "*";

  /**
   * The hosts of a server: {@code .} is the Gateway's own namespace, and every host of every
   * namespace stands for all ({@code sanitizeServerHostNamespace}).
   */
  static List<ServerHost> of(List<String> hosts, String gatewayNamespace) {
    return hosts.contains("*/*")
        ? List.of(new ServerHost("", ALL))
        : hosts.stream().map(host -> one(host, gatewayNamespace)).toList();
  }

  private static ServerHost one(String host, String gatewayNamespace) {
    int slash = host.indexOf('/');
    if (slash < 0) {
      return new ServerHost("", host);
    }
    String namespace = host.substring(0, slash);
    String name = host.substring(slash + 1);
    return switch (namespace) {
      case "." -> new ServerHost(gatewayNamespace, name);
      case ALL -> new ServerHost("", name);
      default -> new ServerHost(namespace, name);
    };
  }

  /** The hosts of a VirtualService, as they are written: letters' case counts here. */
  static List<String> of(VirtualService service) {
    String namespace = service.key().namespace();
    return service.hosts().stream()
        .map(host ->
            host.equals(ALL) || host.contains(".") ? host : IstioNames.host(host, namespace))
        .toList();
  }

  /** As istiod writes it, which is how it finds a host that is there already. */
  String written() {
    return namespace.isEmpty() ? name : namespace + "/" + name;
  }

  /** Whether VirtualServices of a namespace may have it ({@code host.NamesForNamespace}). */
  boolean takes(String virtualServiceNamespace) {
    return namespace.isEmpty() || namespace.equals(virtualServiceNamespace);
  }

  /** What two names have in common, the narrower; null for nothing ({@code Names.Intersection}). */
  static @Nullable String common(String one, String other) {
    if (within(one, other)) {
      return one;
    }
    return within(other, one) ? other : null;
  }

  /** Whether every host of {@code narrow} is one of {@code wide} ({@code Name.SubsetOf}). */
  static boolean within(String narrow, String wide) {
    if (!wide.startsWith(ALL)) {
      return narrow.equals(wide);
    }
    String bare = narrow.startsWith(ALL) ? narrow.substring(1) : narrow;
    boolean shorter = narrow.startsWith(ALL) && narrow.length() < wide.length();
    return !shorter && bare.endsWith(wide.substring(1));
  }

  /** A name as Envoy compares it. */
  static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
