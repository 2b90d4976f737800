package io.meshtwin.app.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.meshtwin.app.serve.Serving;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resolve.Dialect;
import io.meshtwin.twin.resolve.ResolvedMesh;

/** Says what a request would do in the running mesh. */
final class SimulateRoutes implements Routes {
  private final Serving serving;

  SimulateRoutes(Serving serving) {
    this.serving = serving;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.post("/api/v1/simulate", this::simulate);
  }

  private void simulate(Context context) {
    MeshImage running = serving.loader().image().approved();
    var mesh = ResolvedMesh.of(running, Dialect.detect(running));
    var answer = serving.parts().answerer().answer(mesh, Body.of(context));
    context.status(answer.has("error") ? 400 : 200);
    ApiServer.json(context, answer);
  }
}
