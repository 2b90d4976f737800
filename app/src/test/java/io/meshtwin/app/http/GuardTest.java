package io.meshtwin.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.app.serve.SampleMesh;
import io.meshtwin.app.serve.TestServer;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GuardTest {
  @SuppressWarnings("NullAway.Init")
  private TestServer server;

  @BeforeAll
  void start(@TempDir Path data, @TempDir Path manifests) {
    server = TestServer.embedded(data, new SampleMesh(manifests));
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @Test
  void aNameThatWasReboundToLoopbackIsRefused() throws IOException {
    String answer = send("GET /api/v1/status HTTP/1.1", "Host: evil.example:7470");
    assertThat(answer).startsWith("HTTP/1.1 403 ").contains("this server answers to localhost");
  }

  @Test
  void aWriteWithoutANameIsRefused() throws IOException {
    String answer = send("POST /api/v1/changes HTTP/1.1", "Host: localhost", "Content-Length: 0");
    assertThat(answer).startsWith("HTTP/1.1 400 ").contains("X-Meshtwin-User");
  }

  @Test
  void aBodyThatIsTooLargeIsRefusedInWords() throws IOException {
    String answer =
        send(
            "POST /api/v1/changes HTTP/1.1",
            "Host: localhost",
            "X-Meshtwin-User: ann",
            "Content-Length: 52428800");
    assertThat(answer).startsWith("HTTP/1.1 413 ").contains("\"error\"");
  }

  @Test
  void anAuditLogNeedsNoNameAndIsTakenAsJsonOnly() throws IOException {
    String list = "{\"kind\":\"EventList\",\"apiVersion\":\"audit.k8s.io/v1\",\"items\":[]}";
    assertThat(audit("application/json", list))
        .startsWith("HTTP/1.1 200 ")
        .contains("{\"recorded\":0,\"repeated\":0,\"passedOver\":0}");
    assertThat(audit("text/plain", list))
        .startsWith("HTTP/1.1 400 ")
        .contains("the content type has to be application/json");
  }

  @Test
  void whatIsNoAuditLogIsRefusedInWords() throws IOException {
    assertThat(audit("application/json", "{\"kind\":\"Status\"}"))
        .startsWith("HTTP/1.1 400 ")
        .contains("an EventList of audit.k8s.io/v1")
        .contains("docs/guide/history.md");
    assertThat(
            send(
                "POST /api/v1/audit HTTP/1.1",
                "Host: localhost",
                "Content-Type: application/json",
                "Content-Length: 99999999"))
        .startsWith("HTTP/1.1 413 ")
        .contains("--audit-webhook-batch-max-size");
  }

  private String audit(String type, String body) throws IOException {
    return send(
        "POST /api/v1/audit HTTP/1.1",
        "Host: localhost",
        "Content-Type: " + type,
        "Content-Length: " + body.length(),
        "Connection: close",
        "",
        body);
  }

  @Test
  void theConsoleIsServedAndRunsNothingFromElsewhere() throws IOException {
    assertThat(send("GET / HTTP/1.1", "Host: 127.0.0.1"))
        .startsWith("HTTP/1.1 200 ")
        .contains("Content-Security-Policy: default-src 'none'; script-src 'self'")
        .contains("<title>Meshtwin</title>");
    assertThat(send("GET /console/console.js HTTP/1.1", "Host: 127.0.0.1"))
        .startsWith("HTTP/1.1 200 ")
        .contains("text/javascript");
  }

  private String send(String... lines) throws IOException {
    String head = String.join("\r\n", lines) + "\r\nConnection: close\r\n\r\n";
    var api = server.running().api();
    try (Socket socket = new Socket(api.getHost(), api.getPort())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
