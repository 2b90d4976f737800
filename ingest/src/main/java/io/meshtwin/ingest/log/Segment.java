package io.meshtwin.ingest.log;

import java.nio.ByteBuffer;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The batches of one segment file. Offsets in it have no holes: one broker wrote it, and nothing in
 * it is compacted.
 *
 * @param bytes of the file
 * @param base offset of the first batch, as the file's name says
 * @param next base offset of the segment behind it; empty for the last one
 */
record Segment(ByteBuffer bytes, long base, OptionalLong next) {
  /** Where in the file which offset has to stand. */
  record Place(int position, long offset) {}

  /**
   * A part of the file in which no batch stands as it was written.
   *
   * @param from where it begins
   * @param to where the next batch stands that is intact; the end of the file and of its offsets
   *     where there is none
   * @param open whether nothing says which offset comes behind it: the end of the last segment
   */
  record Damage(Place from, Place to, boolean open) {
    int size() {
      return to.position() - from.position();
    }
  }

  /** The beginning of the file. */
  Place start() {
    return new Place(0, base);
  }

  /**
   * Walks on to the first part that is damaged.
   *
   * @param checksums whether checksums count; otherwise only that batches follow each other
   * @return null when there is none
   */
  @Nullable Damage damage(Place from, boolean checksums) {
    Place place = from;
    Place before = from;
    while (place.position() < bytes.limit()) {
      BatchHeader header = follows(place);
      if (header == null) {
        // What a batch says of its own last offset is covered by its checksum.
        return around(isIntact(before) ? place : before);
      }
      if (checksums && !header.intact(bytes, place.position())) {
        return around(place);
      }
      before = place;
      place = new Place(place.position() + header.size(), header.end());
    }
    boolean whole = next.isEmpty() || next.getAsLong() == place.offset();
    return whole ? null : around(isIntact(before) ? place : before);
  }

  /** The offset behind the last marker before a place: the transaction that began there is open. */
  long settled(Place end) {
    long settled = base;
    for (Place place = start(); place.position() < end.position(); ) {
      BatchHeader header = header(place.position());
      if (header == null) {
        break;
      }
      place = new Place(place.position() + header.size(), header.end());
      settled = header.control() ? header.end() : settled;
    }
    return settled;
  }

  /** The header of the batch that stands at a place; null where none does. */
  @Nullable BatchHeader follows(Place place) {
    BatchHeader header = header(place.position());
    return header != null && header.baseOffset() == place.offset() ? header : null;
  }

  /** The header at a position, if what stands there can be one. */
  @Nullable BatchHeader header(int position) {
    if (bytes.limit() - position < BatchHeader.SIZE) {
      return null;
    }
    BatchHeader header = BatchHeader.at(bytes, position);
    return header.fits(position, bytes.limit()) ? header : null;
  }

  private boolean isIntact(Place place) {
    BatchHeader header = header(place.position());
    return header != null && header.intact(bytes, place.position());
  }

  private Damage around(Place from) {
    for (int at = from.position() + 1; at <= bytes.limit() - BatchHeader.SIZE; at++) {
      BatchHeader header = header(at);
      if (header != null
          && header.baseOffset() > from.offset()
          && header.baseOffset() - from.offset() <= at - from.position()
          && header.intact(bytes, at)) {
        return new Damage(from, new Place(at, header.baseOffset()), false);
      }
    }
    return new Damage(from, new Place(bytes.limit(), next.orElse(from.offset())), next.isEmpty());
  }
}
