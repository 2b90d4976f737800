package io.meshtwin.ingest.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.meshtwin.twin.event.Actor;
import io.meshtwin.twin.event.Adopted;
import io.meshtwin.twin.event.ChangeEvent;
import io.meshtwin.twin.event.Digest;
import io.meshtwin.twin.event.Event;
import io.meshtwin.twin.event.Manifest;
import io.meshtwin.twin.event.Provenance;
import io.meshtwin.twin.event.ResourceEvent;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.event.SourceLocation;
import io.meshtwin.twin.event.WatchGap;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventCodecTest {
  private static final Instant TIME = Instant.parse("2026-02-03T04:05:06.123456789Z");
  private static final Provenance WATCHED =
      new Provenance("küche-1 %", "4711", Actor.fieldManager("kubectl"), TIME, null);
  private static final Provenance READ =
      Provenance.ofManifest(new SourceLocation("mesh/ä b.yaml", 14), TIME)
          .by(Actor.stated("Zoë <zoe@example.org>"), TIME);
  private static final ResourceKey KEY =
      new ResourceKey(ResourceKey.LOCAL, "", "Namespace", "", "shop");

  static Stream<Event> events() {
    return Stream.of(
        new ResourceEvent.Applied(service("küche-1 %", "größe"), WATCHED),
        new ResourceEvent.Applied(service(ResourceKey.LOCAL, "b"), READ),
        new ResourceEvent.Deleted(KEY, READ),
        new ResourceEvent.Deleted(KEY, "8f1c2a7e", WATCHED),
        new WatchGap("apps", "*", TIME, TIME.plusNanos(1), "410 Gone", 2, WATCHED),
        new Adopted(READ),
        new ChangeEvent.Proposed("c-1", "Canary", List.of(service("x", "a")), List.of(KEY), READ),
        new ChangeEvent.Previewed("c-1", Digest.of("plan"), READ),
        new ChangeEvent.Approved("c-1", Digest.of("plan"), READ),
        new ChangeEvent.Rejected("c-1", "not today", READ),
        new ChangeEvent.Published("c-1", READ),
        new ChangeEvent.Converged("c-1", 12, READ),
        new ChangeEvent.RolledBack("c-1", "NACK", READ));
  }

  @ParameterizedTest
  @MethodSource("events")
  void anEventSurvivesTheRoundTrip(Event event) {
    assertThat(EventCodec.decode(read(EventCodec.encode("t", "id-1", event), 7)))
        .isEqualTo(new LogEntry.Recorded(7, "id-1", event));
  }

  @ParameterizedTest
  @MethodSource("events")
  void aDecodedEventIsWrittenAgainByteForByte(Event event) {
    ProducerRecord<String, byte[]> first = EventCodec.encode("t", "id-1", event);
    LogEntry entry = EventCodec.decode(read(first, 0));
    assertThat(entry).isInstanceOf(LogEntry.Recorded.class);
    ProducerRecord<String, byte[]> second =
        EventCodec.encode("t", "id-1", ((LogEntry.Recorded) entry).event());
    assertThat(second.value()).isEqualTo(first.value());
    assertThat(headers(second.headers())).isEqualTo(headers(first.headers()));
    assertThat(second.key()).isEqualTo(first.key());
  }

  @Test
  void aRecordIsACloudEventInBinaryMode() {
    Event event = new ResourceEvent.Applied(service(ResourceKey.LOCAL, "b"), READ);
    ProducerRecord<String, byte[]> record = EventCodec.encode("t", "id-1", event);
    assertThat(record.key()).isEqualTo("local/core/Service/shop/b");
    assertThat(headers(record.headers()))
        .contains(
            "ce_specversion=1.0",
            "ce_id=id-1",
            "ce_source=/clusters/local",
            "ce_type=io.meshtwin.resource.applied.v1",
            "ce_subject=local/core/Service/shop/b",
            "ce_time=2026-02-03T04:05:06.123456789Z",
            "ce_actor=Zoë <zoe@example.org>",
            "ce_actorevidence=stated",
            "ce_originfile=mesh/ä b.yaml",
            "ce_originline=14",
            "content-type=application/json");
    assertThat(new String(record.value(), UTF_8)).startsWith("{\"apiVersion\":\"v1\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ce_id", "ce_type", "ce_source", "ce_subject", "ce_time", "ce_specversion"})
  void aRecordWithoutARequiredAttributeIsCorrupt(String header) {
    ProducerRecord<String, byte[]> record = EventCodec.encode("t", "i", deletion());
    record.headers().remove(header);
    assertThat(EventCodec.decode(read(record, 9))).isInstanceOf(LogEntry.CorruptRecord.class);
  }

  @Test
  void aReasonQuotesNoneOfTheData() {
    Event event = new ResourceEvent.Applied(service(ResourceKey.LOCAL, "b"), READ);
    ProducerRecord<String, byte[]> record = EventCodec.encode("t", "i", event);
    ProducerRecord<String, byte[]> broken =
        new ProducerRecord<>(
            "t", 0, "k", "{\"password\": hunter2}".getBytes(UTF_8), record.headers());
    assertThat(EventCodec.decode(read(broken, 9)))
        .isEqualTo(
            new LogEntry.CorruptRecord(9, "the data is no JSON from line 1, column 14 on", null));
  }

  @Test
  void dataOfAnotherResourceThanTheSubjectSaysIsCorrupt() {
    var event = new ResourceEvent.Applied(service(ResourceKey.LOCAL, "b"), READ);
    ProducerRecord<String, byte[]> record = EventCodec.encode("t", "i", event);
    record.headers().remove("ce_subject");
    record.headers().add("ce_subject", "local/core/Service/shop/other".getBytes(UTF_8));
    assertThat(EventCodec.decode(read(record, 9)))
        .isEqualTo(
            new LogEntry.CorruptRecord(
                9, "the data is another resource than the subject says", event.key()));
  }

  @Test
  void rawGarbageIsCorruptAndNotAnException() {
    ProducerRecord<String, byte[]> garbage = new ProducerRecord<>("t", 0, "k", new byte[] {1, 2});
    assertThat(EventCodec.decode(read(garbage, 3))).isInstanceOf(LogEntry.CorruptRecord.class);
    ProducerRecord<String, byte[]> nothing = new ProducerRecord<>("t", 0, null, null);
    assertThat(EventCodec.decode(read(nothing, 4))).isInstanceOf(LogEntry.CorruptRecord.class);
  }

  private static Event deletion() {
    return new ResourceEvent.Deleted(KEY, READ);
  }

  private static Manifest service(String cluster, String name) {
    String json =
        """
        {"kind":"Service","apiVersion":"v1","metadata":{"namespace":"shop","name":"%s"},
         "spec":{"ports":[{"port":80,"weight":0.1}],"big":123456789012345678901234567890}}
        """
            .formatted(name);
    try {
      return Manifest.of(cluster, new JsonMapper().readTree(json));
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  private static List<String> headers(Headers headers) {
    return Arrays.stream(headers.toArray())
        .map((Header header) -> header.key() + "=" + new String(header.value(), UTF_8))
        .sorted()
        .toList();
  }

  private static ConsumerRecord<String, byte[]> read(
      ProducerRecord<String, byte[]> record, long offset) {
    return new ConsumerRecord<>(
        record.topic(),
        0,
        offset,
        0L,
        TimestampType.CREATE_TIME,
        0,
        0,
        record.key(),
        record.value(),
        new RecordHeaders(record.headers()),
        Optional.empty());
  }
}
