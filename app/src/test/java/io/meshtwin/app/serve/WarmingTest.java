package io.meshtwin.app.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.app.cli.Simulation;
import io.meshtwin.bridge.xds.ClusterAddresses;
import io.meshtwin.ingest.log.LogLocation;
import io.meshtwin.ingest.log.StartProgress;
import io.meshtwin.twin.event.Digest;
import io.meshtwin.twin.image.MeshImage;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Previews are prepared for the mesh as it is, before anybody asks. */
class WarmingTest {
  private final List<Digest> expected = new CopyOnWriteArrayList<>();
  @TempDir Path data;
  @TempDir Path manifests;

  /** The simulation, and what it was told to expect. */
  private final class Told implements Previewer {
    private final Previewer simulation;

    Told(Previewer simulation) {
      this.simulation = simulation;
    }

    @Override
    public Plan preview(MeshImage running, MeshImage candidate) {
      return simulation.preview(running, candidate);
    }

    @Override
    public void expect(MeshImage running) {
      simulation.expect(running);
      expected.add(running.digest());
    }
  }

  @Test
  void everyMeshThatStandsIsExpectedOnce() throws Exception {
    var mesh = new SampleMesh(manifests);
    var settings =
        new ServeSettings(
            new LogLocation.Embedded(data, 0),
            ServeSettings.MESH,
            Sources.of(mesh.directory().toString()),
            anyPort(),
            anyPort(),
            data);
    ServeParts parts = Simulation.parts(new ClusterAddresses());
    try (Serving serving =
        Serving.start(
            settings,
            new ServeParts(new Told(parts.previewer()), parts.answerer(), parts.addresses()),
            StartProgress.SILENT)) {
      awaitExpected(serving);
      Digest before = serving.loader().image().approved().digest();

      mesh.write("services.yaml", SampleMesh.service("catalog") + SampleMesh.service("stock"));
      TestServer.await(
          () -> !serving.loader().image().approved().digest().equals(before), "the mesh moved");
      awaitExpected(serving);
      assertThat(expected).doesNotHaveDuplicates();
    }
  }

  private void awaitExpected(Serving serving) {
    TestServer.await(
        () -> expected.contains(serving.loader().image().approved().digest()),
        "the mesh as it is was expected");
  }

  private static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }
}
