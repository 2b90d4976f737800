package io.meshtwin.twin.routing;

/**
 * How a connection manager reads a request before any rule is asked (Envoy's {@code
 * HttpConnectionManager} and {@code RouteConfiguration}).
 *
 * @param normalises whether dot segments are resolved ({@code normalize_path})
 * @param mergesSlashes whether {@code //} becomes {@code /} ({@code merge_slashes})
 * @param keepsEscapedSlashes whether {@code %2F} and {@code %5C} stay as they are ({@code
 *     path_with_escaped_slashes_action})
 * @param joinsValues whether several values of one header are compared as one, joined with a comma
 *     (the runtime's {@code match_headers_individually} is off)
 * @param ignoresPort whether the port in Host does not count when a virtual host is chosen ({@code
 *     ignore_port_in_host_matching})
 * @param upgradesWebSockets whether an upgrade to WebSocket goes on ({@code upgrade_configs})
 * @param trustedHops how many proxies before it are trusted to say where a client is ({@code
 *     xff_num_trusted_hops}), 0 for none
 */
public record HttpReading(
    boolean normalises,
    boolean mergesSlashes,
    boolean keepsEscapedSlashes,
    boolean joinsValues,
    boolean ignoresPort,
    boolean upgradesWebSockets,
    int trustedHops) {
  /** As the mesh's own proxies are configured. */
  public static final HttpReading USUAL = new HttpReading(true, false, true, true, true, true, 0);

  /** The same behind so many trusted proxies. */
  public HttpReading behind(int proxies) {
    return new HttpReading(
        normalises,
        mergesSlashes,
        keepsEscapedSlashes,
        joinsValues,
        ignoresPort,
        upgradesWebSockets,
        proxies);
  }
}
