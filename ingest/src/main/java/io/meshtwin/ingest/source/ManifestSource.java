package io.meshtwin.ingest.source;

import io.meshtwin.ingest.codec.Input;
import io.meshtwin.ingest.codec.ManifestReader;
import io.meshtwin.ingest.codec.ReadError;
import io.meshtwin.ingest.codec.ReadResult;
import io.meshtwin.twin.event.Provenance;
import io.meshtwin.twin.event.ResourceEvent;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.finding.Finding;
import io.meshtwin.twin.finding.FindingCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Manifests in files, directories and on standard input, read once.
 *
 * <p>A directory is read recursively: {@code *.yaml}, {@code *.yml} and {@code *.json} in the order
 * of their paths, hidden entries, kustomizations and Helm charts left out. A file that is named is
 * read whatever it is called.
 */
public final class ManifestSource {
  /** Names standard input. */
  public static final String STANDARD_INPUT = "-";

  private static final int NAMES_IN_A_NOTE = 3;

  private final List<String> places;
  private final InputStream standardInput;

  /**
   * @param places files, directories or {@code -}, later ones over earlier ones
   * @param standardInput what {@code -} reads; left alone when it is not named
   */
  public ManifestSource(List<String> places, InputStream standardInput) {
    this.places = List.copyOf(places);
    this.standardInput = standardInput;
  }

  /**
   * Reads everything. Never throws on what the places hold or when they cannot be read.
   *
   * @param time the observation time in the events' provenance
   */
  public ManifestContent read(Instant time) {
    var content = new Content(time);
    places.forEach(content::place);
    return content.result();
  }

  /** What was read so far. */
  private final class Content {
    private final Instant time;
    private final ManifestReader reader = new ManifestReader(ResourceKey.LOCAL);
    private final Map<ResourceKey, ResourceEvent.Applied> events = new LinkedHashMap<>();
    private final List<ReadError> errors = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();
    private final List<String> empty = new ArrayList<>();
    private final List<String> skipped = new ArrayList<>();

    Content(Instant time) {
      this.time = time;
    }

    void place(String place) {
      try {
        if (place.equals(STANDARD_INPUT)) {
          read(Input.of(place, standardInput.readAllBytes()));
          return;
        }
        Path path = Path.of(place);
        if (Files.isDirectory(path)) {
          directory(place, path);
        } else if (Files.exists(path)) {
          read(Input.file(place, path));
        } else {
          errors.add(new ReadError(place, 0, "no such file or directory"));
        }
      } catch (IOException e) {
        errors.add(new ReadError(place, 0, "cannot be read: " + e.getMessage()));
      }
    }

    private void directory(String place, Path path) throws IOException {
      ManifestFiles files = ManifestFiles.under(path);
      files.skipped().forEach(file -> skipped.add(file.toString()));
      if (files.manifests().isEmpty()) {
        empty.add(place);
      }
      files.manifests().forEach(file -> read(Input.file(file.toString(), file)));
    }

    private void read(Input input) {
      ReadResult result = reader.read(input);
      errors.addAll(result.errors());
      findings.addAll(result.findings());
      if (result.documents().isEmpty() && result.errors().isEmpty()) {
        empty.add(input.name());
      }
      result.documents().forEach(this::document);
    }

    private void document(ReadResult.Document document) {
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
              document.manifest(), Provenance.ofManifest(document.location(), time)));
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
      return new ManifestContent(List.copyOf(events.values()), errors, findings, notes);
    }

    private static String names(List<String> files) {
      String shown = String.join(", ", files.subList(0, Math.min(NAMES_IN_A_NOTE, files.size())));
      int more = files.size() - NAMES_IN_A_NOTE;
      return more > 0 ? shown + " and " + more + " more" : shown;
    }
  }
}
