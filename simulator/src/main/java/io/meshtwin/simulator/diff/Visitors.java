package io.meshtwin.simulator.diff;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshtwin.simulator.access.Token;
import io.meshtwin.simulator.flow.Caller;
import io.meshtwin.simulator.flow.Client;
import io.meshtwin.simulator.space.Point;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.routing.ValueMatch;
import io.meshtwin.twin.routing.access.TokenRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Clients outside that a gateway's policies can tell apart: by address and by token.
 *
 * @param atoms what policies read, before and after
 * @param addresses one of every class; null where addresses do not count
 * @param tokens one of every class
 */
record Visitors(AccessAtoms atoms, List<@Nullable String> addresses, TokenClasses tokens) {
  static Visitors of(AccessAtoms atoms) {
    var addresses = new ArrayList<@Nullable String>(AddressClasses.of(atoms.ranges()));
    if (addresses.isEmpty()) {
      addresses.add(null);
    }
    return new Visitors(atoms, addresses, TokenClasses.of(atoms));
  }

  /**
   * The clients that can send a request.
   *
   * @param point may have claims among its headers
   */
  List<Client> at(ResourceKey gateway, Point point) {
    Map<String, String> claims = new TreeMap<>(point.headers());
    claims.keySet().removeIf(name -> !name.startsWith(ValueMatch.Named.CLAIM));
    var result = new ArrayList<Client>();
    for (String address : addresses) {
      for (Token token : claims.isEmpty() ? tokens.tokens() : claiming(claims)) {
        result.add(new Client.AtGateway(gateway, null, address, new Caller(null, null, token)));
      }
    }
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
