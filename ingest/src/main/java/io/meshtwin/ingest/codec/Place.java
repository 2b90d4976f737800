package io.meshtwin.ingest.codec;

import org.jspecify.annotations.Nullable;

/**
 * Where a reader stands in a document; written out as a path only when somebody asks.
 *
 * @param name the field's; empty for an array's item, and for the document
 * @param index the item's in its array; -1 for a field, and for the document
 * @param depth how many values this one is within
 * @param marked whether somebody will ask for the lines of its parts
 */
record Place(@Nullable Place parent, String name, int index, int depth, boolean marked) {
  static final Place ROOT = new Place(null, "", -1, 0, true);

  /**
   * Deeper documents are refused, as the API server refuses them. Schemas nested in custom resource
   * definitions go beyond 50, hostile documents far beyond this.
   */
  private static final int DEPTH_LIMIT = 500;

  Place field(String field) {
    return new Place(this, field, -1, depth + 1, marked);
  }

  Place item(int at) {
    return new Place(this, "", at, depth + 1, marked);
  }

  /** The same place, of whose parts nobody will ask for lines. */
  Place unmarked() {
    return new Place(parent, name, index, depth, false);
  }

  void check(int line) throws ReadFailure {
    if (depth > DEPTH_LIMIT) {
      throw new ReadFailure(line, "nested deeper than " + DEPTH_LIMIT + " levels");
    }
  }

  /** The path, for example {@code spec.rules[0]}. */
  @Override
  public String toString() {
    if (parent == null) {
      return "";
    }
    String before = parent.toString();
    if (index >= 0) {
      return before + "[" + index + "]";
    }
    return before.isEmpty() ? name : before + "." + name;
  }
}
