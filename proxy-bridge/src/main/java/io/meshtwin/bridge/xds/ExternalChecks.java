package io.meshtwin.bridge.xds;

import com.google.protobuf.Any;
import io.envoyproxy.envoy.config.core.v3.ApiVersion;
import io.envoyproxy.envoy.config.core.v3.GrpcService;
import io.envoyproxy.envoy.config.core.v3.HeaderValue;
import io.envoyproxy.envoy.config.core.v3.HttpUri;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.extensions.filters.http.ext_authz.v3.AuthorizationRequest;
import io.envoyproxy.envoy.extensions.filters.http.ext_authz.v3.AuthorizationResponse;
import io.envoyproxy.envoy.extensions.filters.http.ext_authz.v3.BufferSettings;
import io.envoyproxy.envoy.extensions.filters.http.ext_authz.v3.ExtAuthz;
import io.envoyproxy.envoy.extensions.filters.http.ext_authz.v3.HttpService;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import io.envoyproxy.envoy.type.matcher.v3.ListStringMatcher;
import io.envoyproxy.envoy.type.matcher.v3.MetadataMatcher;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;
import io.envoyproxy.envoy.type.matcher.v3.ValueMatcher;
import io.envoyproxy.envoy.type.v3.HttpStatus;
import io.meshtwin.twin.routing.access.ExternalAuthorizer;
import io.meshtwin.twin.routing.access.StringMatch;
import java.util.List;

/**
 * {@code ext_authz}: a service is asked about what the filter before it, {@code rbac} in shadow
 * mode, found that a policy takes ({@code pilot/pkg/security/authz/builder/extauthz.go},
 * generateHTTPConfig, generateGRPCConfig).
 *
 * @param authorizer who is asked
 * @param cluster where
 */
record ExternalChecks(ExternalAuthorizer authorizer, String cluster) {
  /** Begins the keys of what the shadow rules found. */
  static final String SHADOW = "istio_ext_authz_";

  private static final String EFFECTIVE = SHADOW + "shadow_effective_policy_id";
  private static final String HTTP = "envoy.filters.http.ext_authz";
  private static final String NETWORK = "envoy.filters.network.ext_authz";

  /** What the names of the policies in the shadow rules begin with. */
  static String prefix(ExternalAuthorizer authorizer) {
    return "istio-ext-authz-" + authorizer.provider() + "-";
  }

  /**
   * Asks about requests.
   *
   * @param rbac the name of the filter whose shadow rules choose them
   */
  HttpFilter request(String rbac) {
    ExtAuthz.Builder filter =
        ExtAuthz.newBuilder()
            .setTransportApiVersion(ApiVersion.V3)
            .setFailureModeAllow(authorizer.onError().open())
            .setStatusOnError(
                HttpStatus.newBuilder().setCodeValue(authorizer.onError().status()).build())
            .setFilterEnabledMetadata(taken(rbac));
    ExternalAuthorizer.Body body = authorizer.body();
    if (body != null) {
      filter.setWithRequestBody(
          BufferSettings.newBuilder()
              .setMaxRequestBytes(body.maximum())
              .setAllowPartialMessage(body.partial())
              .setPackAsBytes(body.packed()));
    }
    switch (authorizer.protocol()) {
      case ExternalAuthorizer.Grpc grpc -> filter.setGrpcService(calls(grpc));
      case ExternalAuthorizer.Http http -> requests(filter, http);
    }
    return HttpFilter.newBuilder().setName(HTTP).setTypedConfig(Any.pack(filter.build())).build();
  }

  /**
   * Asks about connections whose content is not read: only by gRPC.
   *
   * @param rbac the name of the filter whose shadow rules choose them
   */
  Filter connection(String rbac, ExternalAuthorizer.Grpc grpc) {
    var filter =
        io.envoyproxy.envoy.extensions.filters.network.ext_authz.v3.ExtAuthz.newBuilder()
            .setStatPrefix("tcp.")
            .setTransportApiVersion(ApiVersion.V3)
            .setFailureModeAllow(authorizer.onError().open())
            .setGrpcService(calls(grpc))
            .setFilterEnabledMetadata(taken(rbac))
            .build();
    return Filter.newBuilder().setName(NETWORK).setTypedConfig(Any.pack(filter)).build();
  }

  private GrpcService calls(ExternalAuthorizer.Grpc grpc) {
    return GrpcService.newBuilder()
        .setEnvoyGrpc(
            GrpcService.EnvoyGrpc.newBuilder().setClusterName(cluster).setAuthority(grpc.host()))
        .setTimeout(Times.orNoLimit(authorizer.timeout()))
        .build();
  }

  private void requests(ExtAuthz.Builder filter, ExternalAuthorizer.Http http) {
    ExternalAuthorizer.Headers headers = http.headers();
    if (!headers.shown().isEmpty()) {
      filter.setAllowedHeaders(list(headers.shown()));
    }
    AuthorizationRequest.Builder added = AuthorizationRequest.newBuilder();
    headers
        .added()
        .forEach((name, value) ->
            added.addHeadersToAdd(HeaderValue.newBuilder().setKey(name).setValue(value)));
    AuthorizationResponse.Builder answer = AuthorizationResponse.newBuilder();
    if (!headers.onward().isEmpty()) {
      answer.setAllowedUpstreamHeaders(list(headers.onward()));
    }
    if (!headers.denying().isEmpty()) {
      answer.setAllowedClientHeaders(list(headers.denying()));
    }
    if (!headers.allowing().isEmpty()) {
      answer.setAllowedClientHeadersOnSuccess(list(headers.allowing()));
    }
    filter.setHttpService(
        HttpService.newBuilder()
            .setPathPrefix(http.pathPrefix())
            .setServerUri(
                HttpUri.newBuilder()
                    // Must be there, and is not used: the cluster says where.
                    .setUri("http://" + http.host())
                    .setCluster(cluster)
                    .setTimeout(Times.orNoLimit(authorizer.timeout())))
            .setAuthorizationRequest(added)
            .setAuthorizationResponse(answer));
  }

  private MetadataMatcher taken(String rbac) {
    return MetadataMatcher.newBuilder()
        .setFilter(rbac)
        .addPath(MetadataMatcher.PathSegment.newBuilder().setKey(EFFECTIVE))
        .setValue(
            ValueMatcher.newBuilder()
                .setStringMatch(StringMatcher.newBuilder().setPrefix(prefix(authorizer))))
        .build();
  }

  private static ListStringMatcher list(List<StringMatch> names) {
    ListStringMatcher.Builder list = ListStringMatcher.newBuilder();
    names.forEach(name -> list.addPatterns(AccessConditions.text(name)));
    return list.build();
  }
}
