package io.meshtwin.twin.resource;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshtwin.twin.event.ResourceKey;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A rule for requests of a VirtualService (Istio's HTTPRoute).
 *
 * @param name empty where it has none
 * @param matches any of which takes a request; empty for every request
 * @param action where it goes, or what it is answered with
 * @param rewrite how path and Host change on the way, null for not
 * @param headers changes to headers
 * @param timeout limit of the whole exchange, null where it is not said
 * @param retries when it is tried again, null where that is not said
 * @param fault what is done to it on purpose, null for nothing
 * @param mirrors who gets copies
 * @param cors who else's scripts may use it, null where that is not said
 * @param field the rule's path
 */
public record VirtualRule(
    String name,
    List<VirtualMatch> matches,
    Action action,
    @Nullable Rewrite rewrite,
    HeaderOperations headers,
    @Nullable Duration timeout,
    @Nullable RetryRules retries,
    @Nullable FaultRules fault,
    MirrorRules mirrors,
    @Nullable VirtualCors cors,
    String field) {
  public VirtualRule {
    matches = List.copyOf(matches);
  }

  /** Whether it says anything of headers. */
  public boolean saysHeaders() {
    return !headers.equals(HeaderOperations.NONE);
  }

  /** What becomes of a request. */
  public sealed interface Action {
    /** Sent on, by weight; empty for a rule that does not say. */
    record Send(List<Target> targets) implements Action {
      public Send {
        targets = List.copyOf(targets);
      }
    }

    /**
     * A redirect (Istio's HTTPRedirect).
     *
     * @param uri the new path, maybe with a query, empty to keep it
     * @param prefixRewrite what stands for the matched prefix, empty to keep it
     * @param authority the new Host, empty to keep it
     * @param port the new port, null where none is given
     * @param requestPort whether the port is the one dialed ({@code derivePort: FROM_REQUEST_PORT})
     * @param protocolPort whether the port is the scheme's ({@code derivePort:
     *     FROM_PROTOCOL_DEFAULT})
     * @param scheme the new scheme, empty to keep it
     * @param status 301 where it is not said
     */
    record Redirect(
        String uri,
        String prefixRewrite,
        String authority,
        @Nullable Integer port,
        boolean requestPort,
        boolean protocolPort,
        String scheme,
        int status)
        implements Action {}

    /**
     * An answer of the proxy's (Istio's HTTPDirectResponse).
     *
     * @param status 200 to 599
     * @param body null for none
     * @param readable whether the body is text
     */
    record Respond(int status, @Nullable String body, boolean readable) implements Action {}

    /**
     * The rules of another VirtualService, without hosts, say (Istio's Delegate).
     *
     * @param respond an answer of the proxy's that stands beside it, and is that of each rule
     *     without one ({@code mergeHTTPRoute}); null for none
     */
    record Delegate(String name, String namespace, @Nullable Respond respond) implements Action {}
  }

  /**
   * A share (Istio's HTTPRouteDestination, RouteDestination).
   *
   * @param destination where it goes
   * @param weight 0 where it is not said
   * @param headers changes of this share alone
   * @param field the share's path
   */
  public record Target(
      MeshDestination destination, int weight, HeaderOperations headers, String field) {}

  /**
   * New path and Host (Istio's HTTPRewrite).
   *
   * @param uri stands for what the rule matched of the path, empty for not
   * @param expression an expression of RE2, empty for none
   * @param substitution what stands for what the expression takes
   * @param authority the new Host, empty to keep it
   */
  public record Rewrite(String uri, String expression, String substitution, String authority) {}

  /**
   * When a request is tried again (Istio's HTTPRetry).
   *
   * @param attempts how often beside the first time; 0 for never
   * @param perTryTimeout limit of one try, null for none
   * @param retryOn Envoy's conditions and statuses, with commas; empty for Istio's own
   * @param backoff the least time between two tries, null for the proxy's own
   * @param ignorePreviousHosts whether another endpoint is tried, null where that is not said
   * @param remoteLocalities whether endpoints elsewhere are tried
   */
  public record RetryRules(
      int attempts,
      @Nullable Duration perTryTimeout,
      String retryOn,
      @Nullable Duration backoff,
      @Nullable Boolean ignorePreviousHosts,
      boolean remoteLocalities) {
    /** MeshConfig's {@code defaultHttpRetryPolicy}; null where it is not there. */
    public static @Nullable RetryRules of(JsonNode policy) {
      var nobody = new ResourceKey(ResourceKey.LOCAL, "", "ConfigMap", "", "");
      return policy.isObject()
          ? VirtualRuleReader.retries(new Fields(policy, "", new Problems(nobody, null)))
          : null;
    }
  }
}
