package io.meshtwin.bench;

import io.meshtwin.simulator.diff.Baseline;
import io.meshtwin.simulator.diff.Preview;
import io.meshtwin.testkit.scale.MeshSize;
import io.meshtwin.testkit.scale.MeshStyle;
import io.meshtwin.twin.image.MeshImage;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The preview of one changed route at a Service, against a warm baseline. */
@State(Scope.Thread)
@Fork(1)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class PreviewBenchmark {
  private static final int ROUTES = 64;

  @Param({"S", "M"})
  private MeshSize size = MeshSize.S;

  private final MeshImage[] images = new MeshImage[ROUTES];
  private Baseline baseline = Baseline.of(new BenchMesh().simulator().mesh());
  private int next;

  @Setup(Level.Trial)
  public void mesh() {
    ScaledMesh mesh = ScaledMesh.of(size, MeshStyle.GATEWAY_API);
    baseline = Baseline.of(mesh.resolved());
    baseline.warm();
    int found = 0;
    for (int route = 0; found < ROUTES; route++) {
      if (!mesh.source().atGateway(route % mesh.source().routes())) {
        images[found++] = mesh.edited(route % mesh.source().routes(), 1, 1 + route / ROUTES);
      }
    }
  }

  @Benchmark
  public Preview oneRoute() {
    return baseline.preview(images[next++ % ROUTES]);
  }
}
