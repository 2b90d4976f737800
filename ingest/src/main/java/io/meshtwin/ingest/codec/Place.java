package io.meshtwin.ingest.codec;

import org.jspecify.annotations.Nullable;

/** Where a reader stands in a document; written out as a path only when somebody asks. */
record Place(@Nullable Place parent, String segment, int depth) {
  static final Place ROOT = new Place(null, "", 0);

  /**
   * Deeper documents are refused, as the API server refuses them. Schemas nested in custom resource
   * definitions go beyond 50, hostile documents far beyond this.
   */
  private static final int DEPTH_LIMIT = 500;

  Place field(String name) {
    return new Place(this, name, depth + 1);
  }

  Place item(int index) {
    return new Place(this, "[" + index + "]", depth + 1);
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
      return segment;
    }
    String before = parent.toString();
    return before.isEmpty() || segment.startsWith("[") ? before + segment : before + "." + segment;
  }
}
