package io.meshtwin.testkit.mesh;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** Random HTTPMatchRequests over a small alphabet, so that they overlap. */
final class IstioMatches {
  private final Dice dice;

  IstioMatches(Dice dice) {
    this.dice = dice;
  }

  /** The prefixes of a rule's matches; empty where one has another path, or none. */
  static List<String> prefixes(JsonNode matches) {
    var result = new ArrayList<String>();
    for (JsonNode match : matches) {
      if (!match.at("/uri").has("prefix")) {
        return List.of();
      }
      result.add(match.at("/uri/prefix").asText());
    }
    return result;
  }

  void fill(ObjectNode match) {
    if (!dice.oneIn(3)) {
      uri(match);
    }
    if (dice.oneIn(4)) {
      text(match.putObject("method"), "GET", "GE", "G.*|POST");
    }
    if (dice.oneIn(12)) {
      text(match.putObject("scheme"), "http", "ht", "h.*");
    }
    if (dice.oneIn(10)) {
      text(match.putObject("authority"), "cart.north", "cart", "c.*");
    }
    if (dice.oneIn(4)) {
      ObjectNode headers = match.putObject("headers");
      text(headers.putObject(dice.any("env", "Version")), "one", "t", "t.*|one");
      if (dice.oneIn(4)) {
        headers.putObject("x-there");
      }
    }
    if (dice.oneIn(8)) {
      text(match.putObject("withoutHeaders").putObject("env"), "one", "o", "t.*");
    }
    if (dice.oneIn(6)) {
      text(match.putObject("queryParams").putObject("env"), "one", "t", "t.*");
    }
    if (dice.oneIn(8)) {
      match.put("port", (int) dice.any(80, 8080));
    }
    if (dice.oneIn(8)) {
      match.putObject("sourceLabels").put("app", dice.any("web", "cart"));
    }
    if (dice.oneIn(8)) {
      match.put("sourceNamespace", dice.any(IstioMesh.NAMESPACES));
    }
    if (match.isEmpty()) {
      uri(match);
    }
  }

  private void uri(ObjectNode match) {
    text(
        match.putObject("uri"),
        dice.any("/a", "/a/", "/A", "/a/b", "/"),
        dice.any("/", "/a", "/a/", "/ab", "/A"),
        dice.any("/a.*", "/[ab]+", "/(a|b)/?", ".*"));
    if (dice.oneIn(5)) {
      match.put("ignoreUriCase", true);
    }
  }

  private void text(ObjectNode match, String exact, String prefix, String expression) {
    switch (dice.below(3)) {
      case 0 -> match.put("exact", exact);
      case 1 -> match.put("prefix", prefix);
      default -> match.put("regex", expression);
    }
  }
}
