package io.meshtwin.simulator.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.meshtwin.simulator.access.Arrival.Outcome;
import io.meshtwin.twin.routing.access.TokenRule;
import org.jspecify.annotations.Nullable;

/**
 * What filters make of a request or a connection.
 *
 * @param outcome what comes of it
 * @param accepted the rule that accepted the request's token, null where none had to
 * @param claims the token's content, empty without a token that was accepted
 */
public record Passage(Outcome outcome, @Nullable TokenRule accepted, JsonNode claims) {
  /** Nobody asks anything. */
  public static final Passage FREE = without(new Outcome.Taken(null));

  /** One in which no token was accepted. */
  static Passage without(Outcome outcome) {
    return new Passage(outcome, null, JsonNodeFactory.instance.objectNode());
  }
}
