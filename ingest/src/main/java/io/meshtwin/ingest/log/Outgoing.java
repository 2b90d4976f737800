package io.meshtwin.ingest.log;

import io.meshtwin.ingest.codec.EventCodec;
import io.meshtwin.twin.event.ChangeEvent;
import io.meshtwin.twin.event.Event;
import io.meshtwin.twin.event.ResourceEvent;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * The events of one transaction, each with its id: so many that the broker's answers to a
 * transaction do not count, so few that it ends long before the broker gives it up. They are
 * encoded each time that they are sent, on the thread that sends: handing them over from another
 * one costs more than it gains.
 *
 * @param topic the mesh's topic
 * @param session of the writer
 * @param first the number of the first event in the session
 * @param events in order
 */
record Outgoing(String topic, String session, long first, List<? extends Event> events) {
  /** So many events share a transaction at most. */
  static final int MOST_EVENTS = 10_000;

  /** A transaction ends behind the event with which its data reaches this. */
  static final int ENOUGH_BYTES = 32 << 20;

  /** Where the transaction that begins at an event ends, exclusive. */
  static int end(List<? extends Event> events, int from) {
    int to = from;
    for (long bytes = 0; to < events.size() && to - from < MOST_EVENTS && bytes < ENOUGH_BYTES; ) {
      bytes += size(events.get(to++));
    }
    return to;
  }

  /** In bytes, of an event that may be large. */
  private static long size(Event event) {
    return switch (event) {
      case ResourceEvent.Applied applied -> applied.manifest().bytes().length;
      case ChangeEvent.Proposed proposed ->
          proposed.apply().stream().mapToLong(manifest -> manifest.bytes().length).sum();
      case Event _ -> 0;
    };
  }

  int size() {
    return events.size();
  }

  /** The events' ids, in order. */
  List<String> ids() {
    return IntStream.range(0, size()).mapToObj(this::id).toList();
  }

  /** Hands over the records, in order, each as it is made. */
  void forEach(Consumer<ProducerRecord<String, byte[]>> send) {
    for (int i = 0; i < size(); i++) {
      send.accept(EventCodec.encode(topic, id(i), events.get(i)));
    }
  }

  private String id(int i) {
    return session + "-" + (first + i);
  }
}
