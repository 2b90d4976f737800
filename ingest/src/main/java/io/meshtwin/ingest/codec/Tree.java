package io.meshtwin.ingest.codec;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * One document as it was read.
 *
 * @param value the JSON tree
 * @param marks where its parts stand
 * @param doubles fields that stood twice in one object; the later counts
 */
record Tree(JsonNode value, Marks marks, List<Twice> doubles) {

  /** A field that stood twice. */
  record Twice(String path, int line) {}
}
