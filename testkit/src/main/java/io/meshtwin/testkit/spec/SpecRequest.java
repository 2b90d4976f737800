package io.meshtwin.testkit.spec;

import java.util.Map;

/**
 * A request of the evaluator.
 *
 * @param from the namespace of a client in the mesh, or {@code gateway ns/name} for one outside
 * @param host for a client in the mesh {@code ns/name} of the Service that is dialed, otherwise
 *     Host
 * @param port the port that is dialed
 * @param method an HTTP method
 * @param path normalised, without query
 * @param query parameters
 * @param headers names in lower case
 */
public record SpecRequest(
    String from,
    String host,
    int port,
    String method,
    String path,
    Map<String, String> query,
    Map<String, String> headers) {
  private static final String GATEWAY = "gateway ";

  public SpecRequest {
    query = Map.copyOf(query);
    headers = Map.copyOf(headers);
  }

  /** Whether the client is outside and arrives at a Gateway. */
  public boolean throughGateway() {
    return from.startsWith(GATEWAY);
  }

  /** {@code ns/name} of the Gateway. */
  public String gateway() {
    return from.substring(GATEWAY.length());
  }
}
