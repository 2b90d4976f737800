package io.meshtwin.bridge.ledger;

import io.meshtwin.bridge.cache.ResourceType;
import io.meshtwin.bridge.xds.ProxyId;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** The mutable side of a {@link ProxyRecord}; guarded by the ledger. */
final class LiveProxy {
  private final ProxyId proxy;
  private final Instant since;
  private final String version;
  private final boolean delta;
  private final Map<ResourceType, SortedMap<String, ResourceRecord>> resources =
      new EnumMap<>(ResourceType.class);
  private final Deque<Refusal> refusals = new ArrayDeque<>();
  private String converged = "";

  LiveProxy(ProxyId proxy, Instant since, String version, boolean delta) {
    this.proxy = proxy;
    this.since = since;
    this.version = version;
    this.delta = delta;
  }

  void sent(ResourceType type, Map<String, String> versions) {
    converged = "";
    versions.forEach((name, version) -> change(type, name, record -> record.sent(version)));
  }

  void acked(ResourceType type, Map<String, String> versions, List<String> removed, Instant time) {
    versions.forEach((name, version) -> change(type, name, record -> record.acked(version, time)));
    for (String name : removed) {
      of(type).remove(name);
    }
  }

  void refused(Refusal refusal) {
    refusal
        .resources()
        .forEach((name, version) ->
            change(refusal.type(), name, record -> record.refused(version, refusal.message())));
    refusals.add(refusal);
    if (refusals.size() > ProxyRecord.REMEMBERED) {
      refusals.remove();
    }
  }

  void converged(String configuration) {
    converged = configuration;
  }

  ProxyRecord record() {
    return new ProxyRecord(
        proxy, since, version, delta, resources, List.copyOf(refusals), converged);
  }

  private void change(ResourceType type, String name, UnaryOperator<ResourceRecord> change) {
    of(type)
        .merge(
            name, change.apply(ResourceRecord.NONE), (existing, ignored) -> change.apply(existing));
  }

  private SortedMap<String, ResourceRecord> of(ResourceType type) {
    return resources.computeIfAbsent(type, key -> new TreeMap<>());
  }
}
