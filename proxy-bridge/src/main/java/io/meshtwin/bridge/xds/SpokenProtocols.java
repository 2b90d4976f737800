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
import io.meshtwin.twin.routing.Cluster.Protocol;
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

  private SpokenProtocols() {}

  /**
   * Notes what requests say, by what their client speaks, on the cluster of a port that does not
   * say what it carries.
   */
  static void note(Cluster.Builder cluster, Protocol protocol) {
    Protocol second =
        switch (protocol) {
          case UNSAID -> Protocol.HTTP2;
          case TCP -> Protocol.HTTP;
          case HTTP, HTTP2, UDP -> null;
        };
    if (second != null) {
      cluster
          .getMetadataBuilder()
          .putFilterMetadata(
              NAMESPACE,
              Struct.newBuilder()
                  .putFields("HTTP/1.0", said(Protocol.HTTP))
                  .putFields("HTTP/1.1", said(Protocol.HTTP))
                  .putFields("HTTP/2", said(second))
                  .build());
    }
  }

  private static Value said(Protocol protocol) {
    String words = String.join(",", MeshTls.alpn(protocol));
    return Value.newBuilder().setStringValue(words).build();
  }

  /** Whether some of the rules lead to where mutual TLS of the mesh is spoken. */
  static boolean matter(List<RouteRule> rules) {
    return rules.stream()
        .map(RouteRule::action)
        .filter(RouteAction.Forward.class::isInstance)
        .flatMap(action -> ((RouteAction.Forward) action).destinations().stream())
        .map(WeightedDestination::destination)
        .anyMatch(SpokenProtocols::inTheMesh);
  }

  private static boolean inTheMesh(Destination destination) {
    return switch (destination) {
      case Destination.ToService to -> to.tls() instanceof UpstreamTls.Mesh;
      case Destination.Original original -> original.tls() instanceof UpstreamTls.Mesh;
      case Destination.BlackHole _, Destination.Invalid _ -> false;
    };
  }

  /** Says it for each request, once its cluster is chosen. */
  static HttpFilter filter() {
    String noted =
        "%CEL(xds.cluster_metadata.filter_metadata['" + NAMESPACE + "'][request.protocol])%";
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
