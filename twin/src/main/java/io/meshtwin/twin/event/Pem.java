package io.meshtwin.twin.event;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The blocks of a PEM text (RFC 7468, lax: text around the blocks is passed over). */
final class Pem {
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----");

  private Pem() {}

  /** A block's label, for example {@code CERTIFICATE}, and its content. */
  record Block(String label, String base64) {
    boolean isCertificate() {
      return label.endsWith("CERTIFICATE");
    }

    /** The content; none where it is no base64. */
    byte[] bytes() {
      try {
        return Base64.getMimeDecoder().decode(base64);
      } catch (IllegalArgumentException e) {
        return new byte[0];
      }
    }

    /** Never the content: it may be a private key. */
    @Override
    public String toString() {
      return label;
    }
  }

  /** All blocks, in their order. */
  static List<Block> blocks(String text) {
    var blocks = new ArrayList<Block>();
    Matcher matcher = BLOCK.matcher(text);
    while (matcher.find()) {
      blocks.add(new Block(matcher.group(1), matcher.group(2)));
    }
    return blocks;
  }
}
