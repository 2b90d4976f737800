package io.meshtwin.app.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshtwin.simulator.access.Token;
import io.meshtwin.simulator.flow.Caller;
import io.meshtwin.simulator.flow.Client;
import io.meshtwin.twin.resolve.Workload;
import io.meshtwin.twin.routing.access.AddressRange;
import org.jspecify.annotations.Nullable;

/** Reads what a client shows of itself: {@code serviceAccount}, {@code ip}, {@code jwt}. */
final class CallerReader {
  private CallerReader() {}

  /**
   * @param workload the client, whose facts hold where the request does not say others; null where
   *     none is named
   */
  static Caller read(JsonNode from, @Nullable Workload workload) {
    Caller own = workload == null ? Caller.UNKNOWN : Caller.of(workload);
    String account = from.path("serviceAccount").asText(own.serviceAccount());
    return new Caller(account, address(from, own.address()), token(from.path("jwt")));
  }

  /** What the pods of a gateway show, with the token of a client outside. */
  static Caller behindGateway(JsonNode from, @Nullable Workload pod) {
    Caller own = pod == null ? Caller.UNKNOWN : Caller.of(pod);
    String account = from.path("serviceAccount").asText(own.serviceAccount());
    return new Caller(account, own.address(), token(from.path("jwt")));
  }

  /** Writes what a client shows beside what its name says. */
  static void write(ObjectNode from, Client client) {
    Caller caller = client.caller();
    if (client instanceof Client.AtGateway gateway && gateway.address() != null) {
      from.put("ip", gateway.address());
    }
    if (client instanceof Client.InMesh mesh && !from.has("workload")) {
      if (!mesh.scope().meshed()) {
        from.put("sidecar", false);
      }
      if (caller.serviceAccount() != null) {
        from.put("serviceAccount", caller.serviceAccount());
      }
    }
    Token token = caller.token();
    if (token != null) {
      ObjectNode jwt = from.putObject("jwt");
      jwt.put("issuer", token.issuer()).put("valid", token.valid());
      jwt.set("claims", token.claims());
    }
  }

  /** {@code from.ip}; what is known otherwise where there is none. */
  static @Nullable String address(JsonNode from, @Nullable String own) {
    if (!from.has("ip")) {
      return own;
    }
    String address = RequestReader.text(from, "ip");
    if (AddressRange.parse(address) == null || address.indexOf('/') >= 0) {
      throw new IllegalArgumentException("from.ip is an IP address, not " + address);
    }
    return address;
  }

  private static @Nullable Token token(JsonNode jwt) {
    if (jwt.isMissingNode() || jwt.isNull()) {
      return null;
    }
    if (!jwt.isObject() || !(jwt.path("claims").isMissingNode() || jwt.path("claims").isObject())) {
      throw new IllegalArgumentException("from.jwt has issuer, claims (an object) and valid");
    }
    ObjectNode claims = Json.object();
    jwt.path("claims").properties().forEach(claim -> claims.set(claim.getKey(), claim.getValue()));
    String issuer = jwt.path("issuer").asText(claims.path("iss").asText(""));
    if (!claims.has("iss")) {
      claims.put("iss", issuer);
    }
    return new Token(issuer, claims, jwt.path("valid").asBoolean(true));
  }
}
