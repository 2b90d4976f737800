package io.meshtwin.ingest.codec;

import io.cloudevents.CloudEvent;
import io.meshtwin.twin.event.Actor;
import io.meshtwin.twin.event.Provenance;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.event.SourceLocation;
import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of a record in whatever way CloudEvents allows: {@code source} names the cluster,
 * {@code time} is the event's, the rest are extensions, and what has nothing to say is left out.
 */
final class AnyRecord {
  private AnyRecord() {}

  static Attributes read(CloudEvent event) {
    if (event.getSubject() == null) {
      throw new UndecodableException("the attribute 'subject' is missing");
    }
    return new Attributes(
        event.getId(),
        EventType.parse(event.getType()),
        ResourceKey.parse(event.getSubject()),
        provenance(event),
        // Read in full, with every check.
        false);
  }

  private static Provenance provenance(CloudEvent event) {
    if (event.getTime() == null) {
      throw new UndecodableException("the attribute 'time' is missing");
    }
    return new Provenance(
        cluster(event.getSource()),
        text(event, Binary.RESOURCE_VERSION),
        new Actor(text(event, Binary.ACTOR), evidence(text(event, Binary.EVIDENCE))),
        event.getTime().toInstant(),
        location(event));
  }

  private static @Nullable SourceLocation location(CloudEvent event) {
    String line = text(event, Binary.LINE);
    try {
      return line.isEmpty()
          ? null
          : new SourceLocation(text(event, Binary.FILE), Integer.parseInt(line));
    } catch (NumberFormatException e) {
      throw new UndecodableException("the attribute 'originline' is no number");
    }
  }

  private static Actor.Evidence evidence(String text) {
    try {
      return text.isEmpty()
          ? Actor.Evidence.NONE
          : Actor.Evidence.valueOf(text.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new UndecodableException("the attribute 'actorevidence' has an unknown value");
    }
  }

  private static String cluster(URI source) {
    String path = source.getPath();
    if (path == null || !path.startsWith(Binary.CLUSTERS)) {
      throw new UndecodableException("the attribute 'source' names no cluster");
    }
    return path.substring(Binary.CLUSTERS.length());
  }

  private static String text(CloudEvent event, String name) {
    Object value = event.getExtension(name);
    return value == null ? "" : value.toString();
  }
}
