package io.meshtwin.ingest.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.meshtwin.twin.event.Actor;
import io.meshtwin.twin.event.Provenance;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.event.SourceLocation;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Reads the headers of a record that our own writer wrote, in one go: a replay reads a million of
 * them. Whatever is not as our writer writes it is left to the CloudEvents library, which also
 * knows every other way to write the same.
 */
final class PlainRecord {
  private static final int REMEMBERED = 200_000;
  private static final int SECOND_DIGITS = "2026-01-01T00:00:00".length();
  private static final int NANO_DIGITS = 9;

  /** Names, types and keys come again and again. */
  private static final Map<String, ResourceKey> KEYS = new ConcurrentHashMap<>();

  private static final Map<String, EventType.Written> TYPES = new ConcurrentHashMap<>();
  private static final Map<String, String> TEXTS = new ConcurrentHashMap<>();

  private String specification = "";
  private String id = "";
  private String type = "";
  private String source = "";
  private String subject = "";
  private String time = "";
  private String actor = "";
  private String evidence = "";
  private String version = "";
  private String file = "";
  private String line = "";
  private String seal = "";

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
    byte[] value = header.value();
    String text = value == null ? "" : new String(value, UTF_8);
    switch (header.key()) {
      case "ce_specversion" -> specification = text;
      case "ce_id" -> id = text;
      case "ce_type" -> type = text;
      case "ce_source" -> source = text;
      case "ce_subject" -> subject = text;
      case "ce_time" -> time = text;
      case "ce_actor" -> actor = text;
      case "ce_actorevidence" -> evidence = text;
      case "ce_resourceversion" -> version = text;
      case "ce_originfile" -> file = text;
      case "ce_originline" -> line = text;
      case "ce_seal" -> seal = text;
      case Binary.CONTENT_TYPE -> {}
      default -> {
        // Others are none of ours and change nothing.
      }
    }
  }

  private boolean isPlain() {
    return specification.equals(Binary.SPECIFICATION)
        && !id.isEmpty()
        && source.startsWith(Binary.CLUSTERS)
        && source.indexOf('%') < 0
        && time.length() > SECOND_DIGITS
        && time.endsWith("Z");
  }

  private Attributes attributes(byte @Nullable [] data) {
    Actor.Evidence rests =
        evidence.isEmpty()
            ? Actor.Evidence.NONE
            : Actor.Evidence.valueOf(evidence.toUpperCase(Locale.ROOT));
    SourceLocation location =
        line.isEmpty() ? null : new SourceLocation(known(file), Integer.parseInt(line));
    var provenance =
        new Provenance(
            known(source.substring(Binary.CLUSTERS.length())),
            version,
            new Actor(known(actor), rests),
            time(time),
            location);
    return new Attributes(
        id,
        remembered(TYPES, type, EventType::parse),
        remembered(KEYS, subject, ResourceKey::parse),
        provenance,
        data != null && !seal.isEmpty() && seal.equals(Seal.of(subject, data)));
  }

  private static String known(String text) {
    return remembered(TEXTS, text, same -> same);
  }

  private static <T> T remembered(Map<String, T> known, String text, Function<String, T> read) {
    T value = known.get(text);
    if (value == null) {
      value = read.apply(text);
      if (known.size() < REMEMBERED) {
        known.put(text, value);
      }
    }
    return value;
  }

  /** As {@link Instant#toString} writes it in four digits of a year; other forms by the library. */
  private static Instant time(String text) {
    if (text.charAt(4) != '-' || text.charAt(10) != 'T' || text.charAt(16) != ':') {
      return Instant.parse(text);
    }
    long day =
        LocalDate.of(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10)).toEpochDay();
    int second = number(text, 11, 13) * 3600 + number(text, 14, 16) * 60 + number(text, 17, 19);
    int digits = text.length() - SECOND_DIGITS - 2;
    int nano = digits > 0 ? number(text, SECOND_DIGITS + 1, text.length() - 1) : 0;
    for (int i = Math.max(digits, 0); i < NANO_DIGITS; i++) {
      nano *= 10;
    }
    return Instant.ofEpochSecond(day * 86_400 + second, nano);
  }

  private static int number(String text, int from, int to) {
    int number = 0;
    for (int i = from; i < to; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        throw new NumberFormatException(text);
      }
      number = number * 10 + digit;
    }
    return number;
  }
}
