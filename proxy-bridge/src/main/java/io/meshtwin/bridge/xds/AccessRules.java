package io.meshtwin.bridge.xds;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.rbac.v3.Policy;
import io.envoyproxy.envoy.config.rbac.v3.RBAC;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import io.meshtwin.bridge.secret.SecretSource;
import io.meshtwin.twin.routing.Caveat;
import io.meshtwin.twin.routing.access.AccessFilter;
import io.meshtwin.twin.routing.access.AccessFilter.Action;
import io.meshtwin.twin.routing.access.AccessPolicy;
import io.meshtwin.twin.routing.access.ExternalAuthorizer;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * What a proxy asks before it lets a request or a connection in, in the order of routing: {@code
 * envoy.filters.http.rbac}, {@code envoy.filters.network.rbac}, {@link TokenChecks} and {@link
 * ExternalChecks} ({@code pilot/pkg/security/authz/builder}).
 *
 * @param keys where public keys of tokens come from
 * @param notModelled told of what is refused instead
 * @param own where external authorizers are asked, and public keys are fetched
 */
public record AccessRules(SecretSource keys, Consumer<Caveat> notModelled, OwnClusters own) {
  private static final String RBAC_FILTER = "envoy.filters.http.rbac";
  private static final String NETWORK_RBAC_FILTER = "envoy.filters.network.rbac";

  /** The filters of requests to a workload. */
  public List<HttpFilter> http(List<AccessFilter> filters) {
    return http(filters, false);
  }

  /**
   * The filters of requests to a gateway or to a workload.
   *
   * @param reroutes whether a route is chosen anew once a token was accepted, as at gateways
   */
  List<HttpFilter> http(List<AccessFilter> filters, boolean reroutes) {
    return filters.stream().flatMap(filter -> http(filter, reroutes)).toList();
  }

  private Stream<HttpFilter> http(AccessFilter filter, boolean reroutes) {
    return switch (filter) {
      case AccessFilter.Rbac rbac -> Stream.of(http(rbac, shadow(rbac)));
      case AccessFilter.External external ->
          Stream.of(
              http(tried(external), ExternalChecks.SHADOW), checks(external).request(RBAC_FILTER));
      case AccessFilter.Tokens tokens when tokens.isUsual() ->
          Stream.of(new TokenChecks(keys, notModelled, own, reroutes).filter(tokens));
      case AccessFilter.Tokens _, AccessFilter.Unmodelled _, AccessFilter.Closed _ ->
          Stream.of(http(nobody(filter), ""));
    };
  }

  /** What only a proxy's own configuration has is never pushed again: it lets nobody in. */
  private AccessFilter.Rbac nobody(AccessFilter filter) {
    if (filter instanceof AccessFilter.Unmodelled unmodelled) {
      unmodelled.caveats().forEach(notModelled);
    }
    return new AccessFilter.Rbac(Action.ALLOW, true, List.of());
  }

  private ExternalChecks checks(AccessFilter.External external) {
    return new ExternalChecks(external.authorizer(), own.authorizer(external));
  }

  private static HttpFilter http(AccessFilter.Rbac rbac, String shadow) {
    var config = io.envoyproxy.envoy.extensions.filters.http.rbac.v3.RBAC.newBuilder();
    if (rbac.enforced()) {
      config.setRules(rules(rbac));
    } else {
      config.setShadowRules(rules(rbac)).setShadowRulesStatPrefix(shadow);
    }
    return HttpFilter.newBuilder()
        .setName(RBAC_FILTER)
        .setTypedConfig(Any.pack(config.build()))
        .build();
  }

  /**
   * The filters of connections whose content is not read; tokens are not seen there.
   *
   * @param statPrefix begins the names of their statistics
   */
  List<Filter> connections(List<AccessFilter> filters, String statPrefix) {
    return filters.stream()
        .flatMap(filter ->
            switch (filter) {
              case AccessFilter.Rbac rbac -> Stream.of(connections(rbac, statPrefix, shadow(rbac)));
              case AccessFilter.External external -> connections(external, statPrefix);
              case AccessFilter.Tokens _ -> Stream.empty();
              case AccessFilter.Unmodelled _, AccessFilter.Closed _ ->
                  Stream.of(connections(nobody(filter), statPrefix, ""));
            })
        .toList();
  }

  /** By HTTP nobody is asked about bytes. */
  private Stream<Filter> connections(AccessFilter.External external, String statPrefix) {
    return external.authorizer().protocol() instanceof ExternalAuthorizer.Grpc grpc
        ? Stream.of(
            connections(tried(external), statPrefix, ExternalChecks.SHADOW),
            checks(external).connection(NETWORK_RBAC_FILTER, grpc))
        : Stream.empty();
  }

  private static Filter connections(AccessFilter.Rbac rbac, String statPrefix, String shadow) {
    var config =
        io.envoyproxy
            .envoy
            .extensions
            .filters
            .network
            .rbac
            .v3
            .RBAC
            .newBuilder()
            .setStatPrefix(statPrefix);
    if (rbac.enforced()) {
      config.setRules(rules(rbac));
    } else {
      config.setShadowRules(rules(rbac)).setShadowRulesStatPrefix(shadow);
    }
    Message built = config.build();
    return Filter.newBuilder().setName(NETWORK_RBAC_FILTER).setTypedConfig(Any.pack(built)).build();
  }

  /** What the authorizer is asked about: found, and not refused. */
  private static AccessFilter.Rbac tried(AccessFilter.External external) {
    String prefix = ExternalChecks.prefix(external.authorizer());
    return new AccessFilter.Rbac(
        Action.DENY,
        false,
        external.policies().stream()
            .map(policy ->
                new AccessPolicy(
                    prefix + policy.name(),
                    policy.permission(),
                    policy.principal(),
                    policy.origin()))
            .toList());
  }

  /** Where dry runs are counted (shadowRuleStatPrefix). */
  private static String shadow(AccessFilter.Rbac rbac) {
    return switch (rbac.action()) {
      case ALLOW -> "istio_dry_run_allow_";
      case DENY -> "istio_dry_run_deny_";
      case LOG -> "";
    };
  }

  private static RBAC rules(AccessFilter.Rbac rbac) {
    RBAC.Builder rules = RBAC.newBuilder().setAction(action(rbac.action()));
    for (AccessPolicy policy : rbac.policies()) {
      rules.putPolicies(
          policy.name(),
          Policy.newBuilder()
              .addPermissions(AccessConditions.permission(policy.permission()))
              .addPrincipals(AccessConditions.principal(policy.principal()))
              .build());
    }
    return rules.build();
  }

  private static RBAC.Action action(Action action) {
    return switch (action) {
      case ALLOW -> RBAC.Action.ALLOW;
      case DENY -> RBAC.Action.DENY;
      case LOG -> RBAC.Action.LOG;
    };
  }
}
