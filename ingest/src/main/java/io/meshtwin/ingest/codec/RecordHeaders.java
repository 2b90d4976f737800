package io.meshtwin.ingest.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.meshtwin.twin.event.Actor;
import io.meshtwin.twin.event.Event;
import io.meshtwin.twin.event.Provenance;
import io.meshtwin.twin.event.ResourceEvent;
import io.meshtwin.twin.event.SourceLocation;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;

/** Writes the attributes of an event as headers, by CloudEvents' Kafka binding in binary mode. */
final class RecordHeaders {
  private static final byte[] SPECIFICATION = Binary.SPECIFICATION.getBytes(UTF_8);
  private static final byte[] JSON = Binary.JSON.getBytes(UTF_8);

  private final Headers headers;

  private RecordHeaders(Headers headers) {
    this.headers = headers;
  }

  static void write(String id, Event event, ProducerRecord<String, byte[]> to) {
    Headers headers = to.headers();
    byte[] subject = to.key().getBytes(UTF_8);
    headers.add(Binary.CONTENT_TYPE, JSON);
    headers.add(Binary.PREFIX + "specversion", SPECIFICATION);
    var record = new RecordHeaders(headers);
    record.text(Binary.PREFIX + "id", id);
    record.text(Binary.PREFIX + "type", EventType.of(event).text());
    headers.add(Binary.PREFIX + "subject", subject);
    record.provenance(event.provenance());
    if (event instanceof ResourceEvent.Applied) {
      record.text(Binary.PREFIX + Binary.SEAL, Seal.of(subject, to.value()));
    }
  }

  private void provenance(Provenance provenance) {
    text(Binary.PREFIX + "source", source(provenance.cluster()));
    text(Binary.PREFIX + "time", provenance.time().toString());
    Actor actor = provenance.actor();
    text(Binary.PREFIX + Binary.ACTOR, actor.name());
    if (actor.evidence() != Actor.Evidence.NONE) {
      text(Binary.PREFIX + Binary.EVIDENCE, actor.evidence().name().toLowerCase(Locale.ROOT));
    }
    text(Binary.PREFIX + Binary.RESOURCE_VERSION, provenance.resourceVersion());
    SourceLocation location = provenance.location();
    if (location != null) {
      text(Binary.PREFIX + Binary.FILE, location.file());
      text(Binary.PREFIX + Binary.LINE, Integer.toString(location.line()));
    }
  }

  private void text(String name, String value) {
    if (!value.isEmpty()) {
      headers.add(name, value.getBytes(UTF_8));
    }
  }

  private static String source(String cluster) {
    if (isPlain(cluster)) {
      return Binary.CLUSTERS + cluster;
    }
    try {
      return new URI(null, null, Binary.CLUSTERS + cluster, null).toString();
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("no URI can name the cluster " + cluster, e);
    }
  }

  private static boolean isPlain(String cluster) {
    for (int i = 0; i < cluster.length(); i++) {
      char c = cluster.charAt(i);
      if ((c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-') {
        return false;
      }
    }
    return true;
  }
}
