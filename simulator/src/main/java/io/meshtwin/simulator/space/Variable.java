package io.meshtwin.simulator.space;

import java.util.Comparator;

/**
 * What of a request a rule reads.
 *
 * @param kind which part
 * @param name of the header or query parameter, empty otherwise
 */
public record Variable(Kind kind, String name) implements Comparable<Variable> {
  static final Variable METHOD = new Variable(Kind.METHOD, "");
  static final Variable PATH = new Variable(Kind.PATH, "");

  /** Parts of a request. */
  public enum Kind {
    /** The method. */
    METHOD,
    /** The normalised path. */
    PATH,
    /** A header's values, joined; may be absent. */
    HEADER,
    /** The first of a query parameter's values; may be absent. */
    QUERY
  }

  boolean mayBeAbsent() {
    return kind == Kind.QUERY || (kind == Kind.HEADER && !name.equals("host"));
  }

  @Override
  public int compareTo(Variable other) {
    return Comparator.comparing(Variable::kind).thenComparing(Variable::name).compare(this, other);
  }
}
