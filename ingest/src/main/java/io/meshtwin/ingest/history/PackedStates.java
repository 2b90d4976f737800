package io.meshtwin.ingest.history;

import io.meshtwin.twin.event.Actor;
import io.meshtwin.twin.event.Manifest;
import io.meshtwin.twin.event.Provenance;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.event.SourceLocation;
import io.meshtwin.twin.image.ResourceState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** States of resources as bytes: equal states, equal bytes. */
final class PackedStates {
  private PackedStates() {}

  static byte[] pack(Collection<ResourceState> states) {
    var packer = new Packer();
    states.forEach(state -> state(packer, state));
    return packer.packed();
  }

  static List<ResourceState> unpack(byte[] packed) {
    var unpacker = new Unpacker(packed);
    var states = new ArrayList<ResourceState>();
    while (!unpacker.atEnd()) {
      states.add(state(unpacker));
    }
    return states;
  }

  static void state(Packer packer, ResourceState state) {
    key(packer, state.key());
    packer.bytes(state.manifest().bytes());
    provenance(packer, state.provenance());
    packer.optionalTime(state.created());
  }

  static ResourceState state(Unpacker unpacker) {
    ResourceKey key = key(unpacker);
    Manifest manifest = Manifest.stored(key, unpacker.bytes());
    Provenance provenance = provenance(unpacker);
    return ResourceState.stored(manifest, provenance, unpacker.optionalTime());
  }

  static void optionalState(Packer packer, @Nullable ResourceState state) {
    packer.flag(state != null);
    if (state != null) {
      state(packer, state);
    }
  }

  static @Nullable ResourceState optionalState(Unpacker unpacker) {
    return unpacker.flag() ? state(unpacker) : null;
  }

  static void key(Packer packer, ResourceKey key) {
    packer.text(Column.CLUSTER, key.cluster());
    packer.text(Column.GROUP, key.group());
    packer.text(Column.KIND, key.kind());
    packer.text(Column.NAMESPACE, key.namespace());
    packer.text(key.name());
  }

  static ResourceKey key(Unpacker unpacker) {
    return new ResourceKey(
        unpacker.text(Column.CLUSTER),
        unpacker.text(Column.GROUP),
        unpacker.text(Column.KIND),
        unpacker.text(Column.NAMESPACE),
        unpacker.text());
  }

  static void provenance(Packer packer, Provenance provenance) {
    packer.text(Column.SEEN_IN, provenance.cluster());
    packer.text(provenance.resourceVersion());
    packer.text(Column.ACTOR, provenance.actor().name());
    packer.text(Column.EVIDENCE, provenance.actor().evidence().name());
    packer.time(provenance.time());
    SourceLocation location = provenance.location();
    packer.flag(location != null);
    if (location != null) {
      packer.text(Column.FILE, location.file());
      packer.number(location.line());
    }
  }

  static Provenance provenance(Unpacker unpacker) {
    String cluster = unpacker.text(Column.SEEN_IN);
    String version = unpacker.text();
    var actor =
        new Actor(
            unpacker.text(Column.ACTOR), Actor.Evidence.valueOf(unpacker.text(Column.EVIDENCE)));
    Instant time = unpacker.time();
    SourceLocation location =
        unpacker.flag() ? new SourceLocation(unpacker.text(Column.FILE), unpacker.count()) : null;
    return new Provenance(cluster, version, actor, time, location);
  }
}
