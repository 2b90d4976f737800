package io.meshtwin.ingest.codec;

import io.meshtwin.twin.event.Manifest;
import io.meshtwin.twin.event.SourceLocation;
import io.meshtwin.twin.finding.Finding;
import java.util.List;

/**
 * What one file holds.
 *
 * @param documents the objects, lists flattened, in the file's order
 * @param errors what could not be read; a caller refuses the run when there is one
 * @param findings fields that stand twice in one object
 * @param nameless objects that are none of a mesh's and have no name, in words: a Kustomization, a
 *     Job with {@code generateName}
 */
public record ReadResult(
    List<Document> documents,
    List<ReadError> errors,
    List<Finding> findings,
    List<String> nameless) {

  /**
   * One object and the place where it stands.
   *
   * @param resourceVersion the API server's, where the object was read from one; otherwise empty
   */
  public record Document(Manifest manifest, SourceLocation location, String resourceVersion) {
    /** A mesh is read as a whole before any of it is used: trees of it all would fill the heap. */
    public Document {
      manifest.digest(); // each image asks for it
      manifest = manifest.compact();
    }
  }

  public ReadResult {
    documents = List.copyOf(documents);
    errors = List.copyOf(errors);
    findings = List.copyOf(findings);
    nameless = List.copyOf(nameless);
  }
}
