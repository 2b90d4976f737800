package io.meshtwin.ingest.source;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher.Action;
import io.meshtwin.ingest.source.WatchState.Phase;
import io.meshtwin.twin.event.Event;
import io.meshtwin.twin.event.Provenance;
import io.meshtwin.twin.event.ResourceEvent;
import io.meshtwin.twin.event.ResourceKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows one kind: lists it, compares with what is recorded, then watches from the listing's
 * resourceVersion, again and again. Runs on a thread of its own.
 *
 * <p>Nothing is lost: a watch resumes where the last one ended, and where the API server has
 * forgotten that moment (410) the kind is listed again. Nothing is doubled: what is recorded
 * already gives no event.
 */
final class KindFollower implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(KindFollower.class);

  /** So many silent ends in a row mean that the resourceVersion is no good. */
  private static final int SILENT_ENDS = 3;

  private final MeshKind kind;
  private final ClusterObjects objects;
  private final ApiDiscovery discovery;
  private final ClusterFollowing following;
  private final Backoff backoff;
  private final Continuity continuity;

  private @Nullable Recorded recorded;
  private @Nullable ServedKind served;
  private int silentEnds;

  /** Where the next watch begins; null when the kind has to be listed first. */
  private @Nullable String resourceVersion;

  KindFollower(
      MeshKind kind, ClusterObjects objects, ApiDiscovery discovery, ClusterFollowing following) {
    this.kind = kind;
    this.objects = objects;
    this.discovery = discovery;
    this.following = following;
    this.backoff = new Backoff(following.settings());
    this.continuity = new Continuity(kind.group(), kind.kind());
  }

  @Override
  public void run() {
    try {
      while (following.isOpen()) {
        round();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void round() throws InterruptedException {
    try {
      ServedKind now = served;
      if (now == null || resourceVersion == null) {
        now = discovery.find(kind).orElse(null);
        served = now;
      }
      if (now == null) {
        absent();
      } else {
        follow(now);
      }
    } catch (KubernetesClientException e) {
      if (following.isOpen()) {
        String words = ApiFailure.words(e, objects.client().getMasterUrl().toString());
        state(Phase.DISCONNECTED, words + "; what is known stands, trying again");
        backoff.pause();
      }
    } catch (RecordingException e) {
      lose("the log took no events");
      recorded = null;
      state(Phase.DISCONNECTED, e.words());
      backoff.pause();
    } catch (RuntimeException e) {
      // A bug in one kind must not end it unseen, nor the others.
      LOG.error("following {} failed; it is listed again", kind, e);
      lose("a failure in the source");
      state(Phase.DISCONNECTED, "a failure in the source: " + e.getClass().getSimpleName());
      backoff.pause();
    }
  }

  private void follow(ServedKind kindNow) throws InterruptedException {
    try {
      if (resourceVersion == null) {
        list(kindNow);
      }
      watch(kindNow);
    } catch (KubernetesClientException e) {
      if (ApiFailure.isGone(e)) {
        lose("410 Gone");
        backoff.pause();
      } else if (ApiFailure.isNotFound(e)) {
        notFound();
        backoff.pause();
      } else if (ApiFailure.isForbidden(e)) {
        state(Phase.FORBIDDEN, ApiFailure.forbidden(kindNow));
        following.listed(kind);
        backoff.pause();
      } else {
        throw e;
      }
    }
  }

  private void list(ServedKind from) {
    ClusterObjects.Listing listing = objects.list(from);
    compare(listing.objects(), listing.resourceVersion());
    resourceVersion = listing.resourceVersion();
    heard();
    following.listed(kind);
  }

  private void compare(List<ResourceEvent.Applied> objectsNow, String version) {
    Instant now = Instant.now();
    Provenance deletion = objects.attribution().ofDeletion(version, now);
    Recorded known = known();
    boolean resumed = !known.isEmpty();
    List<ResourceEvent> changes = known.against(new Listing(objectsNow, this::isOurs, deletion));
    if (resumed && !changes.isEmpty()) {
      continuity.missed();
    }
    record(known, continuity.ended(changes, deletion));
    continuity.seen(now);
  }

  private Recorded known() {
    Recorded known = recorded;
    if (known == null) {
      known = following.recorded(this::isOurs);
      recorded = known;
      continuity.resume(known);
    }
    return known;
  }

  private boolean isOurs(ResourceKey key) {
    return kind.has(objects.cluster(), key);
  }

  private void watch(ServedKind from) throws InterruptedException {
    var signals = new KindWatch();
    var options =
        from.options().withResourceVersion(resourceVersion).withAllowWatchBookmarks(true).build();
    Watch watch = from.objects(objects.client()).watch(options, signals);
    try {
      consume(from, signals);
    } finally {
      watch.close();
    }
  }

  private void consume(ServedKind from, KindWatch watch) throws InterruptedException {
    boolean connected = false;
    while (following.isOpen()) {
      List<KindWatch.Signal> batch = watch.next(connected);
      Optional<KindWatch.Closed> closed = handle(from, batch);
      if (closed.isPresent()) {
        ended(from, closed.get().end(), connected);
        return;
      }
      if (!connected) {
        connected = true;
        state(Phase.CONNECTED, "");
        backoff.reset();
      }
    }
  }

  private Optional<KindWatch.Closed> handle(ServedKind from, List<KindWatch.Signal> batch) {
    var changes = new ArrayList<ResourceEvent>();
    Optional<KindWatch.Closed> closed = Optional.empty();
    String version = resourceVersion;
    Instant now = Instant.now();
    for (KindWatch.Signal signal : batch) {
      switch (signal) {
        case KindWatch.Changed changed -> {
          version = changed.object().getMetadata().getResourceVersion();
          if (changed.action() != Action.BOOKMARK) {
            changes.add(event(from, changed, now));
          }
        }
        case KindWatch.Closed end -> closed = Optional.of(end);
      }
    }
    Recorded known = known();
    record(known, List.copyOf(known.among(changes)));
    resourceVersion = version;
    if (!batch.isEmpty() && batch.getFirst() instanceof KindWatch.Changed) {
      heard();
    }
    return closed;
  }

  private ResourceEvent event(ServedKind from, KindWatch.Changed changed, Instant now) {
    ResourceEvent.Applied applied = objects.applied(from, changed.object(), now);
    return changed.action() == Action.DELETED
        ? new ResourceEvent.Deleted(
            applied.key(),
            Objects.requireNonNullElse(changed.object().getMetadata().getUid(), ""),
            objects.attribution().ofDeletion(applied.provenance().resourceVersion(), now))
        : applied;
  }

  private void ended(ServedKind from, KindWatch.End end, boolean connected)
      throws InterruptedException {
    state(Phase.DISCONNECTED, "the watch ended; trying again");
    switch (end) {
      case CONNECTION -> {
        if (!connected) {
          discovery.reach();
        }
      }
      case SILENT -> {
        silentEnds++;
        if (silentEnds == SILENT_ENDS) {
          lose("the API server ended the watch at once, " + SILENT_ENDS + " times");
        }
        discovery.reach();
      }
      case GONE -> lose("410 Gone");
      case FORBIDDEN -> state(Phase.FORBIDDEN, ApiFailure.forbidden(from));
      case NOT_FOUND -> notFound();
    }
    backoff.pause();
  }

  private void notFound() {
    discovery.forget();
    served = null;
    resourceVersion = null;
  }

  private void lose(String reason) {
    silentEnds = 0;
    resourceVersion = null;
    continuity.lose(reason);
  }

  /** The API server answers and does not serve the kind: there are no objects of it. */
  private void absent() throws InterruptedException {
    if (!known().isEmpty()) {
      compare(List.of(), "");
    }
    resourceVersion = null;
    state(Phase.ABSENT, "not served by this API server");
    following.listed(kind);
    Thread.sleep(following.settings().discovery());
  }

  private void record(Recorded known, List<Event> events) {
    following.record(events);
    events.forEach(known::replay);
  }

  private void heard() {
    silentEnds = 0;
    Instant now = continuity.seen(Instant.now());
    following.update(kind, state -> state.heard(now));
  }

  private void state(Phase phase, String detail) {
    following.update(kind, state -> state.at(phase, Instant.now(), detail));
  }
}
