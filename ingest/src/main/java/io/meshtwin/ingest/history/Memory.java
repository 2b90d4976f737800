package io.meshtwin.ingest.history;

import io.meshtwin.ingest.log.DataDirectory;
import io.meshtwin.ingest.log.LogException;
import io.meshtwin.twin.image.TwinImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is kept beside one log to be faster: checkpoints and the index. One process at a time writes
 * it; others read. Nothing here is needed: what is damaged is named, passed over, and made again.
 */
final class Memory implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Memory.class);
  private static final int REMEMBERED_FAULTS = 20;

  /** A page of the index is full with so many entries. */
  static final int PAGE = 16_384;

  /** With fewer entries, reading them again next time is as fast. */
  private static final int WORTH_KEEPING = 1_000;

  private final Path directory;
  private final CheckpointPolicy policy;
  private final @Nullable DataDirectory claim;
  private final Checkpoints checkpoints;
  private final PositionIndex index;
  private final List<String> faults = new CopyOnWriteArrayList<>();

  /** The exclusive end of the newest checkpoint, 0 for none; only this process moves it. */
  private long newest;

  private boolean loaded;

  private Memory(Path directory, CheckpointPolicy policy, @Nullable DataDirectory claim) {
    this.directory = directory;
    this.policy = policy;
    this.claim = claim;
    this.checkpoints = new Checkpoints(directory.resolve("checkpoints"));
    this.index = new PositionIndex(directory.resolve("index"));
    List<Long> ends = endsUpTo(Long.MAX_VALUE);
    newest = ends.isEmpty() ? 0 : ends.getLast();
  }

  /** Opens what is kept in a directory, to write it too unless another process does. */
  static Memory open(Path directory, CheckpointPolicy policy) {
    return new Memory(directory, policy, claimed(directory));
  }

  private static @Nullable DataDirectory claimed(Path directory) {
    try {
      return switch (DataDirectory.claim(directory)) {
        case DataDirectory.Owned(DataDirectory ours) -> ours;
        case DataDirectory.Held _ -> null;
      };
    } catch (LogException e) {
      LOG.warn("nothing can be kept beside the log: {}", e.getMessage());
      return null;
    }
  }

  /** Whether this process writes it. */
  boolean writes() {
    return claim != null;
  }

  CheckpointPolicy policy() {
    return policy;
  }

  /** The index; its pages are read when somebody asks for it first, and a start does not. */
  PositionIndex index() {
    if (!loaded) {
      loaded = true;
      index.load(this::fault);
    }
    return index;
  }

  /** What could not be used, in words, newest last. */
  List<String> faults() {
    return List.copyOf(faults);
  }

  /**
   * The newest checkpoint at or before an end that can be used, after all that cannot.
   *
   * @param belongs whether a mark is of this log
   */
  @Nullable Kept newest(long end, Belongs belongs) {
    for (long candidate : endsUpTo(end).reversed()) {
      try {
        CheckpointHead head = checkpoints.readHead(candidate);
        if (!belongs.test(head.mark())) {
          throw new DamagedException("the log has another event at its offset");
        }
        return new Kept(checkpoints.image(head), head.mark().end());
      } catch (DamagedException e) {
        fault("checkpoint at offset %d cannot be used (%s)".formatted(candidate, e.getMessage()));
        repair(candidate);
      }
    }
    return null;
  }

  /** The exclusive end of the newest checkpoint, 0 for none. */
  long newest() {
    return newest;
  }

  /** How many offsets lie between the newest checkpoint and an end; negative behind it. */
  long ahead(long end) {
    return end - newest;
  }

  /** Whether no checkpoint stands within the policy's distance before an end. */
  boolean due(long end) {
    return writes() && ahead(end) >= policy.events();
  }

  /** Writes a checkpoint, and thins the others. What fails is named, and nothing is lost. */
  void write(TwinImage image, Mark mark, OptionalLong logBytes) {
    if (!writes()) {
      return;
    }
    try {
      index().seal(true);
      checkpoints.write(image, mark);
      newest = Math.max(newest, mark.end());
      thin(logBytes);
    } catch (IOException | DamagedException e) {
      fault(
          "the checkpoint at offset %d was not written (%s); the log is safe, a restart takes longer"
              .formatted(mark.end(), e.getMessage()));
    }
  }

  /** Writes the index's page when it has so many entries. */
  void seal(int entries) {
    if (!loaded || index.unwritten() < entries) {
      return;
    }
    try {
      index.seal(writes());
    } catch (IOException e) {
      fault("a page of the index was not written (" + e.getMessage() + ")");
    }
  }

  /** Forgets everything: it was made of another log. */
  void clear(String reason) {
    fault(reason);
    if (!writes()) {
      return;
    }
    try {
      for (long end : checkpoints.ends()) {
        checkpoints.drop(end);
      }
      checkpoints.sweep();
      newest = 0;
      index.clear();
    } catch (IOException | DamagedException e) {
      fault("what is kept in %s cannot be deleted (%s)".formatted(directory, e.getMessage()));
    }
  }

  /** How much it takes on the disk, in bytes. */
  long bytes() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }

  void fault(String what) {
    LOG.warn("{}", what);
    if (faults.size() == REMEMBERED_FAULTS) {
      faults.removeFirst();
    }
    faults.add(what);
  }

  @Override
  public void close() {
    if (claim != null) {
      seal(WORTH_KEEPING);
      claim.close();
    }
  }

  private List<Long> endsUpTo(long end) {
    try {
      return checkpoints.ends().stream().filter(e -> e <= end).toList();
    } catch (DamagedException e) {
      fault(String.valueOf(e.getMessage()));
      return List.of();
    }
  }

  private void repair(long end) {
    if (writes()) {
      try {
        checkpoints.repair(end);
      } catch (IOException e) {
        fault("the damaged checkpoint at %d stays (%s)".formatted(end, e.getMessage()));
      }
    }
  }

  /** Drops the checkpoint whose neighbours are closest, until the policy is kept. */
  private void thin(OptionalLong logBytes) throws IOException {
    var ends = new ArrayList<>(checkpoints.ends());
    long allowed =
        logBytes.isEmpty()
            ? Long.MAX_VALUE
            : Math.max(
                CheckpointPolicy.FLOOR_BYTES, (long) (policy.share() * logBytes.getAsLong()));
    while (ends.size() > policy.most() || (ends.size() > 2 && bytes() > allowed)) {
      // A share of them at once: what they held alone is not known before they are gone.
      int several = Math.max(1, ends.size() / 16);
      for (int i = 0; i < several && ends.size() > 2; i++) {
        checkpoints.drop(ends.remove(closest(ends)));
      }
      checkpoints.sweep();
    }
  }

  /** Neither the newest, from which a restart begins, nor one that leaves a large hole. */
  static int closest(List<Long> ends) {
    int closest = 0;
    long smallest = Long.MAX_VALUE;
    for (int i = 0; i < ends.size() - 1; i++) {
      long before = i == 0 ? 0 : ends.get(i - 1);
      long hole = ends.get(i + 1) - before;
      if (hole < smallest) {
        smallest = hole;
        closest = i;
      }
    }
    return closest;
  }

  /**
   * An image that was kept.
   *
   * @param end the offset from which it is to be carried on
   */
  record Kept(TwinImage image, long end) {}

  /** Whether a mark is of the log at hand. */
  interface Belongs {
    boolean test(Mark mark);
  }
}
