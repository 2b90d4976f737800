package io.meshtwin.twin.resolve.security;

import io.meshtwin.twin.resource.Values;
import io.meshtwin.twin.routing.access.AccessCondition;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a rule asks of one attribute of a request ({@code pilot/pkg/security/authz/model}).
 *
 * @param name Istio's name, for example {@code source.ip} or {@code request.headers[x-env]}
 * @param values what it may be, and may not be
 */
record Attribute(String name, Values values) {
  /** Attributes of an operation, by the field that names them, as conditions name them. */
  static String ofOperation(String field) {
    return switch (field) {
      case "ports" -> "destination.port";
      case "hosts" -> HOST;
      case "methods" -> METHOD;
      case "paths" -> PATH;
      default -> throw new IllegalArgumentException("no attribute of an operation: " + field);
    };
  }

  /** Attributes of a source, by the field that names them, as conditions name them. */
  static String ofSource(String field) {
    return switch (field) {
      case "principals" -> "source.principal";
      case "requestPrincipals" -> "request.auth.principal";
      case "namespaces" -> "source.namespace";
      case "serviceAccounts" -> "source.serviceAccount";
      case "trustDomains" -> "source.trustDomain";
      case "ipBlocks" -> "source.ip";
      case "remoteIpBlocks" -> "remote.ip";
      default -> throw new IllegalArgumentException("no attribute of a source: " + field);
    };
  }

  static final String HOST = "operation.hosts";
  static final String METHOD = "operation.methods";
  static final String PATH = "operation.paths";
  static final String HEADERS = "request.headers";
  static final String CLAIMS = "request.auth.claims";
  static final String FILTERS = "experimental.envoy.filters.";

  /** Whether it belongs to what is asked for; otherwise to who asks (authz/model, New). */
  boolean ofPermission() {
    return switch (name) {
      case "destination.ip", "destination.port", "connection.sni", HOST, METHOD, PATH -> true;
      default -> name.startsWith(FILTERS);
    };
  }

  /** Whether istiod knows it at all; a rule with one that it does not know is left out. */
  boolean known() {
    return switch (name) {
      case "source.ip",
          "remote.ip",
          "source.namespace",
          "source.trustDomain",
          "source.serviceAccount",
          "source.principal",
          "request.auth.principal",
          "request.auth.audiences",
          "request.auth.presenter" ->
          true;
      default -> ofPermission() || name.startsWith(HEADERS) || name.startsWith(CLAIMS);
    };
  }

  /**
   * What it comes to.
   *
   * @param values where one value becomes a condition
   * @param strict whether a value that cannot be had makes the whole rule so, as for ALLOW; with
   *     other actions the value is left out, and the rule takes more (checkError)
   */
  List<AccessCondition> conditions(ValueConditions values, boolean strict)
      throws NotApplicableException {
    var result = new ArrayList<AccessCondition>();
    List<AccessCondition> in = each(values, this.values.in(), strict);
    if (!in.isEmpty()) {
      result.add(new AccessCondition.OneOf(in));
    }
    List<AccessCondition> notIn = each(values, this.values.notIn(), strict);
    if (!notIn.isEmpty()) {
      result.add(new AccessCondition.Not(new AccessCondition.OneOf(notIn)));
    }
    return result;
  }

  private List<AccessCondition> each(ValueConditions values, List<String> given, boolean strict)
      throws NotApplicableException {
    var result = new ArrayList<AccessCondition>();
    for (String value : given) {
      try {
        result.add(values.of(name, value));
      } catch (NotApplicableException e) {
        if (strict) {
          throw e;
        }
      }
    }
    return result;
  }

  /** The name between brackets, as in {@code request.headers[name]}, in lower case. */
  static String bracketed(String name, String prefix) {
    String rest = name.substring(prefix.length());
    return rest.startsWith("[") && rest.endsWith("]") && rest.length() > 2
        ? rest.substring(1, rest.length() - 1).toLowerCase(Locale.ROOT)
        : "";
  }
}
