package io.meshtwin.twin.regex;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Texts and expressions as a proxy's RE2 sees them: Envoy has it read Latin-1, so that each byte of
 * UTF-8 is a character, for which a dot stands, and which classes hold or not. What is ASCII is the
 * same either way.
 */
public final class Bytes {
  /** The last character that is a byte. */
  public static final int LAST = 0xff;

  private static final int ASCII = 0x80;

  /** The bits that say that a byte goes on what another began. */
  private static final int KIND = 0xc0;

  private Bytes() {}

  /** A character for each byte of the text. */
  public static String of(String text) {
    return isAscii(text) ? text : new String(text.getBytes(UTF_8), ISO_8859_1);
  }

  /** The text of which these are the bytes; they are valid UTF-8. */
  public static String text(String bytes) {
    return isAscii(bytes) ? bytes : new String(bytes.getBytes(ISO_8859_1), UTF_8);
  }

  /** The whole characters that stand first, of bytes with which a valid text begins. */
  static String beginning(String bytes) {
    int end = bytes.length();
    while (end > 0 && bytes.charAt(end - 1) >= ASCII) {
      end--;
    }
    return text(bytes.substring(0, end));
  }

  /** The whole characters that stand last, of bytes with which a valid text ends. */
  static String end(String bytes) {
    int begin = 0;
    while (begin < bytes.length() && (bytes.charAt(begin) & KIND) == ASCII) {
      begin++;
    }
    return text(bytes.substring(begin));
  }

  private static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= ASCII) {
        return false;
      }
    }
    return true;
  }
}
