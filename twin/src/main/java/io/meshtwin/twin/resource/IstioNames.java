package io.meshtwin.twin.resource;

import java.util.List;
import java.util.Locale;

/**
 * Names in Istio's resources, and how short ones are read ({@code ResolveShortnameToFQDN}, {@code
 * resolveGatewayName} of istiod).
 */
public final class IstioNames {
  /** The gateway that stands for all sidecars. */
  public static final String MESH = "mesh";

  private static final String DOMAIN = ".svc.cluster.local";

  private IstioNames() {}

  /** The full name of a host: one without a dot is a Service of the resource's namespace. */
  public static String host(String host, String namespace) {
    String lower = host.toLowerCase(Locale.ROOT);
    return host.isEmpty() || host.equals("*") || host.contains(".") || isAddress(host)
        ? lower
        : lower + "." + namespace + DOMAIN;
  }

  /** {@code mesh}, or {@code namespace/name} of a Gateway. */
  public static String gateway(String gateway, String namespace) {
    int slash = gateway.indexOf('/');
    if (gateway.equals(MESH) || slash > 0) {
      return slash == 1 && gateway.startsWith("./") ? namespace + gateway.substring(1) : gateway;
    }
    // The old form: name.namespace, with or without the cluster's domain behind it.
    List<String> parts = List.of(gateway.split("\\.", -1));
    return parts.size() > 1 ? parts.get(1) + "/" + parts.get(0) : namespace + "/" + gateway;
  }

  /** Whether a text is an IPv4 or IPv6 address. */
  public static boolean isAddress(String text) {
    return IpAddress.isOne(text);
  }

  /** Whether a name covers many. */
  public static boolean isWildcard(String host) {
    return host.startsWith("*");
  }

  /** Reports a host that istiod's webhook refuses (ValidateWildcardDomain). */
  static void checkHost(Fields fields, String name, String host) {
    if (!IstioForm.WILDCARD_DOMAIN.accepts(host) && !isAddress(host)) {
      fields.invalid(name, "must be a DNS name, * only in its first label, found \"" + host + '"');
    }
  }

  /** Reports a text that is no label of DNS. */
  static void checkLabel(Fields fields, String name, String label) {
    if (!label.isEmpty() && !IstioForm.LABEL.accepts(label)) {
      fields.invalid(name, "must be a DNS label, found \"" + label + '"');
    }
  }

  /** Reports gateways that istiod's webhook refuses (validateGatewayNames). */
  static void checkGateways(Fields fields, String name) {
    List<String> gateways = fields.textList(name);
    for (int i = 0; i < gateways.size(); i++) {
      String gateway = gateways.get(i);
      String[] parts = gateway.split("/", 2);
      boolean valid =
          parts.length == 2
              ? (parts[0].equals(".") || IstioForm.LABEL.accepts(parts[0]))
                  && IstioForm.LABEL.accepts(parts[1])
              : !gateway.isEmpty()
                  && List.of(gateway.split("\\.", -1)).stream().allMatch(IstioForm.LABEL::accepts);
      if (!valid) {
        fields.invalid(
            name + "[" + i + "]", "must be mesh or namespace/name, found \"" + gateway + '"');
      }
    }
  }
}
