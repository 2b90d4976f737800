package io.meshtwin.app.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import io.meshtwin.app.serve.Serving;
import io.meshtwin.app.serve.SourceStatus;
import io.meshtwin.ingest.log.FollowState;
import io.meshtwin.twin.image.SetAside;
import io.meshtwin.twin.image.TwinImage;
import java.util.List;

/** How the server stands to everything that it depends on. */
final class StatusRoutes implements Routes {
  private final Serving serving;

  StatusRoutes(Serving serving) {
    this.serving = serving;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get("/api/v1/status", context -> ApiServer.json(context, status()));
    routes.get("/healthz", context -> context.result("ok\n"));
    routes.get(
        "/readyz",
        context -> {
          boolean lost = serving.loader().logState() instanceof FollowState.Lost;
          context.status(lost ? 503 : 200).result(lost ? "the log does not answer\n" : "ok\n");
        });
  }

  private ObjectNode status() {
    ObjectNode status = JsonNodeFactory.instance.objectNode();
    status.put("mesh", serving.settings().mesh());
    status.put("started", serving.started().toString());
    status.set("log", log());
    status.set("image", image(serving.loader().image(), serving.missing()));
    var sources = status.putArray("sources");
    serving.sources().forEach(source -> sources.add(source(source)));
    status.set("proxies", proxies());
    var publishers = status.putArray("publisherFaults");
    serving
        .loader()
        .faults()
        .forEach(fault ->
            publishers
                .addObject()
                .put("publisher", fault.publisher())
                .put("offset", fault.offset())
                .put("time", fault.time().toString())
                .put("reason", fault.reason())
                .put("count", fault.count()));
    return status;
  }

  private ObjectNode log() {
    ObjectNode log = JsonNodeFactory.instance.objectNode();
    log.put("topic", serving.log().topic().name());
    log.put("broker", serving.log().address());
    switch (serving.loader().logState()) {
      case FollowState.Connected(long next) -> log.put("state", "connected").put("next", next);
      case FollowState.Behind(long next, long head) ->
          log.put("state", "behind").put("next", next).put("head", head);
      case FollowState.Lost(long next, var since, String reason) ->
          log.put("state", "lost")
              .put("next", next)
              .put("since", since.toString())
              .put("reason", reason);
    }
    serving.log().brokerFailure().ifPresent(failure -> log.put("brokerFailure", failure));
    String follows = serving.writer().follows();
    log.put("writing", follows == null);
    log.put("follows", follows);
    var faults = log.putArray("checkpointFaults");
    serving.history().faults().forEach(faults::add);
    return log;
  }

  private ObjectNode proxies() {
    ObjectNode proxies = JsonNodeFactory.instance.objectNode();
    var connected = proxies.putArray("connected");
    for (var proxy : serving.proxies().proxies()) {
      connected
          .addObject()
          .put("proxy", proxy.proxy().nodeId())
          .put("since", proxy.connectedAt().toString());
    }
    var lost = proxies.putArray("lost");
    serving
        .lostProxies()
        .since()
        .forEach((proxy, since) ->
            lost.addObject().put("proxy", proxy.nodeId()).put("since", since.toString()));
    proxies.put("refused", serving.proxies().counters().unknownProxies());
    return proxies;
  }

  private static ObjectNode image(TwinImage twin, List<SetAside> missing) {
    ObjectNode image = JsonNodeFactory.instance.objectNode();
    image.put("offset", twin.position().offset());
    image.put("time", twin.position().time().toString());
    image.put("observed", twin.observed().digest().toString());
    image.put("approved", twin.approved().digest().toString());
    image.put("resources", twin.observed().resources().size());
    image.put("holding", twin.holding());
    var drift = image.putArray("drift");
    twin.drift().forEach(key -> drift.add(key.toString()));
    var setAside = image.putArray("setAside");
    twin.setAside()
        .forEach(record ->
            setAside
                .addObject()
                .put("offset", record.offset())
                .put("reason", record.reason())
                .put("resource", record.about() == null ? null : record.about().toString())
                .put("unreadable", record.cause() == SetAside.Cause.UNREADABLE)
                .put("missing", missing.contains(record)));
    return image;
  }

  private static ObjectNode source(SourceStatus source) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("source", source.source());
    node.put("state", source.connected() ? "connected" : "lost");
    node.put("since", source.since().toString());
    var problems = node.putArray("problems");
    source.problems().forEach(problems::add);
    return node;
  }
}
