package io.meshtwin.twin.resolve.security;

import com.google.re2j.Pattern;
import io.meshtwin.twin.routing.access.AccessCondition;
import io.meshtwin.twin.routing.access.AddressRange;
import io.meshtwin.twin.routing.access.StringMatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a value of an attribute comes to ({@code pilot/pkg/security/authz/model/generator.go}).
 *
 * @param namespace the policy's, in which service accounts without one are
 * @param http whether requests are read; otherwise attributes of HTTP cannot be asked for
 */
record ValueConditions(String namespace, boolean http) {
  private static final String SPIFFE = "spiffe://";
  private static final String ONE = "{*}";
  private static final String ANY = "{**}";

  AccessCondition of(String attribute, String value) throws NotApplicableException {
    return switch (attribute) {
      case "destination.ip" -> new AccessCondition.DestinationIp(range(value));
      case "destination.port" -> new AccessCondition.DestinationPort(port(value));
      case "connection.sni" -> new AccessCondition.ServerName(text(value));
      case "source.ip" -> new AccessCondition.SourceIp(range(value));
      case "remote.ip" -> new AccessCondition.RemoteIp(range(value));
      case "source.namespace" -> new AccessCondition.Peer(namespace(value));
      case "source.trustDomain" -> new AccessCondition.Peer(trustDomain(value));
      case "source.serviceAccount" -> new AccessCondition.Peer(account(value));
      case "source.principal" -> new AccessCondition.Peer(principal(value));
      default -> ofRequest(attribute, value);
    };
  }

  private AccessCondition ofRequest(String attribute, String value) throws NotApplicableException {
    if (attribute.startsWith(Attribute.FILTERS)) {
      return metadata(attribute);
    }
    if (!http) {
      throw new NotApplicableException(attribute + " is an attribute of HTTP");
    }
    return switch (attribute) {
      case Attribute.HOST -> new AccessCondition.Host(header(value, true));
      case Attribute.METHOD -> new AccessCondition.Method(header(value, false));
      case Attribute.PATH -> path(value);
      case "request.auth.principal" -> requestPrincipal(value);
      case "request.auth.audiences" -> claim(List.of("aud"), value);
      case "request.auth.presenter" -> claim(List.of("azp"), value);
      default ->
          attribute.startsWith(Attribute.CLAIMS)
              ? claim(claimNames(attribute), value)
              : requestHeader(attribute, value);
    };
  }

  private static AccessCondition requestHeader(String attribute, String value)
      throws NotApplicableException {
    String name = Attribute.bracketed(attribute, Attribute.HEADERS);
    if (name.isEmpty()) {
      throw new NotApplicableException(attribute + " names no header");
    }
    return new AccessCondition.Header(name, header(value, false));
  }

  private static AccessCondition metadata(String attribute) throws NotApplicableException {
    int open = attribute.indexOf('[');
    if (open < 0) {
      throw new NotApplicableException(attribute + " names no key");
    }
    String key = attribute.substring(open + 1, Math.max(open + 1, attribute.length() - 1));
    return new AccessCondition.FilterMetadata(
        attribute.substring("experimental.".length(), open), key);
  }

  private static AccessCondition path(String value) {
    return value.contains(ONE) || value.contains(ANY)
        ? new AccessCondition.PathTemplate(value.replace(ONE, "*").replace(ANY, "**"))
        : new AccessCondition.Path(text(value));
  }

  private static AccessCondition claim(List<String> path, String value) {
    return new AccessCondition.Claim(path, List.of(text(value)), true);
  }

  /** The names in {@code request.auth.claims[a][b]}; anything else is one name. */
  private static List<String> claimNames(String attribute) throws NotApplicableException {
    String rest = attribute.substring(Attribute.CLAIMS.length());
    if (!rest.startsWith("[") || !rest.endsWith("]")) {
      throw new NotApplicableException(attribute + " names no claim");
    }
    var names = new ArrayList<String>();
    for (int at = 0; at < rest.length(); ) {
      int end = rest.indexOf(']', at);
      int inner = rest.indexOf('[', at + 1);
      if (rest.charAt(at) != '[' || end < 0 || (inner >= 0 && inner < end)) {
        return List.of(rest.substring(1, rest.length() - 1));
      }
      names.add(rest.substring(at + 1, end));
      at = end + 1;
    }
    return names;
  }

  /**
   * Issuer and subject with a slash between; the last slash counts, as an issuer may be an address
   * (requestPrincipalGenerator).
   */
  private static AccessCondition requestPrincipal(String value) {
    int slash = value.lastIndexOf('/');
    String issuer = slash < 0 ? value : value.substring(0, slash);
    String subject = slash < 0 ? "" : value.substring(slash + 1);
    StringMatch any = StringMatch.SOME;
    StringMatch iss = exact(issuer);
    StringMatch sub = exact(subject);
    if (value.equals("*")) {
      iss = any;
      sub = any;
    } else if (value.startsWith("*")) {
      boolean whole = slash < 0 || issuer.equals("*");
      iss = whole ? any : new StringMatch.Suffix(issuer.substring(1), false);
      sub = slash < 0 ? new StringMatch.Suffix(value.substring(1), false) : exact(subject);
    } else if (value.endsWith("*")) {
      boolean whole = slash < 0 || subject.equals("*");
      iss = slash < 0 ? new StringMatch.Prefix(chopped(value), false) : exact(issuer);
      sub = whole ? any : new StringMatch.Prefix(chopped(subject), false);
    }
    return new AccessCondition.All(
        List.of(
            new AccessCondition.Claim(List.of("iss"), List.of(iss), false),
            new AccessCondition.Claim(List.of("sub"), List.of(sub), false)));
  }

  private static StringMatch exact(String value) {
    return new StringMatch.Exact(value, false);
  }

  /** The forms exact, {@code prefix*}, {@code *suffix} and {@code *} (matcher/string.go). */
  static StringMatch text(String value) {
    if (value.equals("*")) {
      return StringMatch.SOME;
    }
    if (value.startsWith("*")) {
      return new StringMatch.Suffix(value.substring(1), false);
    }
    return value.endsWith("*") ? new StringMatch.Prefix(chopped(value), false) : exact(value);
  }

  /** The same of a header: {@code *} is one that is there, even empty (matcher/header.go). */
  private static StringMatch header(String value, boolean ignoreCase) {
    if (value.equals("*")) {
      return StringMatch.PRESENT;
    }
    if (value.startsWith("*")) {
      return new StringMatch.Suffix(value.substring(1), ignoreCase);
    }
    return value.endsWith("*")
        ? new StringMatch.Prefix(chopped(value), ignoreCase)
        : new StringMatch.Exact(value, ignoreCase);
  }

  private static StringMatch principal(String value) {
    if (value.equals("*")) {
      return StringMatch.SOME;
    }
    if (value.startsWith("*")) {
      return new StringMatch.Regex(SPIFFE + ".*" + Pattern.quote(value.substring(1)));
    }
    return value.endsWith("*")
        ? new StringMatch.Prefix(SPIFFE + chopped(value), false)
        : exact(SPIFFE + value);
  }

  private static StringMatch namespace(String value) {
    String quoted =
        Arrays.stream(value.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
    return new StringMatch.Regex(".*/ns/" + quoted + "/.*");
  }

  private StringMatch account(String value) {
    int slash = value.indexOf('/');
    String owner = slash < 0 ? namespace : value.substring(0, slash);
    String name = value.substring(slash + 1);
    return new StringMatch.Regex(
        "spiffe://.+/ns/" + Pattern.quote(owner) + "/(.+/|)sa/" + Pattern.quote(name) + "(/.+)?");
  }

  private static StringMatch trustDomain(String value) {
    if (value.equals("*")) {
      return new StringMatch.Prefix(SPIFFE, false);
    }
    int star = value.indexOf('*');
    if (star < 0) {
      return new StringMatch.Prefix(SPIFFE + value + "/", false);
    }
    String quoted =
        Pattern.quote(value.substring(0, star))
            + "[^/]*"
            + Pattern.quote(value.substring(star + 1));
    return new StringMatch.Regex(SPIFFE + quoted + "/.*");
  }

  private static AddressRange range(String value) throws NotApplicableException {
    AddressRange range = AddressRange.parse(value);
    if (range == null) {
      throw new NotApplicableException(value + " is no address");
    }
    return range;
  }

  private static int port(String value) throws NotApplicableException {
    boolean digits = !value.isEmpty() && value.chars().allMatch(c -> c >= '0' && c <= '9');
    int port = digits && value.length() <= 9 ? Integer.parseInt(value) : -1;
    if (port < 0 || port > 65535) {
      throw new NotApplicableException(value + " is no port");
    }
    return port;
  }

  private static String chopped(String value) {
    return value.substring(0, value.length() - 1);
  }
}
