package io.meshtwin.app.demo;

import io.meshtwin.app.cli.Simulation;
import io.meshtwin.app.http.RunningServer;
import io.meshtwin.app.serve.Plan;
import io.meshtwin.app.serve.ServeSettings;
import io.meshtwin.app.serve.Serving;
import io.meshtwin.app.serve.Sources;
import io.meshtwin.fidelity.envoy.EnvoyBinary;
import io.meshtwin.fidelity.local.ControlPlane;
import io.meshtwin.fidelity.local.LocalProxies;
import io.meshtwin.fidelity.local.LoopbackMesh;
import io.meshtwin.ingest.log.LogLocation;
import io.meshtwin.twin.change.Change;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Tells the story once; what runs meanwhile is closed at its end. */
public final class Demo {
  /** Enough that a share of a tenth is known to a third of a point. */
  private static final long REQUESTS_AFTER = 10_000;

  private static final long REQUESTS_BEFORE = 2_000;
  private static final Duration START = Duration.ofSeconds(60);
  private static final long PATIENCE_MILLIS = 300_000;

  private final Settings settings;
  private final Story story;

  /**
   * What the demo works with.
   *
   * @param data the embedded broker's directory
   * @param install whether a missing Envoy is installed
   */
  public record Settings(
      DemoFiles files, Path data, Map<String, String> environment, boolean install) {}

  /** What happens when the story is told and everything still runs. */
  @FunctionalInterface
  public interface Ending {
    /** Everything is closed when this returns. */
    void running(RunningServer server) throws InterruptedException;
  }

  public Demo(Settings settings, Story story) {
    this.settings = settings;
    this.story = story;
  }

  /**
   * Runs.
   *
   * @throws io.meshtwin.fidelity.envoy.EnvoyException when Envoy does not run
   * @throws io.meshtwin.ingest.log.LogException when the log cannot be opened
   */
  public DemoReport run(Ending ending) throws IOException, InterruptedException {
    try (var local = LoopbackMesh.open(new TreeMap<>());
        RunningServer server = serve(local)) {
      story.step("Real Envoys take it over xDS");
      Optional<EnvoyBinary> envoy =
          new EnvoySetup(settings.files(), settings.environment(), settings.install()).envoy(story);
      DemoReport report =
          envoy.isPresent()
              ? withEnvoys(envoy.get(), server, local, ending)
              : withoutEnvoy(server, ending);
      return report;
    }
  }

  private RunningServer serve(LoopbackMesh local) throws InterruptedException {
    story.step("A mesh becomes events in Kafka");
    var anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    String mesh = settings.files().mesh().toString();
    RunningServer server =
        RunningServer.start(
            new ServeSettings(
                new LogLocation.Embedded(settings.data(), 0),
                ServeSettings.MESH,
                Sources.of(mesh),
                anyPort,
                anyPort,
                settings.data()),
            Simulation.parts(local.addresses()),
            _ -> {});
    Serving serving = server.serving();
    int resources = serving.loader().image().observed().resources().size();
    story.line(
        "%d resources of %s are %d events at the broker %s"
            .formatted(
                resources, shown(settings.files().mesh()), events(serving), server.broker()));
    story.line("and fold into image " + serving.loader().image().approved().digest());
    story.byHand("./meshtwin serve --mesh examples/shop");
    return server;
  }

  private DemoReport withEnvoys(
      EnvoyBinary envoy, RunningServer server, LoopbackMesh local, Ending ending)
      throws IOException, InterruptedException {
    Serving serving = server.serving();
    var forecast = new Forecast(serving.loader().image().approved());
    var roles = List.of(Forecast.STOREFRONT, Forecast.PAYMENT, Forecast.WEB);
    try (var proxies =
        LocalProxies.start(
            envoy,
            ControlPlane.withoutAgent(serving.xdsPort(), serving.proxies()),
            roles,
            settings.data(),
            START)) {
      proxies.proxies().forEach(proxy -> story.line("Envoy " + envoy.version() + " as " + proxy));
      story.line(
          "%d echo workloads answer for the shop's, all on loopback"
              .formatted(local.workloads().size()));
      story.byHand("./meshtwin proxy bootstrap --workload shop/storefront");
      try (var traffic = new Traffic(forecast.targets(local.addresses()))) {
        DemoReport report = change(serving, traffic, forecast, envoy.version(), proxies);
        traffic.slowDown();
        ending.running(server);
        return report;
      }
    }
  }

  private DemoReport change(
      Serving serving, Traffic traffic, Forecast forecast, String version, LocalProxies proxies)
      throws InterruptedException {
    story.step("Requests flow: all of the catalog's go to version 1");
    Tally before = traffic.next();
    before.await(REQUESTS_BEFORE, PATIENCE_MILLIS);
    var first = split(forecast.catalog(), before);
    story.step("A canary is proposed, previewed, approved by someone else, pushed");
    Canary canary = Canary.propose(serving, settings.files().change());
    SortedMap<String, Double> predicted = new Forecast(canary.candidate()).catalog();
    Plan plan = tellPlan(canary, predicted);
    Tally during = traffic.next();
    long started = System.nanoTime();
    canary.approveAndPublish(plan);
    Change change = canary.await();
    Tally after = traffic.next();
    story.line(
        "%s approved and published it; %s at %d proxies after %.1f s, %d requests meanwhile, %d failed"
            .formatted(
                Canary.APPROVER,
                change.state().toString().toLowerCase(java.util.Locale.ROOT),
                proxies.proxies().size(),
                (System.nanoTime() - started) / 1e9,
                during.requests(),
                during.failed()));
    story.byHand("./meshtwin change approve " + canary.id() + "; ./meshtwin change publish …");
    story.step("What was predicted is what happens");
    after.await(REQUESTS_AFTER, PATIENCE_MILLIS);
    var second = split(predicted, after);
    sayFailures(before, during, after);
    return new DemoReport(
        first,
        second,
        before.requests() + during.requests() + after.requests(),
        before.failed() + during.failed() + after.failed(),
        during.requests(),
        events(serving),
        version,
        canary.id(),
        change.state().toString().toLowerCase(java.util.Locale.ROOT),
        proxies.proxies().size());
  }

  private Plan tellPlan(Canary canary, SortedMap<String, Double> predicted) {
    Plan plan = canary.plan();
    story.line(
        "%s proposed %s, %s"
            .formatted(Canary.AUTHOR, canary.id(), shown(settings.files().change())));
    story.line("preview: " + plan.summary());
    predicted.forEach((workload, share) ->
        story.line("  the catalog's requests: %5.1f%% to %s".formatted(100 * share, workload)));
    story.byHand("./meshtwin preview --mesh examples/shop -f examples/changes/canary.yaml");
    return plan;
  }

  private DemoReport.Split split(SortedMap<String, Double> predicted, Tally tally) {
    var split = new DemoReport.Split(predicted, tally.shares(), tally.counted());
    var workloads = new TreeMap<>(predicted);
    workloads.putAll(split.observed());
    for (String workload : workloads.keySet()) {
      story.line(
          "%-16s predicted %5.1f%%   observed %5.1f%% of %,d requests"
              .formatted(
                  workload,
                  100 * predicted.getOrDefault(workload, 0.0),
                  100 * split.observed().getOrDefault(workload, 0.0),
                  split.requests()));
    }
    return split;
  }

  private void sayFailures(Tally... tallies) {
    for (Tally tally : tallies) {
      if (tally.failed() > 0) {
        story.line(tally.failed() + " requests failed, the first: " + tally.failure());
      }
    }
  }

  /** The same change, shown by what a proxy is sent instead of by what it does. */
  private DemoReport withoutEnvoy(RunningServer server, Ending ending) throws InterruptedException {
    story.line(EnvoyBinary.MISSING);
    story.line("going on without: an xDS client shows what a proxy would get");
    Serving serving = server.serving();
    var forecast = new Forecast(serving.loader().image().approved());
    try (var client = XdsClient.connect(serving.xdsPort(), Forecast.STOREFRONT)) {
      client.await(START);
      client.lines("shop/catalog:80").forEach(story::line);
      story.step("A canary is proposed, previewed, approved by someone else, pushed");
      Canary canary = Canary.propose(serving, settings.files().change());
      SortedMap<String, Double> predicted = new Forecast(canary.candidate()).catalog();
      Plan plan = tellPlan(canary, predicted);
      canary.approveAndPublish(plan);
      Change change = canary.await();
      String state = change.state().toString().toLowerCase(java.util.Locale.ROOT);
      story.line(Canary.APPROVER + " approved and published it; " + state + "; a proxy now gets");
      client.lines("shop/catalog:80").forEach(story::line);
      var none = new TreeMap<String, Double>();
      var report =
          new DemoReport(
              new DemoReport.Split(forecast.catalog(), none, 0),
              new DemoReport.Split(predicted, none, 0),
              0,
              0,
              0,
              events(serving),
              null,
              canary.id(),
              state,
              1);
      ending.running(server);
      return report;
    }
  }

  private static long events(Serving serving) {
    var count = new AtomicLong();
    serving.log().readFrom(0, _ -> count.incrementAndGet());
    return count.get();
  }

  private String shown(Path path) {
    @Nullable Path relative = settings.files().root().relativize(path);
    return relative.toString();
  }
}
