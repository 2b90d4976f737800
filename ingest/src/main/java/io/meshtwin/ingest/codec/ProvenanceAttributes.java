package io.meshtwin.ingest.codec;

import io.cloudevents.CloudEvent;
import io.cloudevents.core.v1.CloudEventBuilder;
import io.meshtwin.twin.event.Actor;
import io.meshtwin.twin.event.Provenance;
import io.meshtwin.twin.event.SourceLocation;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.ZoneOffset;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Provenance as CloudEvents attributes: {@code source} names the cluster, {@code time} is the
 * event's, the rest are extensions. An attribute that has nothing to say is left out.
 */
final class ProvenanceAttributes {
  private static final String CLUSTERS = "/clusters/";
  private static final String ACTOR = "actor";
  private static final String EVIDENCE = "actorevidence";
  private static final String RESOURCE_VERSION = "resourceversion";
  private static final String FILE = "originfile";
  private static final String LINE = "originline";

  private ProvenanceAttributes() {}

  static void write(Provenance provenance, CloudEventBuilder builder) {
    builder.withSource(source(provenance.cluster()));
    builder.withTime(provenance.time().atOffset(ZoneOffset.UTC));
    Actor actor = provenance.actor();
    text(builder, ACTOR, actor.name());
    if (actor.evidence() != Actor.Evidence.NONE) {
      builder.withExtension(EVIDENCE, actor.evidence().name().toLowerCase(Locale.ROOT));
    }
    text(builder, RESOURCE_VERSION, provenance.resourceVersion());
    SourceLocation location = provenance.location();
    if (location != null) {
      text(builder, FILE, location.file());
      builder.withExtension(LINE, location.line());
    }
  }

  static Provenance read(CloudEvent event) {
    if (event.getTime() == null) {
      throw new UndecodableException("the attribute 'time' is missing");
    }
    return new Provenance(
        cluster(event.getSource()),
        text(event, RESOURCE_VERSION),
        new Actor(text(event, ACTOR), evidence(text(event, EVIDENCE))),
        event.getTime().toInstant(),
        location(event));
  }

  private static @Nullable SourceLocation location(CloudEvent event) {
    String line = text(event, LINE);
    try {
      return line.isEmpty() ? null : new SourceLocation(text(event, FILE), Integer.parseInt(line));
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

  private static URI source(String cluster) {
    try {
      return new URI(null, null, CLUSTERS + cluster, null);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("no URI can name the cluster " + cluster, e);
    }
  }

  private static String cluster(URI source) {
    String path = source.getPath();
    if (path == null || !path.startsWith(CLUSTERS)) {
      throw new UndecodableException("the attribute 'source' names no cluster");
    }
    return path.substring(CLUSTERS.length());
  }

  private static void text(CloudEventBuilder builder, String name, String value) {
    if (!value.isEmpty()) {
      builder.withExtension(name, value);
    }
  }

  private static String text(CloudEvent event, String name) {
    Object value = event.getExtension(name);
    return value == null ? "" : value.toString();
  }
}
