package io.meshtwin.ingest.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.meshtwin.twin.event.Actor;
import io.meshtwin.twin.event.Provenance;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.event.SourceLocation;
import io.meshtwin.twin.event.Timestamps;
import java.util.Arrays;
import java.util.Locale;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Reads the headers of a record that our own writer wrote, in one go: a replay reads a million of
 * them. Whatever is not as our writer writes it is left to the CloudEvents library, which also
 * knows every other way to write the same.
 */
final class PlainRecord {
  /** Types, clusters, names and keys come again and again. */
  private static final Remembered<ResourceKey> KEYS = new Remembered<>(1 << 16, PlainRecord::key);

  private static final Remembered<EventType.Written> TYPES =
      new Remembered<>(1 << 6, EventType::parse);

  private static final Remembered<String> CLUSTERS = new Remembered<>(1 << 8, PlainRecord::cluster);

  private static final Remembered<Actor.Evidence> EVIDENCE =
      new Remembered<>(1 << 4, text -> Actor.Evidence.valueOf(text.toUpperCase(Locale.ROOT)));

  private static final Remembered<String> TEXTS = new Remembered<>(1 << 10, text -> text);

  private static final byte[] SPECIFICATION = Binary.SPECIFICATION.getBytes(UTF_8);
  private static final byte[] NONE = {};

  private byte[] specification = NONE;
  private byte[] id = NONE;
  private byte[] type = NONE;
  private byte[] source = NONE;
  private byte[] subject = NONE;
  private byte[] time = NONE;
  private byte[] actor = NONE;
  private byte[] evidence = NONE;
  private byte[] version = NONE;
  private byte[] file = NONE;
  private byte[] line = NONE;
  private byte[] seal = NONE;

  private PlainRecord() {}

  /** The attributes; null where the record is not just as our writer writes it. */
  static @Nullable Attributes read(Headers headers, byte @Nullable [] data) {
    try {
      var record = new PlainRecord();
      for (Header header : headers) {
        record.take(header);
      }
      return record.isPlain() ? record.attributes(data) : null;
    } catch (RuntimeException e) {
      // The library says what is wrong with it.
      return null;
    }
  }

  private void take(Header header) {
    byte[] given = header.value();
    byte[] value = given == null ? NONE : given;
    switch (header.key()) {
      case "ce_specversion" -> specification = value;
      case "ce_id" -> id = value;
      case "ce_type" -> type = value;
      case "ce_source" -> source = value;
      case "ce_subject" -> subject = value;
      case "ce_time" -> time = value;
      case "ce_actor" -> actor = value;
      case "ce_actorevidence" -> evidence = value;
      case "ce_resourceversion" -> version = value;
      case "ce_originfile" -> file = value;
      case "ce_originline" -> line = value;
      case "ce_seal" -> seal = value;
      case Binary.CONTENT_TYPE -> {}
      default -> {
        // Others are none of ours and change nothing.
      }
    }
  }

  private boolean isPlain() {
    return Arrays.equals(specification, SPECIFICATION)
        && id.length > 0
        && time.length > 0
        && time[time.length - 1] == 'Z';
  }

  private Attributes attributes(byte @Nullable [] data) {
    Actor.Evidence rests = evidence.length == 0 ? Actor.Evidence.NONE : EVIDENCE.of(evidence);
    SourceLocation location =
        line.length == 0 ? null : new SourceLocation(TEXTS.of(file), Integer.parseInt(text(line)));
    var provenance =
        new Provenance(
            CLUSTERS.of(source),
            text(version),
            new Actor(TEXTS.of(actor), rests),
            Timestamps.parse(text(time)),
            location);
    return new Attributes(
        text(id),
        TYPES.of(type),
        KEYS.of(subject),
        provenance,
        data != null && seal.length > 0 && Seal.isRight(text(seal), subject, data));
  }

  private static String text(byte[] value) {
    return new String(value, UTF_8);
  }

  /** Another way to write it is the library's to read. */
  private static String cluster(String source) {
    if (!source.startsWith(Binary.CLUSTERS) || source.indexOf('%') >= 0) {
      throw new UndecodableException("the attribute 'source' is not as it is written here");
    }
    return source.substring(Binary.CLUSTERS.length());
  }

  /** Keys of a kind share the texts that they have in common, which then are compared at a look. */
  private static ResourceKey key(String path) {
    ResourceKey key = ResourceKey.parse(path);
    return new ResourceKey(
        shared(key.cluster()),
        shared(key.group()),
        shared(key.kind()),
        shared(key.namespace()),
        key.name());
  }

  private static String shared(String text) {
    return TEXTS.of(text.getBytes(UTF_8));
  }
}
