package io.meshtwin.ingest.history;

import io.meshtwin.twin.event.Digest;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.image.Position;
import io.meshtwin.twin.image.SetAside;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a checkpoint says of an image, apart from the chunks that it names.
 *
 * @param mark where it stands
 * @param position of the image
 * @param holding whether configuration is held back
 * @param observed the observed image
 * @param approved the approved image
 * @param changes chunks of changes, in the order in which they were proposed
 * @param setAside records that are not part of the image
 */
record CheckpointHead(
    Mark mark,
    Position position,
    boolean holding,
    Image observed,
    Image approved,
    List<Digest> changes,
    List<SetAside> setAside) {
  private static final int FORMAT = 2;
  private static final int DIGEST_BYTES = 32;

  /**
   * One image.
   *
   * @param digest of the image
   * @param at where it stood
   * @param chunks of its resources, in the order of keys
   */
  record Image(Digest digest, Position at, List<Digest> chunks) {}

  /** The head as bytes, the digest of all before it at the end. */
  byte[] packed() {
    var packer = new Packer();
    packer.number(FORMAT);
    packer.number(mark.end());
    packer.number(mark.offset());
    packer.text(mark.id());
    position(packer, position);
    packer.flag(holding);
    image(packer, observed);
    image(packer, approved);
    digests(packer, changes);
    packer.number(setAside.size());
    for (SetAside record : setAside) {
      packer.number(record.offset());
      packer.flag(record.cause() == SetAside.Cause.REFUSED);
      packer.text(record.reason());
      packer.text(record.about() == null ? "" : record.about().path());
    }
    return sealed(packer.packed());
  }

  /**
   * Reads {@link #packed()}.
   *
   * @throws DamagedException when it is not what its digest says, or of another version
   */
  static CheckpointHead unpack(byte[] sealed) {
    var unpacker = new Unpacker(unsealed(sealed));
    if (unpacker.count() != FORMAT) {
      throw new DamagedException("it is of another version's format");
    }
    var mark = new Mark(unpacker.number(), unpacker.number(), unpacker.text());
    Position position = position(unpacker);
    boolean holding = unpacker.flag();
    Image observed = image(unpacker);
    Image approved = image(unpacker);
    List<Digest> changes = digests(unpacker);
    var setAside = new ArrayList<SetAside>();
    for (int left = unpacker.count(); left > 0; left--) {
      setAside.add(setAside(unpacker));
    }
    return new CheckpointHead(mark, position, holding, observed, approved, changes, setAside);
  }

  private static SetAside setAside(Unpacker unpacker) {
    long offset = unpacker.number();
    var cause = unpacker.flag() ? SetAside.Cause.REFUSED : SetAside.Cause.UNREADABLE;
    String reason = unpacker.text();
    String about = unpacker.text();
    return new SetAside(offset, cause, reason, about.isEmpty() ? null : ResourceKey.parse(about));
  }

  /** The bytes with their digest behind them. */
  static byte[] sealed(byte[] content) {
    byte[] sealed = Arrays.copyOf(content, content.length + DIGEST_BYTES);
    System.arraycopy(Digest.of(content).bytes(), 0, sealed, content.length, DIGEST_BYTES);
    return sealed;
  }

  /** The bytes before their digest, which has to be right. */
  static byte[] unsealed(byte[] sealed) {
    int length = sealed.length - DIGEST_BYTES;
    if (length < 0) {
      throw new DamagedException("it is cut off");
    }
    byte[] content = Arrays.copyOf(sealed, length);
    byte[] stated = Arrays.copyOfRange(sealed, length, sealed.length);
    if (!Arrays.equals(Digest.of(content).bytes(), stated)) {
      throw new DamagedException("it is not what its digest says");
    }
    return content;
  }

  private static void image(Packer packer, Image image) {
    packer.bytes(image.digest().bytes());
    position(packer, image.at());
    digests(packer, image.chunks());
  }

  private static Image image(Unpacker unpacker) {
    return new Image(Digest.ofBytes(unpacker.bytes()), position(unpacker), digests(unpacker));
  }

  private static void position(Packer packer, Position position) {
    packer.number(position.offset());
    packer.time(position.time());
  }

  private static Position position(Unpacker unpacker) {
    return new Position(unpacker.number(), unpacker.time());
  }

  private static void digests(Packer packer, List<Digest> digests) {
    packer.number(digests.size());
    digests.forEach(digest -> packer.bytes(digest.bytes()));
  }

  private static List<Digest> digests(Unpacker unpacker) {
    var digests = new ArrayList<Digest>();
    for (int left = unpacker.count(); left > 0; left--) {
      digests.add(Digest.ofBytes(unpacker.bytes()));
    }
    return digests;
  }
}
