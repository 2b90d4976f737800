package io.meshtwin.ingest.history;

import io.meshtwin.twin.event.ResourceKey;
import java.time.Instant;
import java.util.List;

/** Pages of the index as bytes, with the keys that they are the first to mention. */
final class PackedPages {
  private static final int FORMAT = 1;

  private PackedPages() {}

  /**
   * Packs a page.
   *
   * @param from the number of keys that earlier pages mention
   * @param keys all keys up to this page
   */
  static byte[] pack(IndexPage page, int from, List<ResourceKey> keys) {
    var packer = new Packer();
    packer.number(FORMAT);
    packer.number(page.first());
    packer.number(page.end());
    packer.number(from);
    packer.number(keys.size() - from);
    keys.subList(from, keys.size()).forEach(key -> PackedStates.key(packer, key));
    packer.number(page.count());
    long offset = page.first();
    long second = 0;
    for (int i = 0; i < page.count(); i++) {
      Instant time = page.time(i);
      packer.number(page.offset(i) - offset);
      packer.number(page.key(i));
      packer.time(time.minusSeconds(second));
      offset = page.offset(i);
      second = time.getEpochSecond();
    }
    return Zipped.zip(CheckpointHead.sealed(packer.packed()));
  }

  /**
   * Reads {@link #pack}.
   *
   * @param keys of the pages before; those of this one are added
   * @throws DamagedException when the page is not what its digest says, or does not follow
   */
  static IndexPage unpack(byte[] packed, long first, List<ResourceKey> keys) {
    var unpacker = new Unpacker(CheckpointHead.unsealed(Zipped.unzip(packed, "it")));
    if (unpacker.count() != FORMAT || unpacker.number() != first) {
      throw new DamagedException("it is of another version, or does not follow the page before");
    }
    return page(unpacker, new IndexPage(first), keys);
  }

  private static IndexPage page(Unpacker unpacker, IndexPage page, List<ResourceKey> keys) {
    long end = unpacker.number();
    if (unpacker.count() != keys.size()) {
      throw new DamagedException("it does not follow the page before");
    }
    for (int left = unpacker.count(); left > 0; left--) {
      keys.add(PackedStates.key(unpacker));
    }
    long offset = page.first();
    long second = 0;
    for (int left = unpacker.count(); left > 0; left--) {
      offset += unpacker.number();
      int key = unpacker.count();
      Instant time = unpacker.time().plusSeconds(second);
      page.add(offset, key, time);
      second = time.getEpochSecond();
    }
    page.covers(end);
    return page;
  }
}
