package io.meshtwin.ingest.source;

import io.meshtwin.ingest.codec.FileFailure;
import io.meshtwin.ingest.codec.Input;
import io.meshtwin.ingest.codec.ManifestReader;
import io.meshtwin.ingest.codec.ReadError;
import io.meshtwin.ingest.codec.ReadResult;
import io.meshtwin.twin.event.ResourceKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The last good content of each file. A file is read again when its time or size changed; one that
 * cannot be read keeps what it held.
 */
final class ManifestCache {
  private final Map<Path, Entry> entries = new HashMap<>();
  private final ManifestReader reader = new ManifestReader(ResourceKey.LOCAL);

  private record Stamp(FileTime time, long size) {}

  /** A file's state: what it held when it could be read last, and why it cannot be read now. */
  private record Entry(Stamp stamp, Optional<ReadResult> good, Instant time, List<ReadError> bad) {}

  /**
   * The content of all files.
   *
   * @param content of the files that can be read, and the last good one of those that cannot
   * @param whole whether every file's content is known: only then is what is missing gone
   */
  record Reading(ManifestContent content, boolean whole) {}

  Reading read(ManifestFiles files) {
    entries.keySet().retainAll(files.manifests());
    files.manifests().forEach(this::refresh);
    var collector = new ManifestCollector();
    var bad = new ArrayList<ReadError>();
    boolean whole = true;
    for (Path file : files.manifests()) {
      Entry entry = Objects.requireNonNull(entries.get(file));
      bad.addAll(entry.bad());
      whole &= entry.good().isPresent();
      entry.good().ifPresent(good -> collector.file(file.toString(), good, entry.time()));
    }
    collector.passedOver(files.skipped());
    ManifestContent good = collector.result();
    return new Reading(
        new ManifestContent(good.events(), bad, good.findings(), good.notes()), whole);
  }

  private void refresh(Path file) {
    try {
      var stamp = new Stamp(Files.getLastModifiedTime(file), Files.size(file));
      Entry before = entries.get(file);
      if (before != null && before.stamp().equals(stamp)) {
        return;
      }
      ReadResult result = reader.read(Input.file(file.toString(), file));
      Instant time = stamp.time().toInstant();
      if (result.errors().isEmpty()) {
        entries.put(file, new Entry(stamp, Optional.of(result), time, List.of()));
      } else {
        fail(file, stamp, result.errors());
      }
    } catch (IOException e) {
      String name = file.toString();
      var error = new ReadError(name, 0, "cannot be read: " + FileFailure.words(e, name));
      fail(file, new Stamp(FileTime.fromMillis(0), -1), List.of(error));
    }
  }

  private void fail(Path file, Stamp stamp, List<ReadError> errors) {
    Entry before = entries.get(file);
    Optional<ReadResult> good = before == null ? Optional.empty() : before.good();
    Instant time = before == null ? Instant.EPOCH : before.time();
    entries.put(file, new Entry(stamp, good, time, errors));
  }
}
