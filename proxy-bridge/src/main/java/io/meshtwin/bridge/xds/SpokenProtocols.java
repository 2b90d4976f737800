package io.meshtwin.bridge.xds;

import com.google.protobuf.Any;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.DataSource;
import io.envoyproxy.envoy.config.core.v3.SubstitutionFormatString;
import io.envoyproxy.envoy.extensions.filters.common.set_filter_state.v3.FilterStateValue;
import io.envoyproxy.envoy.extensions.filters.http.set_filter_state.v3.Config;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import io.meshtwin.twin.routing.RouteAction;
import io.meshtwin.twin.routing.RouteRule;
import io.meshtwin.twin.routing.UpstreamTls;
import io.meshtwin.twin.routing.WeightedDestination;
import io.meshtwin.twin.routing.WeightedDestination.Destination;
import java.util.List;

/**
 * What a connection in the mesh's mutual TLS says that it carries (ALPN), where the port does not:
 * requests say so, other bytes say what their cluster does. In Istio's proxies the filter {@code
 * istio.alpn} does it; here Envoy's own {@code set_filter_state} writes {@code
 * envoy.network.application_protocols} from the metadata of the cluster that was chosen.
 */
final class SpokenProtocols {
  private static final String FILTER = "envoy.filters.http.set_filter_state";
  private static final String STATE = "envoy.network.application_protocols";
  private static final String NAMESPACE = "io.meshtwin";
  private static final String KEY = "alpn";

  /** What istiod's clients say of HTTP/1.1 ({@code mtlsHTTP11ALPN}). */
  private static final String REQUESTS = "istio-http/1.1,istio,http/1.1";

  private SpokenProtocols() {}

  /** Notes what requests say on the cluster of a port that does not say what it carries. */
  static void note(Cluster.Builder cluster) {
    cluster
        .getMetadataBuilder()
        .putFilterMetadata(
            NAMESPACE,
            Struct.newBuilder()
                .putFields(KEY, Value.newBuilder().setStringValue(REQUESTS).build())
                .build());
  }

  /** Whether some of the rules lead to where mutual TLS of the mesh is spoken. */
  static boolean matter(List<RouteRule> rules) {
    return rules.stream()
        .map(RouteRule::action)
        .filter(RouteAction.Forward.class::isInstance)
        .flatMap(action -> ((RouteAction.Forward) action).destinations().stream())
        .map(WeightedDestination::destination)
        .anyMatch(destination ->
            destination instanceof Destination.ToService to
                && to.tls() instanceof UpstreamTls.Mesh);
  }

  /** Says it for each request, once its cluster is chosen. */
  static HttpFilter filter() {
    String noted = "%METADATA(CLUSTER:" + NAMESPACE + ":" + KEY + ")%";
    FilterStateValue value =
        FilterStateValue.newBuilder()
            .setObjectKey(STATE)
            .setFormatString(
                SubstitutionFormatString.newBuilder()
                    .setOmitEmptyValues(true)
                    .setTextFormatSource(DataSource.newBuilder().setInlineString(noted)))
            .setSkipIfEmpty(true)
            .build();
    return HttpFilter.newBuilder()
        .setName(FILTER)
        .setTypedConfig(Any.pack(Config.newBuilder().addOnRequestHeaders(value).build()))
        .build();
  }
}
