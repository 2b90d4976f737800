package io.meshtwin.bench;

import io.meshtwin.simulator.flow.Call;
import io.meshtwin.simulator.flow.Simulator;
import io.meshtwin.simulator.flow.Verdict;
import io.meshtwin.twin.resolve.Dialect;
import java.util.Random;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One simulation in a mesh of Istio's with a VirtualService and a DestinationRule for each Service:
 * from the client's sidecar to what the server's sidecar lets in.
 */
@State(Scope.Thread)
@Fork(2)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class VirtualServicesBenchmark {
  private static final int CALLS = 1024;
  private static final long SEED = 42;

  @Param({"100", "1000"})
  private int services = 100;

  private Simulator simulator = new BenchMesh().simulator();
  private Call[] calls = new Call[0];
  private int next;

  @Setup(Level.Trial)
  public void mesh() {
    var mesh = new BenchMesh();
    for (int i = 0; i < services; i++) {
      mesh.service("s" + i);
      mesh.virtualService("v" + i, "s" + i);
    }
    simulator = mesh.simulator(Dialect.ISTIO);
    var random = new Random(SEED);
    calls = new Call[CALLS];
    for (int i = 0; i < CALLS; i++) {
      String path = random.nextBoolean() ? "/api/items/" + i : "/static/" + i;
      calls[i] = BenchMesh.get("s" + random.nextInt(services), path);
      Verdict verdict = simulator.verdict(calls[i]);
      if (verdict.kind() == Verdict.Kind.UNKNOWN || simulator.decide(calls[i]).entry() == null) {
        throw new IllegalStateException("no rule takes " + calls[i] + ": " + verdict);
      }
    }
  }

  @Benchmark
  public Verdict.Kind verdict() {
    return simulator.verdict(calls[next++ & (CALLS - 1)]).kind();
  }
}
