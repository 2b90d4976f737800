package io.meshtwin.app.demo;

import io.meshtwin.app.serve.ChangeDesk;
import io.meshtwin.app.serve.Plan;
import io.meshtwin.app.serve.Serving;
import io.meshtwin.ingest.codec.Input;
import io.meshtwin.ingest.codec.ManifestReader;
import io.meshtwin.ingest.codec.ReadResult;
import io.meshtwin.twin.change.Change;
import io.meshtwin.twin.change.ChangeState;
import io.meshtwin.twin.event.Manifest;
import io.meshtwin.twin.event.Provenance;
import io.meshtwin.twin.event.ResourceEvent;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.image.MeshDelta;
import io.meshtwin.twin.image.MeshImage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The demo's change on its way: each step is an event in the log. */
final class Canary {
  static final String AUTHOR = "alice";
  static final String APPROVER = "bob";

  private static final Duration CONVERGENCE = Duration.ofSeconds(60);
  private static final long ASK_AGAIN_MILLIS = 20;

  private final Serving serving;
  private final String id;

  private Canary(Serving serving, String id) {
    this.serving = serving;
    this.id = id;
  }

  /** Alice proposes the manifests of a file. */
  static Canary propose(Serving serving, Path file) {
    ReadResult read = new ManifestReader(ResourceKey.LOCAL).read(Input.file(file.toString(), file));
    List<Manifest> manifests =
        read.documents().stream().map(ReadResult.Document::manifest).toList();
    String title = "a tenth of the catalog to version 2";
    return new Canary(serving, serving.changes().propose(title, manifests, List.of(), AUTHOR));
  }

  String id() {
    return id;
  }

  /** What the proxies would run with the change. */
  MeshImage candidate() {
    MeshImage approved = serving.loader().image().approved();
    var delta = new MeshDelta(approved);
    Provenance by = change().proposal().provenance();
    change()
        .proposal()
        .apply()
        .forEach(manifest -> delta.propose(new ResourceEvent.Applied(manifest, by)));
    return delta.apply(approved.position());
  }

  /** The behaviour difference that is to be approved. */
  Plan plan() {
    return serving.changes().plan(serving.loader().image(), change());
  }

  /** Bob agrees to exactly this plan, and publishes. */
  void approveAndPublish(Plan plan) {
    serving.changes().approve(id, plan.digest().toString(), APPROVER);
    serving.changes().publish(id, APPROVER);
  }

  /** Waits until every proxy runs it, or it was taken back; returns what became of it. */
  Change await() throws InterruptedException {
    long deadline = System.nanoTime() + CONVERGENCE.toNanos();
    while (change().state() == ChangeState.PUBLISHED && System.nanoTime() < deadline) {
      Thread.sleep(ASK_AGAIN_MILLIS);
    }
    return change();
  }

  private Change change() {
    return ChangeDesk.required(serving.loader().image(), id);
  }
}
