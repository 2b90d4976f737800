package io.meshtwin.ingest.source;

import io.meshtwin.ingest.codec.FileFailure;
import io.meshtwin.ingest.codec.Input;
import io.meshtwin.ingest.codec.ManifestReader;
import io.meshtwin.ingest.codec.ReadResult;
import io.meshtwin.twin.event.ResourceKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

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

  /** Files between two looks at whether to go on. */
  private static final int TOGETHER = 32;

  private final List<String> places;
  private final InputStream standardInput;
  private final ManifestReader reader = new ManifestReader(ResourceKey.LOCAL);
  private Steps steps = (done, of) -> {};
  private int done;
  private int of;

  /** Told how far the reading is, on its thread; when it throws, the reading ends. */
  @FunctionalInterface
  public interface Steps {
    /** So many of so many files are read; more may come to light. */
    void step(int done, int of);
  }

  /**
   * @param places files, directories or {@code -}, later ones over earlier ones
   * @param standardInput what {@code -} reads; left alone when it is not named
   */
  public ManifestSource(List<String> places, InputStream standardInput) {
    this.places = List.copyOf(places);
    this.standardInput = standardInput;
  }

  /** Tells how far reading is. */
  public ManifestSource telling(Steps listener) {
    steps = listener;
    return this;
  }

  /**
   * Reads everything. Never throws on what the places hold or when they cannot be read.
   *
   * @param time the observation time in the events' provenance
   */
  public ManifestContent read(Instant time) {
    var collector = new ManifestCollector();
    for (String place : places) {
      try {
        read(place, time, collector);
      } catch (IOException e) {
        collector.error(place, "cannot be read: " + FileFailure.words(e, place));
      }
    }
    return collector.result();
  }

  private void read(String place, Instant time, ManifestCollector collector) throws IOException {
    if (place.equals(STANDARD_INPUT)) {
      of++;
      read(Input.of(place, standardInput.readAllBytes()), time, collector);
      return;
    }
    Path path = Path.of(place);
    if (!Files.exists(path)) {
      collector.error(place, "no such file or directory");
    } else if (Files.isDirectory(path)) {
      ManifestFiles files = ManifestFiles.under(path);
      collector.passedOver(files.skipped());
      if (files.manifests().isEmpty()) {
        collector.nothingIn(place);
      }
      of += files.manifests().size();
      read(files.manifests(), time, collector);
    } else {
      of++;
      read(input(place, path), time, collector);
    }
  }

  /** A pipe, such as the shell's {@code <(kustomize build …)}, can be read but once. */
  private static Input input(String place, Path path) throws IOException {
    return Files.isRegularFile(path)
        ? Input.file(place, path)
        : Input.of(place, Files.readAllBytes(path));
  }

  /** All processors read; what is read is put together in the order of the files. */
  private void read(List<Path> files, Instant time, ManifestCollector collector) {
    for (int from = 0; from < files.size(); from += TOGETHER) {
      List<Path> some = files.subList(from, Math.min(files.size(), from + TOGETHER));
      List<ReadResult> results =
          some.parallelStream()
              .map(file -> reader.read(Input.file(file.toString(), file)))
              .toList();
      for (int i = 0; i < some.size(); i++) {
        steps.step(done++, of);
        collector.file(some.get(i).toString(), results.get(i), time);
      }
    }
  }

  private void read(Input input, Instant time, ManifestCollector collector) {
    steps.step(done++, of);
    collector.file(input.name(), reader.read(input), time);
  }
}
