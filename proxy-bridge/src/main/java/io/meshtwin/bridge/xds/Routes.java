package io.meshtwin.bridge.xds;

import com.google.protobuf.BoolValue;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.meshtwin.twin.routing.Caveat;
import io.meshtwin.twin.routing.RouteAction;
import io.meshtwin.twin.routing.RouteRule;
import io.meshtwin.twin.routing.VirtualHost;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** {@code RouteConfiguration}: virtual hosts and their routes, in the order they are tried. */
final class Routes {
  private final Redirects redirects;
  private final Consumer<Caveat> notModelled;

  /**
   * @param notModelled told of every rule that is answered with 501
   */
  Routes(Redirects redirects, Consumer<Caveat> notModelled) {
    this.redirects = redirects;
    this.notModelled = notModelled;
  }

  RouteConfiguration of(String name, List<VirtualHost> hosts) {
    RouteConfiguration.Builder builder =
        RouteConfiguration.newBuilder()
            .setName(name)
            // Gateway API matches hostnames without port; Host itself goes on unchanged.
            .setIgnorePortInHostMatching(true)
            // Clusters come by CDS; one that is not there is answered with its route's status.
            .setValidateClusters(BoolValue.of(false));
    for (VirtualHost host : hosts) {
      builder.addVirtualHosts(virtualHost(host));
    }
    return builder.build();
  }

  private io.envoyproxy.envoy.config.route.v3.VirtualHost virtualHost(VirtualHost host) {
    var builder =
        io.envoyproxy.envoy.config.route.v3.VirtualHost.newBuilder()
            .setName(host.name())
            .addAllDomains(host.domains());
    for (RouteRule rule : host.rules()) {
      builder.addAllRoutes(routes(rule));
    }
    return builder.build();
  }

  private List<Route> routes(RouteRule rule) {
    try {
      return switch (rule.action()) {
        case RouteAction.Forward forward -> Forwarding.of(rule, forward);
        case RouteAction.Redirect redirect -> redirects(rule, redirect);
        case RouteAction.Respond respond ->
            List.of(
                HeaderMutations.of(respond.response())
                    .intoResponse(route(rule).setDirectResponse(DirectResponses.of(respond)))
                    .build());
        case RouteAction.Unmodelled unmodelled -> List.of(refused(rule, unmodelled.caveat()));
      };
    } catch (Unsupported e) {
      return List.of(refused(rule, e.caveat()));
    }
  }

  private List<Route> redirects(RouteRule rule, RouteAction.Redirect redirect) {
    HeaderMutations response = HeaderMutations.of(redirect.response());
    List<Route> routes = new ArrayList<>();
    if (redirects.dependsOnPortInHost(redirect)) {
      Route.Builder withPort =
          route(rule).setRedirect(redirects.withPort(redirect, rule.match().ignoreCase()));
      withPort.getMatchBuilder().addHeaders(Redirects.HOST_WITH_PORT);
      routes.add(response.intoResponse(withPort).build());
    }
    routes.add(
        response
            .intoResponse(
                route(rule).setRedirect(redirects.of(redirect, rule.match().ignoreCase())))
            .build());
    return routes;
  }

  private Route refused(RouteRule rule, Caveat caveat) {
    notModelled.accept(caveat);
    return route(rule).setDirectResponse(DirectResponses.notModelled(caveat)).build();
  }

  private static Route.Builder route(RouteRule rule) {
    return Route.newBuilder().setName(rule.name()).setMatch(Matches.of(rule.match()));
  }
}
