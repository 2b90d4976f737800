package io.meshtwin.ingest.codec;

import io.meshtwin.twin.event.Manifest;
import java.util.zip.CRC32C;

/**
 * What a writer of ours puts on a record whose data is a manifest: it was normalised in this
 * version's way, and it is the manifest of this subject. A record without it, or changed since, is
 * read in full, with every check, before it counts. It guards against accidents; who may write to
 * the topic can forge it as well as the rest.
 */
final class Seal {
  private static final String VERSION = Manifest.NORMALISED + "-";

  private Seal() {}

  static String of(byte[] subject, byte[] data) {
    return VERSION + Long.toHexString(sum(subject, data));
  }

  /** Whether a seal is the one of this data. */
  static boolean isRight(String seal, byte[] subject, byte[] data) {
    return seal.startsWith(VERSION)
        && Long.parseLong(seal, VERSION.length(), seal.length(), 16) == sum(subject, data);
  }

  private static long sum(byte[] subject, byte[] data) {
    var sum = new CRC32C();
    sum.update(subject);
    sum.update(data);
    return sum.getValue();
  }
}
