package io.meshtwin.ingest.history;

import io.meshtwin.ingest.codec.EventCodec;
import io.meshtwin.ingest.codec.LogEntry;
import io.meshtwin.twin.event.ResourceKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Which resource each entry of the log is about, and when: what a time means, and where a
 * resource's events stand, without reading the log. Its pages are files that follow each other.
 * Used under its owner's lock.
 */
final class PositionIndex {
  private static final String PAGE = ".page";

  private final Path directory;
  private final List<IndexPage> sealed = new ArrayList<>();
  private final List<ResourceKey> keys = new ArrayList<>();
  private final Map<ResourceKey, Integer> numbers = new HashMap<>();
  private int sealedKeys;
  private IndexPage open = new IndexPage(0);

  PositionIndex(Path directory) {
    this.directory = directory;
  }

  /**
   * Reads the pages that are there, up to the first that cannot be used.
   *
   * @param damage told in words which that is
   */
  void load(Consumer<String> damage) {
    while (loadNext(damage)) {
      // One page after the other.
    }
    for (int i = 0; i < keys.size(); i++) {
      numbers.put(keys.get(i), i);
    }
  }

  private boolean loadNext(Consumer<String> damage) {
    Path file = file(open.first());
    int known = keys.size();
    try {
      IndexPage page = PackedPages.unpack(Files.readAllBytes(file), open.first(), keys);
      sealed.add(page);
      sealedKeys = keys.size();
      open = new IndexPage(page.end());
      return true;
    } catch (NoSuchFileException none) {
      return false;
    } catch (IOException
        | DamagedException
        | IllegalArgumentException
        | IndexOutOfBoundsException
        | ArithmeticException e) {
      keys.subList(known, keys.size()).clear();
      damage.accept(
          "page %s of the index cannot be used (%s); made again from the log"
              .formatted(file.getFileName(), e.getMessage()));
      return false;
    }
  }

  /** Everything before this offset is in the index. */
  long end() {
    return open.end();
  }

  /** Takes the next entry in; a record that cannot be read has neither key nor time. */
  void add(LogEntry entry) {
    switch (entry) {
      case LogEntry.Recorded recorded -> {
        ResourceKey key = EventCodec.key(recorded.event());
        Integer number = numbers.get(key);
        if (number == null) {
          number = keys.size();
          keys.add(key);
          numbers.put(key, number);
        }
        open.add(recorded.offset(), number, recorded.event().provenance().time());
      }
      case LogEntry.CorruptRecord corrupt -> open.covers(corrupt.offset() + 1);
    }
  }

  /** Nothing else stands before this offset. */
  void covers(long end) {
    open.covers(end);
  }

  /** How many entries no page on disk has. */
  int unwritten() {
    return open.count();
  }

  /** Begins a new page; the caller writes the old one, if it may. */
  void seal(boolean write) throws IOException {
    if (open.end() == open.first()) {
      return;
    }
    if (write) {
      Files.createDirectories(directory);
      Durable.write(file(open.first()), PackedPages.pack(open, sealedKeys, keys));
    }
    sealed.add(open);
    sealedKeys = keys.size();
    open = new IndexPage(open.end());
  }

  /** Forgets everything: the log is another one than it was made of. */
  void clear() throws IOException {
    sealed.clear();
    keys.clear();
    numbers.clear();
    sealedKeys = 0;
    open = new IndexPage(0);
    if (Files.isDirectory(directory)) {
      try (Stream<Path> files = Files.list(directory)) {
        for (Path file : files.filter(f -> f.toString().endsWith(PAGE)).toList()) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  /** The offset after the last entry that is not later than a time; 0 for none. */
  long endOf(Instant time) {
    long last = open.lastNotLater(time);
    for (int i = sealed.size() - 1; last < 0 && i >= 0; i--) {
      last = sealed.get(i).lastNotLater(time);
    }
    return last + 1;
  }

  /** What entries are about. */
  List<ResourceKey> keys() {
    return List.copyOf(keys);
  }

  /** The earliest time of an entry; {@link Instant#MAX} for no entries. */
  Instant earliest() {
    return Stream.concat(sealed.stream(), Stream.of(open))
        .map(IndexPage::earliest)
        .min(Comparator.naturalOrder())
        .orElse(Instant.MAX);
  }

  /** The entries before an offset that are later than a time. */
  Later later(Instant time, long before) {
    Later found = Later.NONE;
    for (IndexPage page : sealed) {
      found = page.later(time, before, found);
    }
    return open.later(time, before, found);
  }

  /** The offsets in a stretch at which events of some resources stand, ascending. */
  List<Long> offsets(Span span, Predicate<ResourceKey> which) {
    var chosen = new BitSet();
    for (int i = 0; i < keys.size(); i++) {
      chosen.set(i, which.test(keys.get(i)));
    }
    var offsets = new ArrayList<Long>();
    if (!chosen.isEmpty()) {
      sealed.forEach(page -> collect(page, span, chosen, offsets));
      collect(open, span, chosen, offsets);
    }
    return offsets;
  }

  private static void collect(IndexPage page, Span span, BitSet chosen, List<Long> offsets) {
    if (page.end() <= span.from() || page.first() >= span.end()) {
      return;
    }
    for (int i = 0; i < page.count(); i++) {
      if (chosen.get(page.key(i)) && span.contains(page.offset(i))) {
        offsets.add(page.offset(i));
      }
    }
  }

  private Path file(long first) {
    return directory.resolve("%020d%s".formatted(first, PAGE));
  }
}
