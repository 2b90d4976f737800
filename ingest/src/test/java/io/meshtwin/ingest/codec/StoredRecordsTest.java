package io.meshtwin.ingest.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.twin.event.Event;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Records of every version that was ever written, as they were written. {@code
 * -Dmeshtwin.records=write} writes those that are absent; those that are there stay for ever.
 */
class StoredRecordsTest {
  private static final Path FOLDER =
      Path.of(System.getProperty("meshtwin.root"), "ingest/src/test/resources/records");

  static List<String> stored() throws IOException {
    writeAbsent();
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("stored")
  void aRecordOfAnyVersionIsReadAsItWasMeant(String name) {
    Event meant = Objects.requireNonNull(StoredEvents.ALL.get(name));
    assertThat(EventCodec.decode(StoredRecord.read(FOLDER.resolve(name), 7)))
        .isEqualTo(new LogEntry.Recorded(7, "id-1", meant));
  }

  @Test
  void everyVersionThatWasWrittenHasARecord() throws IOException {
    assertThat(stored())
        .containsAll(Stream.of(EventType.values()).flatMap(StoredRecordsTest::versions).toList())
        .containsExactlyElementsOf(StoredEvents.ALL.keySet().stream().sorted().toList());
  }

  @Test
  void whatALaterVersionWroteIsNamedAndNotGuessed() {
    ConsumerRecord<String, byte[]> later =
        StoredRecord.read(FOLDER.resolve("io.meshtwin.resource.deleted.v2"), 7);
    later.headers().remove("ce_type");
    later.headers().add("ce_type", "io.meshtwin.resource.deleted.v3".getBytes(UTF_8));
    assertThat(EventCodec.decode(later))
        .isEqualTo(
            new LogEntry.CorruptRecord(
                7,
                "a later Meshtwin wrote it: resource.deleted in version 3, and this one reads up to 2",
                EventCodec.key(
                    Objects.requireNonNull(
                        StoredEvents.ALL.get("io.meshtwin.resource.deleted.v2")))));
  }

  private static Stream<String> versions(EventType type) {
    String current = type.text();
    String name = current.substring(0, current.lastIndexOf('v') + 1);
    return IntStream.rangeClosed(1, type.version()).mapToObj(version -> name + version);
  }

  private static void writeAbsent() {
    if (!"write".equals(System.getProperty("meshtwin.records"))) {
      return;
    }
    Map<String, Event> current =
        StoredEvents.ALL.entrySet().stream()
            .filter(entry -> EventType.of(entry.getValue()).text().equals(entry.getKey()))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    current.forEach((name, event) -> {
      Path file = FOLDER.resolve(name);
      if (!Files.exists(file)) {
        StoredRecord.write(file, EventCodec.encode("t", "id-1", event));
      }
    });
  }
}
