package io.meshtwin.ingest.log;

import io.meshtwin.ingest.log.Segment.Damage;
import io.meshtwin.ingest.log.Segment.Place;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Looks through the meshes' logs before the broker opens them, and mends what it would not survive.
 * Kafka finds a batch by the length of the one before it, and neither length nor base offset are
 * covered by its checksum: where one is wrong, it takes the log to end there, and writes on there.
 * After a stop that was not in order it checks the checksums of what may not have reached the disk,
 * and cuts the log off at the first that fails, with all that comes behind ({@code
 * LogSegment.recover}).
 */
final class SegmentCheck {
  private static final String LOG = ".log";
  private static final String INDEX = ".index";
  private static final int NAME = 20;

  /** Kafka leaves it when it stops in order, and deletes it when it starts. */
  private static final String STOPPED_IN_ORDER = ".kafka_cleanshutdown";

  private final Path directory;
  private final boolean stoppedInOrder;
  private final Consumer<String> told;

  private SegmentCheck(Path directory, boolean stoppedInOrder, Consumer<String> told) {
    this.directory = directory;
    this.stoppedInOrder = stoppedInOrder;
    this.told = told;
  }

  /**
   * Looks through the logs of all meshes.
   *
   * @param brokerFiles the broker's directory, which nobody else uses; it need not exist
   * @param told takes a sentence on what was damaged and is mended, or lost
   * @throws LogException when something is damaged that cannot be mended
   */
  static void run(Path brokerFiles, Consumer<String> told) {
    boolean inOrder = Files.exists(brokerFiles.resolve(STOPPED_IN_ORDER));
    try {
      for (Path topic : list(brokerFiles, name -> name.matches(MeshTopic.DIRECTORIES))) {
        new SegmentCheck(topic, inOrder, told).topic();
      }
    } catch (IOException e) {
      throw new LogException(
          "cannot read the log in %s: %s; nothing was written"
              .formatted(brokerFiles, e.getMessage()),
          e);
    }
  }

  private void topic() throws IOException {
    List<Path> segments = list(directory, name -> name.endsWith(LOG));
    for (int i = 0; i < segments.size(); i++) {
      boolean last = i == segments.size() - 1;
      segment(
          segments.get(i),
          last ? OptionalLong.empty() : OptionalLong.of(base(segments.get(i + 1))));
    }
  }

  private void segment(Path file, OptionalLong next) throws IOException {
    // Without its index Kafka reads a segment as after a stop that was not in order.
    boolean checksums = !stoppedInOrder || !Files.exists(index(file));
    try (Arena arena = Arena.ofConfined();
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer bytes = channel.map(MapMode.READ_ONLY, 0, channel.size(), arena).asByteBuffer();
      var segment = new Segment(bytes, base(file), next);
      Damage damage = segment.damage(segment.start(), checksums);
      while (damage != null) {
        treat(file, segment, damage, checksums);
        damage = segment.damage(damage.to(), checksums);
      }
    }
  }

  private void treat(Path file, Segment segment, Damage damage, boolean checksums)
      throws IOException {
    BatchHeader header = segment.follows(damage.from());
    if (wasMended(file, segment, damage)) {
      return;
    }
    if (damage.open()) {
      letKafkaCut(file, segment, damage);
    } else if (header == null || header.size() != damage.size()) {
      throw refusal(file, damage, "where %s would stand".formatted(offsets(damage)));
    } else if (checksums && !blanked(file, segment, damage, header)) {
      throw refusal(
          file,
          damage,
          "and nobody knows whether the transaction counts of which %s has to be the end"
              .formatted(offsets(damage)));
    }
  }

  private boolean wasMended(Path file, Segment segment, Damage damage) throws IOException {
    ByteBuffer header = mended(segment, damage);
    ByteBuffer marker = header == null ? MarkerMend.of(segment, damage) : null;
    ByteBuffer right = header == null ? marker : header;
    if (right == null) {
      return false;
    }
    write(file, damage.from().position(), right);
    told.accept(
        "%s: %s at @%d was damaged; it is mended, and its checksum agrees"
            .formatted(
                file,
                marker == null
                    ? "the header of the batch"
                    : "a byte of the marker that ends the transaction",
                damage.from().offset()));
    return true;
  }

  private static LogException refusal(Path file, Damage damage, String what) {
    return new LogException(
        "%s is damaged at byte %d, %s: a start would lose all that was recorded behind it, from @%d on; the broker was not started and nothing was written; bring the file back from a copy, or begin another log (--data DIR) and keep this one"
            .formatted(file, damage.from().position(), what, damage.to().offset()));
  }

  /** The part as one batch with a header that fits between its neighbours; null if it is none. */
  private static @Nullable ByteBuffer mended(Segment segment, Damage damage) {
    Place from = damage.from();
    if (damage.size() < BatchHeader.SIZE) {
      return null;
    }
    BatchHeader header =
        BatchHeader.at(segment.bytes(), from.position()).at(from.offset(), damage.size());
    boolean right = damage.open() || header.end() == damage.to().offset();
    if (!right || !header.intact(segment.bytes(), from.position())) {
      return null;
    }
    ByteBuffer batch = ByteBuffer.allocate(damage.size());
    batch.put(segment.bytes().slice(from.position(), damage.size())).flip();
    header.write(batch);
    return batch;
  }

  /**
   * Puts records that say nothing in the place of a batch that fails its checksum, and keeps its
   * bytes beside it: readers set these records aside, and Kafka does not cut off what follows.
   *
   * @return false for a marker: nobody knows then whether its transaction counts
   */
  private boolean blanked(Path file, Segment segment, Damage damage, BatchHeader header)
      throws IOException {
    Place from = damage.from();
    boolean marker = header.control() || damage.size() == MarkerMend.SIZE;
    ByteBuffer blank =
        marker || header.end() != damage.to().offset() ? null : BlankBatch.of(damage);
    if (blank == null) {
      return false;
    }
    byte[] kept = new byte[damage.size()];
    segment.bytes().get(from.position(), kept);
    Path beside = directory.resolve("%020d.damaged".formatted(from.offset()));
    Files.write(beside, kept);
    write(file, from.position(), blank);
    told.accept(
        "%s: the batch of %s fails its checksum and cannot be read; it is kept in %s, and what follows it is served"
            .formatted(file, offsets(damage), beside.getFileName()));
    return true;
  }

  /**
   * What a loss of power leaves at the end, Kafka cuts off when it has to read all of it. With the
   * marker of a transaction goes the transaction.
   */
  private void letKafkaCut(Path file, Segment segment, Damage damage) throws IOException {
    Files.deleteIfExists(index(file));
    told.accept(
        "%s ends with %d bytes that are no whole batch, as after a loss of power: what was recorded last, from @%d on, is lost"
            .formatted(file, damage.size(), segment.settled(damage.from())));
  }

  private static String offsets(Damage damage) {
    long first = damage.from().offset();
    long last = damage.to().offset() - 1;
    return first == last ? "@" + first : "@" + first + " to @" + last;
  }

  private static void write(Path file, int position, ByteBuffer bytes) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      for (long at = position; bytes.hasRemaining(); ) {
        at += channel.write(bytes, at);
      }
      channel.force(false);
    }
  }

  private static Path index(Path log) {
    String name = String.valueOf(log.getFileName());
    return log.resolveSibling(name.substring(0, NAME) + INDEX);
  }

  private static long base(Path log) {
    return Long.parseLong(String.valueOf(log.getFileName()).substring(0, NAME));
  }

  private static List<Path> list(Path directory, Predicate<String> which) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> which.test(String.valueOf(file.getFileName()))).sorted().toList();
    }
  }
}
