package io.meshtwin.bench;

import io.meshtwin.simulator.flow.Call;
import io.meshtwin.simulator.flow.Simulator;
import io.meshtwin.simulator.flow.Verdict;
import io.meshtwin.simulator.trace.Explainer;
import io.meshtwin.simulator.trace.Trace;
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

/** One simulation in a mesh with a route on each Service: with and without its trace. */
@State(Scope.Thread)
@Fork(2)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class ServicesBenchmark {
  private static final int CALLS = 1024;
  private static final long SEED = 42;
  private static final String MATCHES =
      """
      [{"path":{"type":"PathPrefix","value":"/api"},"headers":[{"name":"x-version","value":"two"}]},
       {"path":{"type":"PathPrefix","value":"/"}}]
      """;

  @Param({"100", "1000", "10000"})
  private int services = 100;

  private Simulator simulator = new BenchMesh().simulator();
  private Call[] calls = new Call[0];
  private int next;

  @Setup(Level.Trial)
  public void mesh() {
    var mesh = new BenchMesh();
    for (int i = 0; i < services; i++) {
      mesh.service("s" + i);
      mesh.route("r" + i, "s" + i, MATCHES);
    }
    simulator = mesh.simulator();
    var random = new Random(SEED);
    calls = new Call[CALLS];
    for (int i = 0; i < CALLS; i++) {
      String path = random.nextBoolean() ? "/api/items/" + i : "/static/" + i;
      calls[i] = BenchMesh.get("s" + random.nextInt(services), path);
      simulator.verdict(calls[i]);
    }
  }

  @Benchmark
  public Verdict.Kind verdict() {
    return simulator.verdict(calls[next++ & (CALLS - 1)]).kind();
  }

  @Benchmark
  public Trace fullTrace() {
    return Explainer.full(simulator.decide(calls[next++ & (CALLS - 1)]));
  }
}
