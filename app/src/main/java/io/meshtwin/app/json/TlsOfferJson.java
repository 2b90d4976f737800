package io.meshtwin.app.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshtwin.simulator.flow.TlsOffer;
import io.meshtwin.twin.routing.TlsParameters.Version;
import java.util.ArrayList;
import java.util.List;

/**
 * Versions and ciphers that a client offers, as requests write them: {@code
 * {"minVersion":"1.2","maxVersion":"1.3","cipherSuites":[…],"alpn":["istio"]}}, each of which may
 * be left out.
 */
final class TlsOfferJson {
  private TlsOfferJson() {}

  /**
   * Reads an offer.
   *
   * @throws IllegalArgumentException for what is none
   */
  static TlsOffer read(JsonNode json) {
    if (json.isMissingNode() || json.isNull()) {
      return TlsOffer.USUAL;
    }
    JsonNode suites = json.path("cipherSuites");
    List<String> named = null;
    if (suites.isArray()) {
      named = new ArrayList<>();
      for (JsonNode suite : suites) {
        named.add(suite.asText());
      }
    }
    Version most = version(json.path("maxVersion"), TlsOffer.USUAL.most());
    Version usual = TlsOffer.USUAL.least();
    Version least = version(json.path("minVersion"), most.compareTo(usual) < 0 ? most : usual);
    List<String> protocols = new ArrayList<>();
    json.path("alpn").forEach(protocol -> protocols.add(protocol.asText()));
    return new TlsOffer(least, most, named, protocols);
  }

  static ObjectNode of(TlsOffer offer) {
    ObjectNode json =
        Json.object()
            .put("minVersion", words(offer.least()))
            .put("maxVersion", words(offer.most()));
    List<String> suites = offer.cipherSuites();
    if (suites != null) {
      ArrayNode list = json.putArray("cipherSuites");
      suites.forEach(list::add);
    }
    if (!offer.protocols().isEmpty()) {
      ArrayNode list = json.putArray("alpn");
      offer.protocols().forEach(list::add);
    }
    return json;
  }

  private static Version version(JsonNode text, Version otherwise) {
    return switch (text.asText("")) {
      case "" -> otherwise;
      case "1.0" -> Version.V1_0;
      case "1.1" -> Version.V1_1;
      case "1.2" -> Version.V1_2;
      case "1.3" -> Version.V1_3;
      default -> throw new IllegalArgumentException("a version of TLS is 1.0, 1.1, 1.2 or 1.3");
    };
  }

  private static String words(Version version) {
    return switch (version) {
      case V1_0 -> "1.0";
      case V1_1 -> "1.1";
      case V1_2 -> "1.2";
      case V1_3 -> "1.3";
    };
  }
}
