package io.meshtwin.ingest.codec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.meshtwin.twin.event.Actor;
import io.meshtwin.twin.event.Adopted;
import io.meshtwin.twin.event.Audited;
import io.meshtwin.twin.event.ChangeEvent;
import io.meshtwin.twin.event.Digest;
import io.meshtwin.twin.event.Event;
import io.meshtwin.twin.event.Manifest;
import io.meshtwin.twin.event.Provenance;
import io.meshtwin.twin.event.ResourceEvent;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.event.SourceLocation;
import io.meshtwin.twin.event.WatchGap;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What the stored records mean today, by type and version. */
final class StoredEvents {
  private static final Instant TIME = Instant.parse("2026-02-03T04:05:06.123456789Z");
  private static final Provenance WATCHED =
      new Provenance("küche-1", "4711", Actor.fieldManager("kubectl"), TIME, null);
  private static final Provenance READ =
      Provenance.ofManifest(new SourceLocation("mesh/ä b.yaml", 14), TIME)
          .by(Actor.stated("Zoë <zoe@example.org>"), TIME);
  private static final ResourceKey KEY =
      new ResourceKey("küche-1", "gateway.networking.k8s.io", "HTTPRoute", "shop", "cart");
  private static final Provenance AUDITED =
      new Provenance("küche-1", "4712", new Actor("zoë", Actor.Evidence.AUDIT), TIME, null);
  private static final Digest PLAN = Digest.of("plan");

  static final Map<String, Event> ALL =
      Map.ofEntries(
          Map.entry(
              "io.meshtwin.resource.applied.v1", new ResourceEvent.Applied(manifest(), WATCHED)),
          Map.entry("io.meshtwin.resource.deleted.v1", new ResourceEvent.Deleted(KEY, "", WATCHED)),
          Map.entry(
              "io.meshtwin.resource.deleted.v2",
              new ResourceEvent.Deleted(KEY, "8f1c2a7e-0000-4000-8000-00000000cafe", WATCHED)),
          Map.entry("io.meshtwin.request.audited.v1", new Audited(KEY, request(), AUDITED)),
          Map.entry("io.meshtwin.watch.gap.v1", gap(WatchGap.UNCOUNTED)),
          Map.entry("io.meshtwin.watch.gap.v2", gap(3)),
          Map.entry("io.meshtwin.configuration.adopted.v1", new Adopted(READ)),
          Map.entry(
              "io.meshtwin.change.proposed.v1",
              new ChangeEvent.Proposed("c-1", "Canary", List.of(manifest()), List.of(KEY), READ)),
          Map.entry(
              "io.meshtwin.change.previewed.v1", new ChangeEvent.Previewed("c-1", PLAN, READ)),
          Map.entry("io.meshtwin.change.approved.v1", new ChangeEvent.Approved("c-1", PLAN, READ)),
          Map.entry(
              "io.meshtwin.change.rejected.v1", new ChangeEvent.Rejected("c-1", "not today", READ)),
          Map.entry("io.meshtwin.change.published.v1", new ChangeEvent.Published("c-1", READ)),
          Map.entry("io.meshtwin.change.converged.v1", new ChangeEvent.Converged("c-1", 12, READ)),
          Map.entry(
              "io.meshtwin.change.rolledback.v1", new ChangeEvent.RolledBack("c-1", "NACK", READ)));

  private StoredEvents() {}

  private static WatchGap gap(int revealed) {
    return new WatchGap("apps", "*", TIME, TIME.plusSeconds(29), "410 Gone", revealed, WATCHED);
  }

  private static Audited.Request request() {
    return new Audited.Request(
        "e1d7", "patch", "192.0.2.7", "kubectl/v1.34", "root", "RBAC: allowed by …", "8f1c");
  }

  private static Manifest manifest() {
    try {
      return Manifest.of(
          "küche-1",
          JsonMapper.builder()
              .build()
              .readTree(
                  """
                  {"apiVersion": "gateway.networking.k8s.io/v1", "kind": "HTTPRoute",
                   "metadata": {"name": "cart", "namespace": "shop", "labels": {"größe": "m"}},
                   "spec": {"rules": [{"backendRefs": [{"name": "cart", "port": 80}]}]}}
                  """));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
