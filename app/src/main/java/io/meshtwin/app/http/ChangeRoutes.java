package io.meshtwin.app.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.meshtwin.app.serve.ChangeDesk;
import io.meshtwin.app.serve.Serving;
import io.meshtwin.twin.change.Change;
import io.meshtwin.twin.image.TwinImage;

/** Changes on their way. */
final class ChangeRoutes implements Routes {
  private static final String CHANGES = "/api/v1/changes";
  private static final String CHANGE = CHANGES + "/{id}";

  private final Serving serving;
  private final ChangeJson json;

  ChangeRoutes(Serving serving) {
    this.serving = serving;
    this.json = new ChangeJson(serving);
  }

  @Override
  public void addTo(RoutesConfig routes) {
    ChangeDesk desk = serving.changes();
    routes.get(CHANGES, this::list);
    routes.get(CHANGE, this::show);
    routes.post(CHANGES, this::propose);
    routes.post(CHANGE + "/preview", step(context -> desk.preview(id(context), user(context))));
    routes.post(
        CHANGE + "/approve",
        step(context -> {
          JsonNode plan = Body.of(context).path("plan");
          desk.approve(id(context), plan.isTextual() ? plan.asText() : null, user(context));
        }));
    routes.post(
        CHANGE + "/reject",
        step(context -> desk.reject(id(context), Body.reason(context), user(context))));
    routes.post(CHANGE + "/publish", step(context -> desk.publish(id(context), user(context))));
    routes.post(
        CHANGE + "/rollback",
        step(context -> desk.rollBack(id(context), Body.reason(context), user(context))));
  }

  private void list(Context context) {
    var list = JsonNodeFactory.instance.arrayNode();
    TwinImage image = serving.loader().image();
    for (Change change : image.changes().all()) {
      list.add(json.summary(change));
    }
    ApiServer.json(context, list);
  }

  private void show(Context context) {
    TwinImage image = serving.loader().image();
    ApiServer.json(context, json.full(image, ChangeDesk.required(image, id(context))));
  }

  private void propose(Context context) {
    Proposal proposal = Proposal.of(context);
    String id =
        serving
            .changes()
            .propose(proposal.title(), proposal.apply(), proposal.delete(), user(context));
    context.status(201).header("Location", CHANGES + "/" + id);
    TwinImage image = serving.loader().image();
    ApiServer.json(context, json.full(image, ChangeDesk.required(image, id)));
  }

  private Handler step(Handler step) {
    return context -> {
      step.handle(context);
      show(context);
    };
  }

  private static String id(Context context) {
    return context.pathParam("id");
  }

  private static String user(Context context) {
    return Principal.of(context);
  }
}
