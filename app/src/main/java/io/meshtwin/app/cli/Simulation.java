package io.meshtwin.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshtwin.app.json.Asked;
import io.meshtwin.app.json.PreviewJson;
import io.meshtwin.app.json.RequestReader;
import io.meshtwin.app.serve.Plan;
import io.meshtwin.app.serve.Previewer;
import io.meshtwin.app.serve.ServeParts;
import io.meshtwin.bridge.xds.Addresses;
import io.meshtwin.simulator.diff.Baseline;
import io.meshtwin.simulator.diff.BlastRadius;
import io.meshtwin.simulator.diff.Preview;
import io.meshtwin.simulator.flow.Simulator;
import io.meshtwin.twin.event.Digest;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resolve.ResolvedMesh;

/** The simulator as a running twin uses it: the same answers as the commands for files give. */
public final class Simulation implements Previewer {
  private final WarmBaseline baseline = new WarmBaseline();

  private Simulation() {}

  /** A twin that previews and answers by simulation. */
  public static ServeParts parts(Addresses addresses) {
    return new ServeParts(new Simulation(), Simulation::answer, addresses);
  }

  @Override
  public void expect(MeshImage running) {
    baseline.of(running, running).warm();
  }

  @Override
  public Plan preview(MeshImage running, MeshImage candidate) {
    Baseline before = baseline.of(running, candidate);
    ResolvedMesh is = before.mesh();
    ResolvedMesh would = is.fork(candidate);
    Preview preview =
        before.preview(candidate).without(SuppressOptions.annotated(candidate, running));
    String worst = preview.severity().map(severity -> ", worst: " + severity).orElse("");
    String summary =
        "%d of %d classes of requests change, %d unknown%s"
            .formatted(preview.changed(), preview.classes(), preview.unknown(), worst);
    ObjectNode report =
        PreviewJson.of(preview, BlastRadius.of(preview, is, would), "server", running);
    return new Plan(Digest.parse(preview.digest()), summary, report);
  }

  private static JsonNode answer(ResolvedMesh mesh, JsonNode request) {
    try {
      return new RequestReader(mesh).read(request).answer(new Simulator(mesh));
    } catch (IllegalArgumentException e) {
      return Asked.error(request.get("id"), String.valueOf(e.getMessage()));
    }
  }
}
