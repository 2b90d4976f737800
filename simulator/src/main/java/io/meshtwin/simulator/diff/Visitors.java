package io.meshtwin.simulator.diff;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshtwin.simulator.access.Token;
import io.meshtwin.simulator.flow.Caller;
import io.meshtwin.simulator.flow.Client;
import io.meshtwin.simulator.space.Point;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.routing.ValueMatch;
import io.meshtwin.twin.routing.access.AddressRange;
import io.meshtwin.twin.routing.access.TokenRule;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Clients outside that a gateway's policies can tell apart: by address and by token.
 *
 * @param atoms what policies read, before and after
 */
record Visitors(AccessAtoms atoms) {
  private static final List<String> ELSEWHERE =
      List.of("203.0.113.77", "198.51.100.77", "192.0.2.77", "8.8.8.8", "2001:db8::77");

  /**
   * The clients that can send a request.
   *
   * @param point may have claims among its headers
   */
  List<Client> at(ResourceKey gateway, Point point) {
    Map<String, String> claims = new TreeMap<>(point.headers());
    claims.keySet().removeIf(name -> !name.startsWith(ValueMatch.Named.CLAIM));
    List<@Nullable Token> tokens = claims.isEmpty() ? TokenClasses.of(atoms) : claiming(claims);
    var result = new ArrayList<Client>();
    for (String address : addresses()) {
      for (Token token : tokens) {
        result.add(
            new Client.AtGateway(
                gateway, null, address.isEmpty() ? null : address, new Caller(null, null, token)));
      }
    }
    return result;
  }

  /**
   * The first address of each block, and one that is in none; empty where addresses do not count.
   */
  private Set<String> addresses() {
    var result = new LinkedHashSet<String>();
    for (AddressRange range : atoms.ranges()) {
      result.add(range.address());
    }
    if (result.isEmpty()) {
      return Set.of("");
    }
    ELSEWHERE.stream()
        .filter(address -> {
          AddressRange one = AddressRange.parse(address);
          return one != null && atoms.ranges().stream().noneMatch(range -> range.contains(one));
        })
        .findFirst()
        .ifPresent(result::add);
    return result;
  }

  /** Accepted tokens, and then none at all, for what no token can say. */
  private List<@Nullable Token> claiming(Map<String, String> claims) {
    var result = new ArrayList<@Nullable Token>();
    for (TokenRule rule : atoms.tokens()) {
      ObjectNode content = TokenClasses.claims(rule);
      claims.forEach((name, value) -> {
        List<String> path = new ValueMatch.Named(name, new ValueMatch.Exact(value)).claim();
        ObjectNode at = content;
        for (String part : path.subList(0, path.size() - 1)) {
          at = at.get(part) instanceof ObjectNode inner ? inner : at.putObject(part);
        }
        at.set(path.getLast(), JsonNodeFactory.instance.textNode(value));
      });
      result.add(new Token(content.path("iss").asText(), content, true));
    }
    result.add(null);
    return result;
  }
}
