package io.meshtwin.ingest.log;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshtwin.ingest.codec.LogEntry;
import io.meshtwin.twin.event.Actor;
import io.meshtwin.twin.event.Event;
import io.meshtwin.twin.event.Manifest;
import io.meshtwin.twin.event.Provenance;
import io.meshtwin.twin.event.ResourceEvent;
import io.meshtwin.twin.event.ResourceKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Small events for the tests of the log, and what came back. */
public final class Events {
  public static final Instant TIME = Instant.parse("2026-02-03T04:05:06Z");

  private Events() {}

  /** Services named {@code s0}, {@code s1} and so on, one second apart. */
  public static List<Event> services(int count) {
    return IntStream.range(0, count).mapToObj(i -> service("s" + i, TIME.plusSeconds(i))).toList();
  }

  public static Event service(String name, Instant time) {
    return new ResourceEvent.Applied(manifest(name), provenance(time));
  }

  public static Manifest manifest(String name) {
    ObjectNode service = JsonNodeFactory.instance.objectNode();
    service.put("apiVersion", "v1").put("kind", "Service");
    service.putObject("metadata").put("name", name).put("namespace", "shop");
    service.putObject("spec").put("clusterIP", "None");
    return Manifest.of(ResourceKey.LOCAL, service);
  }

  public static Provenance provenance(Instant time) {
    return new Provenance(ResourceKey.LOCAL, "", Actor.stated("ann"), time, null);
  }

  /** The events of the whole log; fails on a record that is none. */
  public static List<Event> read(EventLog log) {
    return read(log, new LogPosition.Head());
  }

  public static List<Event> read(EventLog log, LogPosition position) {
    List<Event> events = new ArrayList<>();
    log.read(position, entry -> events.add(((LogEntry.Recorded) entry).event()));
    return events;
  }
}
