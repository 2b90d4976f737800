package io.meshtwin.ingest.codec;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/**
 * A record in a file, byte for byte: its key, its headers, an empty line, its data. Written once by
 * the version that introduced it, and never again.
 */
final class StoredRecord {
  private StoredRecord() {}

  static void write(Path file, ProducerRecord<String, byte[]> record) {
    var bytes = new ByteArrayOutputStream();
    line(bytes, record.key());
    for (Header header : record.headers()) {
      line(bytes, header.key() + ": " + new String(header.value(), StandardCharsets.UTF_8));
    }
    line(bytes, "");
    bytes.writeBytes(record.value());
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, bytes.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ConsumerRecord<String, byte[]> read(Path file, long offset) {
    try {
      byte[] bytes = Files.readAllBytes(file);
      String all = new String(bytes, StandardCharsets.ISO_8859_1);
      int end = all.indexOf("\n\n");
      String[] lines =
          new String(bytes, 0, end, StandardCharsets.UTF_8).lines().toArray(String[]::new);
      var headers = new RecordHeaders();
      for (int i = 1; i < lines.length; i++) {
        int colon = lines[i].indexOf(": ");
        headers.add(
            lines[i].substring(0, colon),
            lines[i].substring(colon + 2).getBytes(StandardCharsets.UTF_8));
      }
      byte[] value = all.substring(end + 2).getBytes(StandardCharsets.ISO_8859_1);
      return new ConsumerRecord<>(
          "t",
          0,
          offset,
          0,
          TimestampType.CREATE_TIME,
          0,
          value.length,
          lines[0],
          value,
          headers,
          java.util.Optional.empty());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void line(ByteArrayOutputStream bytes, String text) {
    bytes.writeBytes((text + "\n").getBytes(StandardCharsets.UTF_8));
  }
}
