package io.meshtwin.app.serve;

import java.time.Instant;
import java.util.List;

/**
 * How a source stands.
 *
 * @param source as the user named it
 * @param connected whether changes arrive as they happen
 * @param since when it came so
 * @param problems one sentence each, empty when all is well
 */
public record SourceStatus(String source, boolean connected, Instant since, List<String> problems) {
  public SourceStatus {
    problems = List.copyOf(problems);
  }
}
