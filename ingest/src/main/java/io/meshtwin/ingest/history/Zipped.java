package io.meshtwin.ingest.history;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;

/** Content compressed with Zstandard, its length in front. */
final class Zipped {
  /** An eighth smaller than at 3, where levels begin to cost; above 6 little more is won. */
  private static final int LEVEL = 6;

  /** Nothing that we write is larger when it is unpacked; a length beyond it is damage. */
  private static final int LARGEST = 1 << 30;

  private Zipped() {}

  static byte[] zip(byte[] content) {
    return Zstd.compress(content, LEVEL);
  }

  /**
   * The content.
   *
   * @param what names it in the message
   * @throws DamagedException when it cannot be unpacked
   */
  static byte[] unzip(byte[] stored, String what) {
    try {
      long length = Zstd.getFrameContentSize(stored);
      if (length < 0 || length > LARGEST) {
        throw new DamagedException(what + " is cut off or something else");
      }
      byte[] content = new byte[(int) length];
      if (Zstd.decompress(content, stored) != length) {
        throw new DamagedException(what + " is cut off");
      }
      return content;
    } catch (ZstdException e) {
      throw new DamagedException(what + " cannot be unpacked: " + e.getMessage(), e);
    }
  }
}
