package io.meshtwin.app.http;

import io.javalin.config.RoutesConfig;
import io.meshtwin.app.serve.PublisherFault;
import io.meshtwin.app.serve.Serving;
import io.meshtwin.bridge.ledger.Counters;
import io.meshtwin.ingest.log.FollowState;
import io.meshtwin.twin.change.ChangeState;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/** {@code /metrics} for Prometheus. */
final class MetricsRoutes implements Routes {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Serving serving;

  MetricsRoutes(Serving serving) {
    this.serving = serving;
    new JvmMemoryMetrics().bindTo(registry);
    gauge(
        "meshtwin.log.offset",
        "Offset of the last event folded",
        s -> s.loader().image().position().offset());
    gauge(
        "meshtwin.log.connected",
        "1 while the log answers",
        s -> s.loader().logState() instanceof FollowState.Lost ? 0 : 1);
    gauge(
        "meshtwin.log.set.aside",
        "Records that are not part of the image",
        s -> s.loader().image().setAside().size());
    gauge(
        "meshtwin.resources",
        "Resources of the observed image",
        s -> s.loader().image().observed().resources().size());
    gauge(
        "meshtwin.drift",
        "Resources observed otherwise than approved",
        s -> s.loader().image().drift().size());
    gauge("meshtwin.proxies.connected", "Proxies connected", s -> s.proxies().proxies().size());
    counter("meshtwin.xds.connections", "Streams admitted", Counters::connections);
    counter("meshtwin.xds.unknown.proxies", "Streams refused", Counters::unknownProxies);
    counter("meshtwin.xds.responses", "Responses sent", Counters::responses);
    counter("meshtwin.xds.resources", "Resources sent", Counters::resources);
    counter("meshtwin.xds.acks", "Responses ACKed", Counters::acks);
    counter("meshtwin.xds.nacks", "Responses NACKed", Counters::nacks);
    for (ChangeState state : ChangeState.values()) {
      Gauge.builder("meshtwin.changes", serving, s -> count(s, state))
          .description("Changes by state")
          .tag("state", state.name().toLowerCase(Locale.ROOT))
          .register(registry);
    }
    FunctionCounter.builder("meshtwin.publisher.faults", serving, MetricsRoutes::faults)
        .description("Failures of publishers")
        .register(registry);
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get(
        "/metrics",
        context ->
            context
                .contentType("text/plain; version=0.0.4; charset=utf-8")
                .result(registry.scrape()));
  }

  private void gauge(String name, String description, ToDoubleFunction<Serving> value) {
    Gauge.builder(name, serving, value).description(description).register(registry);
  }

  private void counter(String name, String description, ToLongFunction<Counters> value) {
    FunctionCounter.builder(name, serving, s -> value.applyAsLong(s.proxies().counters()))
        .description(description)
        .register(registry);
  }

  private static double count(Serving serving, ChangeState state) {
    return serving.loader().image().changes().all().stream()
        .filter(change -> change.state() == state)
        .count();
  }

  private static double faults(Serving serving) {
    return serving.loader().faults().stream().mapToLong(PublisherFault::count).sum();
  }
}
