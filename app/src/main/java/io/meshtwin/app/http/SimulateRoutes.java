package io.meshtwin.app.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.meshtwin.app.json.DamageWords;
import io.meshtwin.app.serve.RefusalException;
import io.meshtwin.app.serve.Serving;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resolve.Dialect;
import io.meshtwin.twin.resolve.ResolvedMesh;
import java.util.List;

/** Says what a request would do in the running mesh. */
final class SimulateRoutes implements Routes {
  /** In the query: answers although records of the log cannot be read. */
  private static final String DESPITE = "despite-damage";

  private final Serving serving;

  SimulateRoutes(Serving serving) {
    this.serving = serving;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.post("/api/v1/simulate", this::simulate);
  }

  private void simulate(Context context) {
    if (context.queryParam(DESPITE) == null) {
      requireWhole();
    }
    MeshImage running = serving.loader().image().approved();
    var mesh = ResolvedMesh.of(running, Dialect.detect(running));
    var answer = serving.parts().answerer().answer(mesh, Body.of(context));
    context.status(answer.has("error") ? 400 : 200);
    ApiServer.json(context, answer);
  }

  private void requireWhole() {
    List<String> missing = DamageWords.each(serving.missing());
    if (!missing.isEmpty()) {
      throw new RefusalException(
          RefusalException.Kind.CONFLICT,
          DamageWords.refusal(missing),
          DamageWords.WAY_OUT + " ask with ?despite-damage");
    }
  }
}
