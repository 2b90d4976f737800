package io.meshtwin.ingest.source;

import io.meshtwin.ingest.codec.ReadError;
import io.meshtwin.ingest.codec.ReadResult;
import io.meshtwin.twin.event.Provenance;
import io.meshtwin.twin.event.ResourceEvent;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.finding.Finding;
import io.meshtwin.twin.finding.FindingCode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Puts what several files hold together: of two resources with one key the later counts. */
final class ManifestCollector {
  private static final int NAMES_IN_A_NOTE = 3;

  private final Map<ResourceKey, ResourceEvent.Applied> events = new LinkedHashMap<>();
  private final List<ReadError> errors = new ArrayList<>();
  private final List<Finding> findings = new ArrayList<>();
  private final List<String> empty = new ArrayList<>();
  private final List<String> skipped = new ArrayList<>();
  private final List<String> nameless = new ArrayList<>();

  /** What one file holds, as of a time. */
  void file(String name, ReadResult result, Instant time) {
    errors.addAll(result.errors());
    findings.addAll(result.findings());
    nameless.addAll(result.nameless());
    if (result.documents().isEmpty() && result.errors().isEmpty() && result.nameless().isEmpty()) {
      empty.add(name);
    }
    result.documents().forEach(document -> document(document, time));
  }

  void error(String file, String message) {
    errors.add(new ReadError(file, 0, message));
  }

  void nothingIn(String place) {
    empty.add(place);
  }

  void passedOver(List<Path> files) {
    files.forEach(file -> skipped.add(file.toString()));
  }

  private void document(ReadResult.Document document, Instant time) {
    ResourceKey key = document.manifest().key();
    ResourceEvent.Applied earlier = events.remove(key);
    if (earlier != null) {
      String first = Objects.toString(earlier.provenance().location());
      String again = document.location().toString();
      findings.add(
          new Finding(
              FindingCode.DUPLICATE_RESOURCE,
              key,
              "",
              "stands at " + first + " and again at " + again + "; the later one counts",
              again));
    }
    events.put(
        key,
        new ResourceEvent.Applied(
            document.manifest(),
            Provenance.ofManifest(document.location(), time).at(document.resourceVersion())));
  }

  ManifestContent result() {
    var notes = new ArrayList<String>();
    if (!empty.isEmpty()) {
      notes.add("no objects in " + names(empty));
    }
    if (!skipped.isEmpty()) {
      notes.add(
          "passed over "
              + names(skipped)
              + ": input of kustomize or Helm, to be rendered first (kustomize build, helm"
              + " template)");
    }
    if (!nameless.isEmpty()) {
      notes.add(
          "passed over " + names(nameless) + ": without a name, and none of a mesh's objects");
    }
    return new ManifestContent(List.copyOf(events.values()), errors, findings, notes);
  }

  private static String names(List<String> files) {
    String shown = String.join(", ", files.subList(0, Math.min(NAMES_IN_A_NOTE, files.size())));
    int more = files.size() - NAMES_IN_A_NOTE;
    return more > 0 ? shown + " and " + more + " more" : shown;
  }
}
