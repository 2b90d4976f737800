package io.meshtwin.ingest.source;

import io.meshtwin.ingest.codec.ReadError;
import io.meshtwin.twin.finding.Finding;
import java.time.Instant;
import java.util.List;

/**
 * How a directory that is followed stands.
 *
 * @param lastRead when it was last compared with what is recorded; {@link Instant#EPOCH} for never
 * @param resources how many resources it holds
 * @param errors files that cannot be read; their last good content stands
 * @param findings resources and fields that stand twice
 * @param problem why nothing is recorded at the moment, empty when all is well
 */
public record DirectoryState(
    Instant lastRead,
    int resources,
    List<ReadError> errors,
    List<Finding> findings,
    String problem) {
  /** Not read yet. */
  static final DirectoryState START =
      new DirectoryState(Instant.EPOCH, 0, List.of(), List.of(), "");

  public DirectoryState {
    errors = List.copyOf(errors);
    findings = List.copyOf(findings);
  }

  DirectoryState with(String newProblem) {
    return new DirectoryState(lastRead, resources, errors, findings, newProblem);
  }
}
