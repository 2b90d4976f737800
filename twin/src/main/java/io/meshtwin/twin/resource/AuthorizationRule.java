package io.meshtwin.twin.resource;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A rule of an AuthorizationPolicy: takes a request that one of {@code from} sends, that is one of
 * {@code to}, and for which all of {@code when} holds; an empty list asks nothing.
 *
 * @param from sources
 * @param to operations
 * @param when further conditions
 * @param field the rule's path
 */
public record AuthorizationRule(
    List<Part> from, List<Part> to, List<Condition> when, String field) {
  /** The attributes of a source; each has a negation. */
  public static final List<String> SOURCE =
      List.of(
          "principals",
          "requestPrincipals",
          "namespaces",
          "serviceAccounts",
          "trustDomains",
          "ipBlocks",
          "remoteIpBlocks");

  /** The attributes of an operation; each has a negation. */
  public static final List<String> OPERATION = List.of("hosts", "ports", "methods", "paths");

  private static final int MOST_SOURCES = 512;

  public AuthorizationRule {
    from = List.copyOf(from);
    to = List.copyOf(to);
    when = List.copyOf(when);
  }

  /**
   * A source or an operation: all of its attributes must hold.
   *
   * @param attributes by name, sorted, only those that ask something
   * @param field its path
   */
  public record Part(Map<String, Values> attributes, String field) {
    private static final Values NOTHING = new Values(List.of(), List.of());

    public Part {
      attributes = Collections.unmodifiableMap(new TreeMap<>(attributes));
    }

    /** What is asked of an attribute; empty for nothing. */
    public Values of(String attribute) {
      return attributes.getOrDefault(attribute, NOTHING);
    }
  }

  /**
   * A condition on one attribute.
   *
   * @param key the attribute, for example {@code request.headers[x-env]}
   * @param values what it may be
   * @param field its path
   */
  public record Condition(String key, Values values, String field) {}

  static AuthorizationRule read(Fields rule, AuthorizationPolicy.Action action) {
    Entries.count(rule, "from", 1, MOST_SOURCES);
    Entries.count(rule, "to", 1, Integer.MAX_VALUE);
    var result =
        new AuthorizationRule(
            rule.list("from", from -> readPart(from, "source", SOURCE)),
            rule.list("to", to -> readPart(to, "operation", OPERATION)),
            rule.list("when", AuthorizationRule::readCondition),
            rule.path());
    if (action == AuthorizationPolicy.Action.CUSTOM) {
      AuthorizationChecks.custom(result, rule);
    }
    rule.done();
    return result;
  }

  private static Part readPart(Fields entry, String name, List<String> attributes) {
    Fields fields = entry.object(name);
    var read = new TreeMap<String, Values>();
    for (String attribute : attributes) {
      Values values = Values.read(fields, attribute);
      if (!values.isEmpty()) {
        read.put(attribute, values);
      }
    }
    if (!entry.has(name)) {
      entry.invalid(name, "is required");
    } else if (read.isEmpty()) {
      entry.invalid(name, "must not be empty");
    }
    var result = new Part(read, fields.path());
    AuthorizationChecks.part(result, fields);
    fields.done();
    entry.done();
    return result;
  }

  private static Condition readCondition(Fields condition) {
    var result =
        new Condition(
            condition.required("key"), Values.read(condition, "values"), condition.path());
    if (condition.has("key")) {
      AuthorizationChecks.condition(result, condition);
    }
    condition.done();
    return result;
  }
}
