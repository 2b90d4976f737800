package io.meshtwin.ingest.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.meshtwin.twin.event.Event;
import io.meshtwin.twin.event.Manifest;
import io.meshtwin.twin.event.ResourceEvent;
import io.meshtwin.twin.event.ResourceKey;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutgoingTest {
  private static final int MANY = 3 * Outgoing.MOST_EVENTS;

  @Test
  void aTransactionOfSmallEventsEndsWithTheirNumber() {
    List<Event> events = Collections.nCopies(MANY, Events.services(1).getFirst());
    assertThat(Outgoing.end(events, 0)).isEqualTo(Outgoing.MOST_EVENTS);
    assertThat(Outgoing.end(events, MANY - 5)).isEqualTo(MANY);
  }

  @Test
  void aTransactionOfLargeEventsEndsBehindTheOneThatMakesItLarge() {
    Event large = route(100_000);
    long each = ((ResourceEvent.Applied) large).manifest().bytes().length;
    int enough = Math.toIntExact((Outgoing.ENOUGH_BYTES + each - 1) / each);
    List<Event> events = Collections.nCopies(2 * enough, large);
    assertThat(Outgoing.end(events, 0)).isEqualTo(enough).isLessThan(Outgoing.MOST_EVENTS);
    assertThat(Outgoing.end(events, enough)).isEqualTo(2 * enough);
  }

  @Test
  void anEventThatIsTooLargeByItselfHasATransactionOfItsOwn() {
    List<Event> events = List.of(route(Outgoing.ENOUGH_BYTES + 1), route(1));
    assertThat(Outgoing.end(events, 0)).isEqualTo(1);
  }

  private static Event route(int length) {
    var route = JsonNodeFactory.instance.objectNode();
    route.put("apiVersion", "gateway.networking.k8s.io/v1").put("kind", "HTTPRoute");
    route.putObject("metadata").put("name", "large").put("namespace", "shop");
    route.putObject("spec").putArray("hostnames").add("x".repeat(length));
    return new ResourceEvent.Applied(
        Manifest.of(ResourceKey.LOCAL, route), Events.provenance(Events.TIME));
  }
}
