package io.meshtwin.twin.resource;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What of a Pod's specification decides whether it has a sidecar, and whether that sees what the
 * Pod sends.
 *
 * @param hostNetwork whether it is in its Node's network, where injection does nothing ({@code
 *     injectRequired})
 * @param proxyUser whether a container beside the proxy runs as the proxy's user, whose connections
 *     are not redirected ({@code istio-iptables --proxy-uid})
 */
public record PodTraits(boolean hostNetwork, boolean proxyUser) {
  /** What is usual. */
  public static final PodTraits NONE = new PodTraits(false, false);

  /** The user as which the proxy runs, unless an operator builds another image. */
  public static final int PROXY_USER = 1337;

  private static final String PROXY = "istio-proxy";

  static PodTraits read(Fields spec) {
    boolean host = spec.flag("hostNetwork", false);
    int user = user(spec.raw("securityContext"), -1);
    boolean proxy = false;
    for (JsonNode container : spec.raw("containers")) {
      boolean beside = !container.path("name").asText().equals(PROXY);
      proxy |= beside && user(container.path("securityContext"), user) == PROXY_USER;
    }
    return new PodTraits(host, proxy);
  }

  private static int user(JsonNode security, int otherwise) {
    return security.path("runAsUser").asInt(otherwise);
  }
}
