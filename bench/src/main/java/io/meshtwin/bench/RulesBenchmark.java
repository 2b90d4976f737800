package io.meshtwin.bench;

import io.meshtwin.simulator.flow.Call;
import io.meshtwin.simulator.flow.Simulator;
import io.meshtwin.simulator.flow.Verdict;
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
 * One simulation in a virtual host with many rules: exact paths, prefixes, and expressions that
 * begin each in its own way or all alike; every rule is hit as often as any other.
 */
@State(Scope.Thread)
@Fork(2)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class RulesBenchmark {
  private static final int CALLS = 8192;
  private static final long SEED = 42;

  @Param({"50", "5000"})
  private int rules = 50;

  private Simulator simulator = new BenchMesh().simulator();
  private Call[] calls = new Call[0];
  private int next;

  @Setup(Level.Trial)
  public void mesh() {
    var mesh = new BenchMesh();
    mesh.service("shop");
    for (int i = 0; i < rules; i++) {
      String path = "{\"type\":\"" + type(i) + "\",\"value\":\"" + value(i) + "\"}";
      mesh.route("r" + i, "shop", "[{\"path\":" + path + "}]");
    }
    simulator = mesh.simulator();
    var random = new Random(SEED);
    calls = new Call[CALLS];
    for (int i = 0; i < CALLS; i++) {
      calls[i] = BenchMesh.get("shop", hit(random.nextInt(rules)));
      if (simulator.decide(calls[i]).entry() == null) {
        throw new IllegalStateException("no rule takes " + calls[i].request().path());
      }
    }
  }

  private static String type(int rule) {
    return switch (rule % 4) {
      case 0 -> "Exact";
      case 1 -> "PathPrefix";
      default -> "RegularExpression";
    };
  }

  private static String value(int rule) {
    return switch (rule % 4) {
      case 0 -> "/exact/" + rule;
      case 1 -> "/prefix/" + rule;
      case 2 -> "/regex-" + rule + "/[a-z]+";
      default -> "/items/[a-z]+/" + rule;
    };
  }

  private static String hit(int rule) {
    return switch (rule % 4) {
      case 0 -> "/exact/" + rule;
      case 1 -> "/prefix/" + rule + "/below";
      case 2 -> "/regex-" + rule + "/word";
      default -> "/items/word/" + rule;
    };
  }

  @Benchmark
  public Verdict.Kind verdict() {
    return simulator.verdict(calls[next++ & (CALLS - 1)]).kind();
  }
}
