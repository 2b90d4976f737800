package io.meshtwin.ingest.codec;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.yaml.snakeyaml.reader.StreamReader;

/** Finds the line that made a text unreadable: bytes that are not UTF-8, control characters. */
final class ForeignText {
  private ForeignText() {}

  static ReadFailure find(Input input) throws IOException {
    try (InputStream bytes = new BufferedInputStream(input.bytes().open())) {
      var line = new ByteArrayOutputStream();
      int number = 1;
      for (int b = bytes.read(); b >= 0; b = bytes.read()) {
        line.write(b);
        if (b == '\n') {
          if (!complaint(line.toByteArray()).isEmpty()) {
            break;
          }
          line.reset();
          number++;
        }
      }
      String complaint = complaint(line.toByteArray());
      return complaint.isEmpty()
          ? new ReadFailure(0, "cannot be read as text")
          : new ReadFailure(number, complaint);
    }
  }

  private static String complaint(byte[] line) {
    try {
      var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line)).toString();
      return text.codePoints().allMatch(StreamReader::isPrintable)
          ? ""
          : "a control character that YAML does not allow";
    } catch (CharacterCodingException e) {
      return "not UTF-8: convert the file, for example with iconv";
    }
  }
}
