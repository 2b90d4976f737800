package io.meshtwin.twin.resolve;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshtwin.twin.resource.MeshConfig;
import io.meshtwin.twin.resource.ProxySettings;
import java.util.List;
import java.util.Map;

/**
 * How many proxies before a gateway are trusted to say where clients are: what the annotation
 * {@code proxy.istio.io/config} of its Pods says, else MeshConfig's {@code defaultConfig} ({@code
 * buildGatewayConnectionManager}).
 *
 * @param hops 0 for none
 * @param unmodelled what else the annotation says that decides something, in words
 */
record TrustedProxies(int hops, List<String> unmodelled) {
  private static final String ANNOTATION = "proxy.istio.io/config";
  private static final String FIELD = "/gatewayTopology/numTrustedProxies";

  TrustedProxies {
    unmodelled = List.copyOf(unmodelled);
  }

  /**
   * @param pods those of the gateway; empty where none is known, which say nothing
   */
  static TrustedProxies of(MeshConfig settings, List<Workload> pods) {
    int usual = settings.body().at("/defaultConfig" + FIELD).asInt(0);
    List<TrustedProxies> said =
        pods.stream().map(pod -> of(pod.annotations(), usual)).distinct().toList();
    if (said.size() > 1) {
      return new TrustedProxies(
          usual, List.of("which of the gateway's pods answers, which say otherwise " + ANNOTATION));
    }
    return said.isEmpty() ? new TrustedProxies(usual, List.of()) : said.getFirst();
  }

  private static TrustedProxies of(Map<String, String> annotations, int usual) {
    String written = annotations.getOrDefault(ANNOTATION, "");
    JsonNode own = written.isEmpty() ? null : ProxySettings.tree(written);
    if (own == null) {
      List<String> unread = written.isEmpty() ? List.of() : List.of(ANNOTATION);
      return new TrustedProxies(usual, unread);
    }
    List<String> deciding =
        ProxySettings.deciding(own, "").stream().map(field -> field + " in " + ANNOTATION).toList();
    return new TrustedProxies(own.at(FIELD).asInt(usual), deciding);
  }
}
