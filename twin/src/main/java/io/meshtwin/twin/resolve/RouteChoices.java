package io.meshtwin.twin.resolve;

import java.util.List;
import java.util.Set;

/**
 * What implementations make of the content of routes, where the Gateway API is silent or Istio
 * differs from it. Istio's side is read in {@code pilot/pkg/config/kube/gateway/conversion.go} and
 * {@code pilot/pkg/networking/core/route}.
 *
 * @param expressionsBeforePrefixes whether a path's regular expression goes before prefixes. The
 *     specification leaves the order of expressions open (HTTPRouteRule.matches); Istio puts them
 *     last ({@code getURIRank})
 * @param grpcAsPaths whether a GRPCRoute's matches are ordered as the paths that they come to,
 *     among those of HTTPRoutes (Istio, {@code sortHTTPRoutes}), or by the characters of service
 *     and method (GRPCRouteRule.matches)
 * @param grpcExpressionsGrouped whether an alternative in a service's or method's expression ends
 *     where the expression ends; Istio pastes them into the path's expression as they are ({@code
 *     createGRPCURIMatch})
 * @param retries when requests are tried again
 * @param sessions whether session persistence is done (GEP-1619); Istio reads no such field
 * @param backendFilters whether a backendRef may redirect, rewrite, mirror and allow other origins;
 *     Istio takes header modifiers only ({@code buildHTTPDestination})
 * @param backendTimeoutAlone whether {@code backendRequest} limits one try in a rule without
 *     retries too; in Istio it then takes the place of {@code request} ({@code convertHTTPRoute})
 * @param envoysRedirects whether redirects and prefix rewrites are Envoy's own: a port in Host
 *     stays where none is to be written, and a prefix is replaced as text, so that slashes may
 *     double ({@code ApplyRedirect}, {@code createRewriteFilter}). By the specification the port is
 *     the listener's or the scheme's (HTTPRequestRedirectFilter.port), and whole segments are
 *     replaced (HTTPPathModifier)
 * @param nameEnd what stands behind a route's name where ages are equal and names decide. istiod
 *     compares the names of the VirtualServices that it makes of routes ({@code mergeHTTPRoutes}),
 *     so that {@code a-2} goes before {@code a}; by the specification the names themselves count
 * @param unreadBackends kinds of backends, as {@code Kind.group}, that the implementation serves
 *     and that are not read here, so that what becomes of their share is not known. Istio serves
 *     ServiceImports, hostnames of its registry and, where that is switched on, InferencePools
 *     ({@code buildDestination}); by the specification every kind beside Service is an extension
 *     (BackendObjectReference.kind)
 * @param grpcFailure status of a GRPCRoute's share without valid backend: 503, which clients see as
 *     UNAVAILABLE (GRPCRouteRule.backendRefs); Istio answers 500
 */
public record RouteChoices(
    boolean expressionsBeforePrefixes,
    boolean grpcAsPaths,
    boolean grpcExpressionsGrouped,
    Retrying retries,
    boolean sessions,
    boolean backendFilters,
    boolean backendTimeoutAlone,
    boolean envoysRedirects,
    String nameEnd,
    Set<String> unreadBackends,
    int grpcFailure) {
  public RouteChoices {
    unreadBackends = Set.copyOf(unreadBackends);
  }

  /**
   * When requests are tried again.
   *
   * @param conditions Envoy's conditions for connection errors, which GEP-1731 wants tried again
   *     wherever a rule says {@code retry}
   * @param attempts how often, where a rule does not say
   * @param byDefault conditions in a rule without {@code retry}; empty for never
   */
  public record Retrying(List<String> conditions, int attempts, List<String> byDefault) {
    public Retrying {
      conditions = List.copyOf(conditions);
      byDefault = List.copyOf(byDefault);
    }
  }

  /** Envoy's condition that makes a policy's own statuses count. */
  static final String STATUSES = "retriable-status-codes";

  static final RouteChoices SPEC =
      new RouteChoices(
          true,
          false,
          true,
          new Retrying(List.of("connect-failure", "refused-stream", "reset"), 1, List.of()),
          true,
          true,
          true,
          false,
          "",
          Set.of(),
          503);

  private static final List<String> ISTIO_CONDITIONS =
      List.of("connect-failure", "refused-stream", "unavailable", "cancelled");

  static final RouteChoices ISTIO =
      new RouteChoices(
          false,
          true,
          false,
          new Retrying(
              ISTIO_CONDITIONS,
              2,
              List.of("connect-failure", "refused-stream", "unavailable", "cancelled", STATUSES)),
          false,
          false,
          false,
          true,
          "~",
          Set.of(
              "ServiceImport.multicluster.x-k8s.io",
              "Hostname.networking.istio.io",
              "InferencePool.inference.networking.k8s.io"),
          500);
}
