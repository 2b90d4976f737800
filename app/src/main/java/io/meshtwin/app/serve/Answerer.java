package io.meshtwin.app.serve;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshtwin.twin.resolve.ResolvedMesh;

/** Answers a request of the contract on {@code simulate}. A pure function. */
@FunctionalInterface
public interface Answerer {
  /**
   * The verdict, with {@code id} and {@code trace}; an object with {@code error} for a malformed
   * request.
   */
  JsonNode answer(ResolvedMesh mesh, JsonNode request);
}
