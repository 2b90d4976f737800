package io.meshtwin.bridge.dump;

import io.meshtwin.twin.event.ResourceKey;
import java.util.Arrays;
import java.util.List;

/**
 * The resources that names of secrets mean: this bridge's ({@code Secret/ns/name}, {@code
 * ConfigMap/ns/name}), istiod's at Gateways ({@code kubernetes://ns/name}) and Envoy Gateway's
 * ({@code ns/name}). Any other is a secret of the proxy alone.
 *
 * @param namespace of the proxy
 */
record SecretNames(String namespace) {
  private static final String ISTIO = "kubernetes://";
  private static final String AUTHORITIES = "/ca.crt";
  private static final String ISTIO_AUTHORITIES = "-cacert";
  private static final String SYSTEM = "meshtwin/system-authorities";

  /** One resource. */
  ResourceKey certificate(String name) {
    if (name.startsWith(ISTIO)) {
      return kubernetes("Secret", name.substring(ISTIO.length()));
    }
    String[] parts = name.split("/", -1);
    if (parts.length == 3 && !parts[0].isEmpty()) {
      String kind = parts[0].substring(parts[0].indexOf('~') + 1);
      String cluster =
          parts[0].indexOf('~') < 0
              ? ResourceKey.LOCAL
              : parts[0].substring(0, parts[0].indexOf('~'));
      return new ResourceKey(cluster, "", kind, parts[1], parts[2]);
    }
    return parts.length == 2
        ? kubernetes("Secret", name)
        : new ResourceKey(ResourceKey.LOCAL, "envoyproxy.io", "Secret", namespace, name);
  }

  /** Those that a name of authorities stands for; none for the system's own. */
  List<ResourceKey> authorities(String name) {
    if (name.equals(SYSTEM)) {
      return List.of();
    }
    String whole =
        name.startsWith(ISTIO) && name.endsWith(ISTIO_AUTHORITIES)
            ? name.substring(0, name.length() - ISTIO_AUTHORITIES.length())
            : name;
    return Arrays.stream(whole.split("\\+"))
        .map(part ->
            part.endsWith(AUTHORITIES)
                ? part.substring(0, part.length() - AUTHORITIES.length())
                : part)
        .map(this::certificate)
        .toList();
  }

  private ResourceKey kubernetes(String kind, String name) {
    int slash = name.indexOf('/');
    return new ResourceKey(
        ResourceKey.LOCAL,
        "",
        kind,
        slash < 0 ? namespace : name.substring(0, slash),
        name.substring(slash + 1));
  }
}
