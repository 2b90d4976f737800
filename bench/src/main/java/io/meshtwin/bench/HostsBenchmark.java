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
 * One simulation of a request to one of 10,000 hosts outside the mesh that share a port, named
 * exactly or by a wildcard each.
 */
@State(Scope.Thread)
@Fork(2)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class HostsBenchmark {
  private static final int CALLS = 1024;
  private static final int ANSWERED = 204;
  private static final long SEED = 42;

  @Param({"10000"})
  private int hosts = 10;

  @Param({"exact", "wildcard"})
  private String named = "exact";

  private Simulator simulator = new BenchMesh().simulator();
  private Call[] calls = new Call[0];
  private int next;

  @Setup(Level.Trial)
  public void mesh() {
    var mesh = new BenchMesh();
    String first = named.equals("wildcard") ? "*" : "www";
    for (int i = 0; i < hosts; i++) {
      mesh.answered("h" + i, first + ".h" + i + ".example");
    }
    simulator = mesh.simulator(Dialect.ISTIO);
    var random = new Random(SEED);
    calls = new Call[CALLS];
    for (int i = 0; i < CALLS; i++) {
      calls[i] = BenchMesh.getFrom("www.h" + random.nextInt(hosts) + ".example", "/a/" + i);
      Integer status = simulator.verdict(calls[i]).status();
      if (status == null || status != ANSWERED) {
        throw new IllegalStateException("no rule takes " + calls[i]);
      }
    }
  }

  @Benchmark
  public Verdict.Kind verdict() {
    return simulator.verdict(calls[next++ & (CALLS - 1)]).kind();
  }
}
