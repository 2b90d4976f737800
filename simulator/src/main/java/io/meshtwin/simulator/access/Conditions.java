package io.meshtwin.simulator.access;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshtwin.twin.routing.access.AccessCondition;
import io.meshtwin.twin.routing.access.AddressRange;
import io.meshtwin.twin.routing.access.StringMatch;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Asks conditions, as Envoy's RBAC filters do. */
final class Conditions {
  private final Matchers matchers = new Matchers();

  Truth holds(AccessCondition condition, Shown shown) {
    return switch (condition) {
      case AccessCondition.All all -> all(all.of(), shown);
      case AccessCondition.OneOf oneOf -> oneOf(oneOf.of(), shown);
      case AccessCondition.Not not -> holds(not.of(), shown).not();
      case AccessCondition.Permission permission -> permission(permission, shown);
      case AccessCondition.Principal principal -> principal(principal, shown);
    };
  }

  private Truth all(List<AccessCondition> conditions, Shown shown) {
    Truth result = Truth.YES;
    for (AccessCondition condition : conditions) {
      result = result.and(holds(condition, shown));
      if (result == Truth.NO) {
        return result;
      }
    }
    return result;
  }

  private Truth oneOf(List<AccessCondition> conditions, Shown shown) {
    Truth none = Truth.YES;
    for (AccessCondition condition : conditions) {
      none = none.and(holds(condition, shown).not());
      if (none == Truth.NO) {
        return Truth.YES;
      }
    }
    return none.not();
  }

  private Truth permission(AccessCondition.Permission permission, Shown shown) {
    Shown.Http request = shown.request();
    Shown.Connection connection = shown.connection();
    return switch (permission) {
      case AccessCondition.Path path ->
          matchers.takes(path.match(), request == null ? null : request.path());
      case AccessCondition.PathTemplate template ->
          request == null ? Truth.NO : matchers.takesTemplate(template.template(), request.path());
      case AccessCondition.Method method ->
          matchers.takes(method.match(), request == null ? null : request.method());
      case AccessCondition.Host host ->
          matchers.takes(host.match(), request == null ? null : request.authority());
      case AccessCondition.DestinationIp ip -> in(ip.range(), connection.destination());
      case AccessCondition.DestinationPort port -> Truth.of(port.port() == connection.port());
      case AccessCondition.ServerName name -> matchers.takes(name.match(), connection.serverName());
      case AccessCondition.FilterMetadata _ -> Truth.UNKNOWN;
    };
  }

  private Truth principal(AccessCondition.Principal principal, Shown shown) {
    return switch (principal) {
      case AccessCondition.Header header -> header(header, shown.request());
      case AccessCondition.Peer peer ->
          shown.connection().peerKnown()
              ? matchers.takes(peer.match(), shown.connection().peer())
              : Truth.UNKNOWN;
      case AccessCondition.SourceIp ip -> in(ip.range(), shown.connection().source());
      case AccessCondition.RemoteIp ip -> in(ip.range(), remote(shown));
      case AccessCondition.Claim claim -> claim(claim, shown.claims());
    };
  }

  /**
   * A header, or what Envoy keeps as one: any of its values is enough ({@code
   * rbac_match_headers_individually}; routes read them joined).
   */
  private Truth header(AccessCondition.Header header, Shown.@Nullable Http request) {
    if (request == null) {
      return Truth.NO;
    }
    return switch (header.name()) {
      case ":method" -> matchers.takes(header.match(), request.method());
      case ":authority", "host" -> matchers.takes(header.match(), request.authority());
      case Shown.FORWARDED_FOR -> {
        String text = request.joined(Shown.FORWARDED_FOR);
        boolean somewhere = text != null && text.endsWith(Shown.SOMEWHERE);
        yield somewhere ? Truth.UNKNOWN : matchers.takes(header.match(), text);
      }
      case "cookie" -> {
        // HTTP/2 joins its lines in its own way, HTTP/1.1 does not.
        Truth together = matchers.takes(header.match(), request.joined("cookie"));
        Truth apart = any(header.match(), request.headers().apply("cookie"));
        yield together == apart ? apart : Truth.UNKNOWN;
      }
      case String name when OneText.isOf(name) ->
          matchers.takes(header.match(), request.joined(name));
      case String name -> any(header.match(), request.headers().apply(name));
    };
  }

  private Truth any(StringMatch match, List<String> values) {
    Truth none = Truth.YES;
    for (String value : values) {
      none = none.and(matchers.takes(match, value).not());
    }
    return none.not();
  }

  private static Truth in(AddressRange range, @Nullable String address) {
    if (address == null || address.isEmpty()) {
      return Truth.UNKNOWN;
    }
    AddressRange one = AddressRange.parse(address);
    return one == null ? Truth.UNKNOWN : Truth.of(range.contains(one));
  }

  /**
   * The last address that the request says it was forwarded for, before those of trusted proxies,
   * where that is an address; else the connection's (Envoy, {@code getLastAddressFromXFF}; a
   * gateway's own entry is the last here, which {@code use_remote_address} adds after it looked).
   */
  private static @Nullable String remote(Shown shown) {
    Shown.Http request = shown.request();
    String forwarded = request == null ? null : request.joined(Shown.FORWARDED_FOR);
    if (request != null && forwarded != null) {
      String[] all = forwarded.split(",", -1);
      int at = all.length - 1 - request.trustedHops();
      String meant = at < 0 ? "" : all[at].strip();
      if (meant.equals(Shown.SOMEWHERE)) {
        return null;
      }
      if (AddressRange.parse(meant) != null && meant.indexOf('/') < 0) {
        return meant;
      }
    }
    return shown.connection().source();
  }

  private Truth claim(AccessCondition.Claim claim, @Nullable JsonNode claims) {
    JsonNode found = claims;
    for (String name : claim.path()) {
      found = found == null ? null : found.get(name);
    }
    if (found == null) {
      return Truth.NO;
    }
    boolean taken = taken(claim.values(), found);
    if (claim.list() && found.isArray()) {
      for (JsonNode entry : found) {
        taken |= taken(claim.values(), entry);
      }
    }
    return Truth.of(taken);
  }

  private boolean taken(List<StringMatch> values, JsonNode found) {
    return found.isTextual()
        && values.stream().anyMatch(v -> matchers.takes(v, found.asText()) == Truth.YES);
  }

  /** Claims whose words are a list, as one (Envoy, normalize_payload_in_metadata). */
  static JsonNode spaced(JsonNode claims, List<String> names) {
    if (!claims.isObject()) {
      return claims;
    }
    com.fasterxml.jackson.databind.node.ObjectNode result = claims.deepCopy();
    for (String name : Set.copyOf(names)) {
      JsonNode value = claims.path(name);
      if (value.isTextual()) {
        var list = result.putArray(name);
        Arrays.stream(value.asText().split(" ")).forEach(list::add);
      }
    }
    return result;
  }
}
