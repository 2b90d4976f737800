package io.meshtwin.ingest.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.cloudevents.CloudEvent;
import io.cloudevents.kafka.KafkaMessageFactory;
import io.cloudevents.rw.CloudEventRWException;
import io.meshtwin.twin.event.Adopted;
import io.meshtwin.twin.event.Audited;
import io.meshtwin.twin.event.ChangeEvent;
import io.meshtwin.twin.event.Event;
import io.meshtwin.twin.event.MalformedManifestException;
import io.meshtwin.twin.event.ResourceEvent;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.event.WatchGap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Events to records of a mesh's topic, and back. */
public final class EventCodec {
  private EventCodec() {}

  /**
   * The record of an event. Its key and its {@code subject} are {@code
   * cluster/group/kind/namespace/name}; its timestamp is the event's time.
   *
   * @param topic the mesh's topic
   * @param id unique in the log
   */
  public static ProducerRecord<String, byte[]> encode(String topic, String id, Event event) {
    String key = key(event).path();
    // Kafka has no time before 1970; the attribute keeps the exact one.
    long timestamp = Math.max(0, event.provenance().time().toEpochMilli());
    var record = new ProducerRecord<>(topic, 0, timestamp, key, EventData.write(event));
    RecordHeaders.write(id, event, record);
    return record;
  }

  /** What the record says; never an exception, whatever the record holds. */
  public static LogEntry decode(ConsumerRecord<?, byte[]> record) {
    try {
      byte @Nullable [] data = record.value();
      Attributes attributes = PlainRecord.read(record.headers(), record.value());
      if (attributes == null) {
        CloudEvent cloudEvent = KafkaMessageFactory.createReader(record).toEvent();
        attributes = AnyRecord.read(cloudEvent);
        data = cloudEvent.getData() == null ? null : cloudEvent.getData().toBytes();
      }
      if (data == null) {
        throw new UndecodableException("the data is missing");
      }
      return new LogEntry.Recorded(
          record.offset(), attributes.id(), EventReader.read(attributes, data));
    } catch (UndecodableException e) {
      return corrupt(record, String.valueOf(e.getMessage()));
    } catch (MalformedManifestException e) {
      return corrupt(record, "the data is no resource: its field '" + e.field() + "' is wrong");
    } catch (CloudEventRWException e) {
      return corrupt(record, "the record is no CloudEvent (" + e.getKind() + ")");
    } catch (RuntimeException e) {
      return corrupt(record, "the record cannot be read (" + e.getClass().getSimpleName() + ")");
    }
  }

  private static LogEntry corrupt(ConsumerRecord<?, byte[]> record, String reason) {
    return new LogEntry.CorruptRecord(record.offset(), reason, about(record.key()));
  }

  private static @Nullable ResourceKey about(@Nullable Object key) {
    try {
      return key == null
          ? null
          : ResourceKey.parse(
              key instanceof byte[] bytes ? new String(bytes, UTF_8) : key.toString());
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /**
   * What an event is about: its resource; for a gap the kind under the name {@code *}; for steps of
   * a change {@code meshtwin.io/Change} under the change's identifier.
   */
  public static ResourceKey key(Event event) {
    return switch (event) {
      case ResourceEvent resource -> resource.key();
      case WatchGap gap ->
          new ResourceKey(gap.provenance().cluster(), gap.group(), gap.kind(), "", "*");
      case Adopted adopted ->
          new ResourceKey(
              adopted.provenance().cluster(), ResourceKey.OWN_GROUP, "Adoption", "", "*");
      case Audited audited -> audited.key();
      case ChangeEvent change -> change.key();
    };
  }
}
