package io.meshtwin.ingest.source;

import io.meshtwin.ingest.codec.ReadError;
import io.meshtwin.twin.finding.Finding;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * How manifests that are followed stand.
 *
 * @param since when they began to stand well, or not well
 * @param lastRead when they were last compared with what is recorded; {@link Instant#EPOCH} for
 *     never
 * @param resources how many resources they hold
 * @param errors files that cannot be read; their last good content stands
 * @param findings resources and fields that stand twice
 * @param problem why not everything is recorded at the moment, empty when all is
 */
public record ManifestState(
    Instant since,
    Instant lastRead,
    int resources,
    List<ReadError> errors,
    List<Finding> findings,
    String problem) {
  public ManifestState {
    errors = List.copyOf(errors);
    findings = List.copyOf(findings);
  }

  static ManifestState notYetRead(Instant now) {
    return new ManifestState(now, Instant.EPOCH, 0, List.of(), List.of(), "not yet read");
  }

  /** Whether every file can be read and everything in them is recorded. */
  public boolean well() {
    return errors.isEmpty() && problem.isEmpty();
  }

  /** What is wrong, one sentence each; empty when all is well. */
  public List<String> problems() {
    Stream<String> files = errors.stream().map(error -> error + "; what was read before stands");
    return Stream.concat(files, Stream.of(problem).filter(words -> !words.isEmpty())).toList();
  }

  ManifestState read(Instant now, ManifestContent content, String what) {
    return since(
        new ManifestState(
            now, now, content.events().size(), content.errors(), content.findings(), what));
  }

  ManifestState failed(Instant now, String what) {
    return since(new ManifestState(now, lastRead, resources, errors, findings, what));
  }

  private ManifestState since(ManifestState next) {
    return next.well() != well()
        ? next
        : new ManifestState(
            since, next.lastRead, next.resources, next.errors, next.findings, next.problem);
  }
}
