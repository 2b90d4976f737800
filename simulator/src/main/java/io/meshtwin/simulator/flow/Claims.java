package io.meshtwin.simulator.flow;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshtwin.twin.routing.RouteRule;
import io.meshtwin.twin.routing.ValueMatch;
import io.meshtwin.twin.routing.VirtualHost;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The claims that the rules of a virtual host read, as they stand in a request for them: under
 * their own names among its headers, which no client can send.
 */
final class Claims {
  private final Map<String, List<String>> paths = new TreeMap<>();

  private Claims() {}

  static Claims of(VirtualHost host) {
    var claims = new Claims();
    for (RouteRule rule : host.rules()) {
      for (ValueMatch.Named named : rule.match().headers()) {
        if (!named.claim().isEmpty()) {
          claims.paths.put(named.name(), named.claim());
        }
      }
    }
    return claims;
  }

  boolean none() {
    return paths.isEmpty();
  }

  /** The request with what an accepted token says. */
  Request in(Request request, JsonNode token) {
    if (none()) {
      return request;
    }
    var said = new TreeMap<String, List<String>>();
    paths.forEach((name, path) -> {
      JsonNode found = token;
      for (String part : path) {
        found = found.path(part);
      }
      List<String> texts = texts(found);
      if (!texts.isEmpty()) {
        said.put(name, texts);
      }
    });
    return request.claiming(said);
  }

  /** The request as it is on the wire. */
  Request out(Request request) {
    return none() ? request : request.without(List.copyOf(paths.keySet()));
  }

  /** Only texts are compared, alone or in a list (authz/model, MetadataMatcherForJWTClaims). */
  private static List<String> texts(JsonNode claim) {
    Stream<JsonNode> all = claim.isArray() ? claim.valueStream() : Stream.of(claim);
    var texts = new ArrayList<String>();
    all.filter(JsonNode::isTextual).forEach(text -> texts.add(text.asText()));
    return texts;
  }
}
