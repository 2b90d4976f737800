package io.meshtwin.simulator.flow;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP request as it is on the wire.
 *
 * @param method for example {@code GET}
 * @param scheme {@code http}, {@code https} or {@code grpc}
 * @param authority the Host header, with a port where the client sends one
 * @param path begins with a slash, without query
 * @param query what follows the question mark, null without one
 * @param headers without Host
 */
public record Request(
    String method,
    String scheme,
    String authority,
    String path,
    @Nullable String query,
    Headers headers) {
  private static final String GRPC = "application/grpc";

  /** A header's value as a matcher reads it; Envoy keeps Host as the authority. */
  public @Nullable String header(String name) {
    return switch (name) {
      case "host" -> authority;
      case ":method" -> method;
      default -> headers.joined(name);
    };
  }

  /** A header's values, one for each line; none without it. */
  List<String> lines(String name) {
    return switch (name) {
      case "host" -> List.of(authority);
      case ":method" -> List.of(method);
      default -> headers.values().getOrDefault(name, List.of());
    };
  }

  /** Path and query. */
  public String target() {
    return query == null ? path : path + "?" + query;
  }

  /** The same request with another path. */
  public Request withPath(String path) {
    return path.equals(this.path)
        ? this
        : new Request(method, scheme, authority, path, query, headers);
  }

  /** The same request without some headers, and then with others. */
  Request with(List<String> removed, Map<String, String> set) {
    var all = new TreeMap<>(headers.values());
    removed.forEach(all::remove);
    set.forEach((name, value) -> all.put(name, List.of(value)));
    return with(new Headers(all));
  }

  /** The same request without some headers. */
  Request without(List<String> names) {
    return with(names, Map.of());
  }

  /** The same request with what a token says, under names that no header has. */
  Request claiming(Map<String, List<String>> claims) {
    var all = new TreeMap<>(headers.values());
    all.putAll(claims);
    return with(new Headers(all));
  }

  private Request with(Headers other) {
    return new Request(method, scheme, authority, path, query, other);
  }

  /** Whether a gRPC client sent it: then Envoy answers in gRPC's words (hasGrpcContentType). */
  public boolean isGrpc() {
    String type = headers.joined("content-type");
    return type != null && (type.equals(GRPC) || type.startsWith(GRPC + "+"));
  }
}
