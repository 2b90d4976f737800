package io.meshtwin.ingest.source;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.meshtwin.twin.event.ResourceEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Lists every kind of a cluster once, several at a time. */
final class ClusterLister {
  /** Requests in flight: what an API server's fairness grants a single user without queueing. */
  private static final int AT_ONCE = 8;

  /** How often a kind is listed anew when the server forgets the moment between two pages. */
  private static final int ATTEMPTS = 3;

  private final ClusterObjects objects;
  private final String server;
  private final List<String> errors = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  ClusterLister(ClusterObjects objects) {
    this.objects = objects;
    this.server = objects.client().getMasterUrl().toString();
  }

  ClusterListing list() {
    var events = new ArrayList<ResourceEvent.Applied>();
    try {
      List<ServedKind> served = discover();
      events.addAll(listAll(served));
    } catch (KubernetesClientException e) {
      errors.add(ApiFailure.words(e, server) + "; nothing was read");
    }
    events.sort(Comparator.comparing(ResourceEvent::key));
    return new ClusterListing(events, errors, notes);
  }

  private List<ServedKind> discover() {
    var discovery = new ApiDiscovery(objects.client(), Duration.ofMinutes(1));
    var served = new ArrayList<ServedKind>();
    var absent = new ArrayList<String>();
    for (MeshKind kind : MeshKind.ALL) {
      var found = discovery.find(kind);
      found.ifPresent(served::add);
      if (found.isEmpty() && kind.isUsual()) {
        absent.add(kind.toString());
      }
    }
    if (!absent.isEmpty()) {
      notes.add("the cluster does not serve " + String.join(", ", absent));
    }
    return served;
  }

  private List<ResourceEvent.Applied> listAll(List<ServedKind> kinds) {
    var events = new ArrayList<ResourceEvent.Applied>();
    try (var pool = Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
      var pending = new ArrayList<Future<List<ResourceEvent.Applied>>>();
      kinds.forEach(kind -> pending.add(pool.submit(() -> list(kind))));
      for (int i = 0; i < kinds.size(); i++) {
        collect(kinds.get(i), pending.get(i)).ifPresent(events::addAll);
      }
    }
    return events;
  }

  private Optional<List<ResourceEvent.Applied>> collect(
      ServedKind kind, Future<List<ResourceEvent.Applied>> pending) {
    try {
      return Optional.of(pending.get());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      errors.add("interrupted while listing " + kind.kind());
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof KubernetesClientException failure)) {
        throw new IllegalStateException("listing " + kind.kind(), e.getCause());
      }
      errors.add(
          ApiFailure.isForbidden(failure)
              ? ApiFailure.forbidden(kind)
              : "listing " + kind.kind() + ": " + ApiFailure.words(failure, server));
    }
    return Optional.empty();
  }

  private List<ResourceEvent.Applied> list(ServedKind kind) {
    for (int attempt = 1; ; attempt++) {
      try {
        return objects.list(kind).objects();
      } catch (KubernetesClientException e) {
        if (!ApiFailure.isGone(e) || attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }
}
