package io.meshtwin.fidelity.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.simulator.SpecCalls;
import io.meshtwin.simulator.SpecVerdicts;
import io.meshtwin.simulator.flow.Call;
import io.meshtwin.simulator.flow.Decision;
import io.meshtwin.simulator.flow.Effect;
import io.meshtwin.simulator.flow.Simulator;
import io.meshtwin.simulator.flow.Verdict;
import io.meshtwin.testkit.cases.OwnCase;
import io.meshtwin.testkit.cases.Question;
import io.meshtwin.testkit.mesh.RandomMesh;
import io.meshtwin.testkit.mesh.RandomRequests;
import io.meshtwin.testkit.parts.SourceTree;
import io.meshtwin.testkit.spec.SpecEvaluator;
import io.meshtwin.testkit.spec.SpecRequest;
import io.meshtwin.twin.resolve.ResolvedMesh;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/fidelity.md} says what the tests show: {@code -Dgolden=write} writes it anew. Counted
 * is what is the same in each build; the tests themselves fail where one of the counted disagrees.
 */
class FidelityPageTest {
  private static final Path PAGE = SourceTree.root().resolve("docs").resolve("fidelity.md");
  private static final int READ_MESHES = 40;
  private static final int REQUESTS = 150;

  private final SortedMap<String, Integer> ownRead = new TreeMap<>();
  private final SortedMap<String, Integer> ownSent = new TreeMap<>();
  private final SortedMap<String, Integer> read = new TreeMap<>();
  private final SortedMap<String, Integer> sent = new TreeMap<>();
  private final List<String> unknown = new ArrayList<>();
  private final List<String> rules = new ArrayList<>();
  private final SortedMap<String, Integer> istio = new TreeMap<>();
  private final SortedMap<String, Integer> reasons = new TreeMap<>();
  private int istioPairs;
  private int ownCases;
  private int ownReadPairs;
  private int ownSentPairs;
  private int readPairs;
  private int sentPairs;

  @Test
  void thePageSaysWhatTheTestsShow() throws IOException {
    OwnCase.all().forEach(this::ownCase);
    for (long seed = 1; seed <= READ_MESHES; seed++) {
      secondReading(seed);
    }
    for (long seed = 1; seed <= RandomMeshTest.FIXED; seed++) {
      onEnvoy(seed);
    }
    for (long seed = 1; seed <= RandomIstioMeshTest.FIXED; seed++) {
      ofIstio(seed);
    }
    if ("write".equals(System.getProperty("golden"))) {
      Files.writeString(PAGE, page());
    }
    assertThat(Files.readString(PAGE)).isEqualTo(page());
  }

  private void ownCase(OwnCase of) {
    ownCases++;
    ResolvedMesh mesh = Meshes.of(of.yaml());
    var simulator = new Simulator(mesh);
    var cases = new ArrayList<Case>();
    int readings = 0;
    for (Question question : of.questions()) {
      Call call = SpecCalls.of(question.request());
      cases.add(new Case("q", call));
      if (question.isUnknown()) {
        unknown.add("- " + of);
      } else {
        readings++;
        count(ownRead, simulator.decide(call));
      }
    }
    List<Plan.Step> steps =
        new Plan(mesh, cases).steps().values().stream().flatMap(List::stream).toList();
    steps.forEach(step -> count(ownSent, step.predicted()));
    ownReadPairs += readings;
    ownSentPairs += steps.size();
    rules.add(
        "| %s | %s | %d | %d |"
            .formatted(of.rule().replace("|", "\\|"), of, readings, steps.size()));
  }

  private void secondReading(long seed) {
    var random = new Random(seed);
    var objects = RandomMesh.objects(random);
    var simulator = new Simulator(Meshes.of(RandomMesh.yaml(objects)));
    var specification = new SpecEvaluator(objects);
    for (int i = 0; i < REQUESTS; i++) {
      SpecRequest request = RandomRequests.next(random);
      Decision decision = simulator.decide(SpecCalls.of(request));
      if (SpecVerdicts.of(decision.verdict()).agreesWith(specification.evaluate(request))) {
        readPairs++;
        count(read, decision);
      }
    }
  }

  private void onEnvoy(long seed) {
    var random = RandomMeshTest.RandomCases.of(seed);
    var plan = new Plan(random.mesh(), random.cases());
    plan.steps().values().stream()
        .flatMap(List::stream)
        .forEach(step -> {
          sentPairs++;
          count(sent, step.predicted());
        });
  }

  private void ofIstio(long seed) {
    var random = RandomIstioMeshTest.RandomCases.of(seed);
    var plan = new Plan(random.mesh(), random.cases());
    plan.steps().values().stream()
        .flatMap(List::stream)
        .forEach(step -> {
          istioPairs++;
          count(istio, step.predicted());
        });
    var simulator = new Simulator(random.mesh());
    for (Case of : random.cases()) {
      Verdict verdict = simulator.decide(of.call()).verdict();
      if (verdict.effect() instanceof Effect.Unknown unknown) {
        String kind = unknown.caveats().getFirst().origin().resource().kind();
        reasons.merge(kind, 1, Integer::sum);
      }
    }
  }

  private static String rows(SortedMap<String, Integer> counts) {
    var rows = new ArrayList<String>();
    counts.forEach((name, count) -> rows.add("| %s | %d |\n".formatted(name, count)));
    return String.join("", rows);
  }

  private static void count(SortedMap<String, Integer> into, Decision decision) {
    if (decision.verdict().kind() != Verdict.Kind.UNKNOWN) {
      Features.of(decision).forEach(feature -> into.merge(feature, 1, Integer::sum));
    }
  }

  private String table() {
    var columns = List.of(ownRead, read, ownSent, sent);
    var features = new TreeSet<String>();
    columns.forEach(column -> features.addAll(column.keySet()));
    var table =
        new StringBuilder(
            """
            | feature | second reading, own cases | second reading, random | real Envoy, own cases | real Envoy, random |
            |---|---:|---:|---:|---:|
            """);
    for (String feature : features) {
      table.append("| ").append(feature).append(" |");
      columns.forEach(
          column -> table.append(' ').append(column.getOrDefault(feature, 0)).append(" |"));
      table.append('\n');
    }
    return table
        .append(
            "| all requests | %d | %d | %d | %d |\n"
                .formatted(ownReadPairs, readPairs, ownSentPairs, sentPairs))
        .toString();
  }

  private String page() throws IOException {
    String frame =
        Files.readString(SourceTree.root().resolve("fidelity/src/test/resources/fidelity-page.md"));
    return frame
        .replace("${CASES}", String.valueOf(ownCases))
        .replace("${ISTIO_CASES}", String.valueOf(OwnCase.all(OwnCase.ISTIO).size()))
        .replace("${TABLE}", table())
        .replace("${RULES}", String.join("\n", rules.stream().sorted().toList()))
        .replace("${UNKNOWN}", String.join("\n", unknown.stream().distinct().toList()))
        .replace("${ISTIO_SENT}", String.valueOf(istioPairs))
        .replace("${ACCESS}", String.valueOf(AccessOnEnvoyTest.DECISIONS))
        .replace("${ISTIO_TABLE}", "| feature | real Envoy |\n|---|---:|\n" + rows(istio))
        .replace(
            "${ISTIO_UNKNOWN}",
            String.valueOf(reasons.values().stream().mapToInt(Integer::intValue).sum()))
        .replace("${ISTIO_REASONS}", "| kind | requests |\n|---|---:|\n" + rows(reasons))
        .replace("${DIALECTS}", DialectTable.markdown());
  }
}
