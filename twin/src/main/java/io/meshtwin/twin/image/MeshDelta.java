package io.meshtwin.twin.image;

import io.meshtwin.twin.event.Digest;
import io.meshtwin.twin.event.Provenance;
import io.meshtwin.twin.event.ResourceEvent;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.resource.AuthorizationPolicy;
import io.meshtwin.twin.resource.BackendTlsPolicy;
import io.meshtwin.twin.resource.DestinationRule;
import io.meshtwin.twin.resource.Gateway;
import io.meshtwin.twin.resource.GrpcRoute;
import io.meshtwin.twin.resource.HttpRoute;
import io.meshtwin.twin.resource.ListenerSet;
import io.meshtwin.twin.resource.Metadata;
import io.meshtwin.twin.resource.PeerAuthentication;
import io.meshtwin.twin.resource.RequestAuthentication;
import io.meshtwin.twin.resource.Resource;
import io.meshtwin.twin.resource.ResourceReader;
import io.meshtwin.twin.resource.ServiceEntry;
import io.meshtwin.twin.resource.Sidecar;
import io.meshtwin.twin.resource.StreamRoute;
import io.meshtwin.twin.resource.VirtualService;
import io.meshtwin.twin.resource.WorkloadEntry;
import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a batch of events changes in an image. Filled by one thread, then applied.
 *
 * <p>An event that leaves a resource as it is changes nothing, so applying a listing to an image
 * that already says so keeps every reference.
 */
public final class MeshDelta {
  private final MeshImage base;
  private final TreeMap<ResourceKey, Update> updates = new TreeMap<>();
  private final Set<ResourceKey> mentioned = new HashSet<>();

  /**
   * @param before the state in the base image, null where it is new
   * @param after the new state, null where it is gone
   */
  public record Update(@Nullable ResourceState before, @Nullable ResourceState after) {}

  /** A delta that changes nothing yet. */
  public MeshDelta(MeshImage base) {
    this.base = base;
  }

  /** The image that this changes. */
  public MeshImage base() {
    return base;
  }

  /** Folds one event. */
  public void replay(ResourceEvent event) {
    switch (event) {
      case ResourceEvent.Applied applied -> put(applied, null);
      case ResourceEvent.Deleted deleted -> set(deleted.key(), null);
    }
  }

  /**
   * Folds a resource that a change would apply: one that is new and does not say when it was
   * created is newer than all of the mesh.
   */
  public void propose(ResourceEvent.Applied event) {
    put(event, Metadata.NEWEST);
  }

  /** Folds a resource that a change applies at a known time. */
  void publish(ResourceEvent.Applied event, Instant time) {
    put(event, time);
  }

  /** The events so far were a whole listing of the cluster: what they did not mention is gone. */
  public void finishListing(String cluster) {
    for (ResourceKey key : base.resources().keySet()) {
      if (key.cluster().equals(cluster) && !mentioned.contains(key)) {
        set(key, null);
      }
    }
  }

  /** The resources that differ from the base, in the order of their keys. */
  public Map<ResourceKey, Update> updates() {
    return Collections.unmodifiableMap(updates);
  }

  /** Whether nothing differs from the base. */
  public boolean isEmpty() {
    return updates.isEmpty();
  }

  /** The base with every update, standing at {@code position}. */
  public MeshImage apply(Position position) {
    var resources = base.resourceMap();
    var references = base.referenceSet();
    Digest digest = base.digest();
    for (var entry : updates.entrySet()) {
      ResourceKey key = entry.getKey();
      ResourceState before = entry.getValue().before();
      ResourceState after = entry.getValue().after();
      if (before != null) {
        references = references.minusAll(Reference.of(before.resource()));
        digest = digest.minus(digestOf(key, before));
      }
      if (after == null) {
        resources = resources.minus(key);
      } else {
        resources = resources.plus(key, after);
        references = references.plusAll(Reference.of(after.resource()));
        digest = digest.plus(digestOf(key, after));
      }
    }
    return new MeshImage(resources, references, digest, position);
  }

  private void put(ResourceEvent.Applied event, @Nullable Instant newest) {
    ResourceKey key = event.key();
    mentioned.add(key);
    ResourceState current = current(key);
    if (current != null && current.digest().equals(event.manifest().digest())) {
      return;
    }
    Provenance provenance = event.provenance();
    var reading = ResourceReader.read(event.manifest(), provenance.location());
    Instant inherited = current == null ? newest : current.resource().metadata().created();
    Resource resource = aged(reading.resource(), inherited);
    set(
        key,
        new ResourceState(resource, reading.findings(), event.manifest().digest(), provenance));
  }

  /**
   * Age decides between routes, ListenerSets and policies; an update keeps the age of what it
   * replaces.
   */
  private static Resource aged(Resource resource, @Nullable Instant created) {
    Metadata metadata = resource.metadata();
    if (metadata.created() != null || created == null) {
      return resource;
    }
    Metadata aged = metadata.withCreated(created);
    return switch (resource) {
      case HttpRoute r -> new HttpRoute(aged, r.parents(), r.hostnames(), r.rules());
      case GrpcRoute r -> new GrpcRoute(aged, r.parents(), r.hostnames(), r.rules());
      case StreamRoute r -> new StreamRoute(aged, r.parents(), r.hostnames(), r.rules());
      case Gateway g -> g.with(aged);
      case ListenerSet s -> new ListenerSet(aged, s.gateway(), s.listeners());
      case BackendTlsPolicy p -> p.with(aged);
      case PeerAuthentication p -> p.with(aged);
      case RequestAuthentication p -> p.with(aged);
      case AuthorizationPolicy p -> p.with(aged);
      case ServiceEntry e -> e.with(aged);
      case WorkloadEntry e -> e.with(aged);
      case Sidecar s -> s.with(aged);
      case VirtualService v -> v.with(aged);
      case DestinationRule d -> d.with(aged);
      case Resource other -> other;
    };
  }

  private void set(ResourceKey key, @Nullable ResourceState after) {
    ResourceState before = base.state(key);
    if (before == null ? after == null : after != null && same(before, after)) {
      updates.remove(key);
    } else {
      updates.put(key, new Update(before, after));
    }
  }

  private static boolean same(ResourceState before, ResourceState after) {
    return before.digest().equals(after.digest())
        && Objects.equals(
            before.resource().metadata().created(), after.resource().metadata().created())
        && before.provenance().equals(after.provenance());
  }

  /** Puts a state back as it was, or takes the resource away. */
  void restore(ResourceKey key, @Nullable ResourceState state) {
    set(key, state);
  }

  /** The state as of the events so far. */
  @Nullable ResourceState current(ResourceKey key) {
    Update update = updates.get(key);
    return update == null ? base.state(key) : update.after();
  }

  private static Digest digestOf(ResourceKey key, ResourceState state) {
    return Digest.of(
        key.path() + ' ' + state.digest() + ' ' + state.resource().metadata().created());
  }
}
