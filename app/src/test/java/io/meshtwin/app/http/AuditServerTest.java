package io.meshtwin.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.app.serve.SampleMesh;
import io.meshtwin.app.serve.TestServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditServerTest {
  private static final String EMPTY =
      "{\"kind\":\"EventList\",\"apiVersion\":\"audit.k8s.io/v1\",\"items\":[]}";

  @Test
  void aListenerWithATokenTakesNothingWithoutItAndNothingElse(
      @TempDir Path data, @TempDir Path manifests) throws Exception {
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try (TestServer server = TestServer.embedded(data, new SampleMesh(manifests));
        AuditServer audit =
            AuditServer.open(server.serving(), new AuditSettings(address, "s3cret"))) {
      assertThat(post(audit, "/api/v1/audit", "Bearer s3cret")).isEqualTo(200);
      assertThat(post(audit, "/api/v1/audit", "Bearer other")).isEqualTo(401);
      assertThat(post(audit, "/api/v1/changes", "Bearer s3cret")).isNotEqualTo(201);
    }
  }

  private static int post(AuditServer audit, String path, String authorization)
      throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(
              HttpRequest.newBuilder(URI.create("http://localhost:" + audit.port() + path))
                  .header("Content-Type", "application/json")
                  .header("Authorization", authorization)
                  .POST(HttpRequest.BodyPublishers.ofString(EMPTY))
                  .build(),
              HttpResponse.BodyHandlers.discarding())
          .statusCode();
    }
  }
}
