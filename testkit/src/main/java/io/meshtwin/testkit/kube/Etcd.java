package io.meshtwin.testkit.kube;

import io.meshtwin.testkit.parts.Loopback;
import io.meshtwin.testkit.parts.PartProcess;
import io.meshtwin.testkit.parts.RealPart;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/** The store behind the API server, alone on loopback, spoken to through its JSON gateway. */
final class Etcd {
  private static final Pattern REVISION = Pattern.compile("\"revision\":\"(\\d+)\"");

  /** Outside of the prefix that the API server reads; keys are Base64 in the JSON gateway. */
  private static final String KEY_OF_OURS = "{\"key\":\"dGVzdGtpdA==\"}";

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI url;
  private final PartProcess process;

  private Etcd(URI url, PartProcess process) {
    this.url = url;
    this.process = process;
  }

  static Etcd start(Path directory) {
    URI url = URI.create("http://" + Loopback.ADDRESS + ":" + Loopback.freePort());
    PartProcess process =
        PartProcess.start(
            "etcd",
            List.of(
                RealPart.ETCD.require().toString(),
                "--data-dir=" + directory.resolve("etcd"),
                "--listen-client-urls=" + url,
                "--advertise-client-urls=" + url,
                "--listen-peer-urls=http://" + Loopback.ADDRESS + ":0",
                "--logger=zap"),
            directory.resolve("etcd.log"));
    Etcd etcd = new Etcd(url, process);
    process.awaitReady(Duration.ofSeconds(30), etcd::healthy);
    return etcd;
  }

  URI url() {
    return url;
  }

  /**
   * Forgets all history. Two revisions of etcd's own come first: a watch resumes one after the last
   * revision it saw, and even that one must be older than what is kept.
   */
  void compact() {
    try {
      post("/v3/kv/put", KEY_OF_OURS);
      String put = post("/v3/kv/put", KEY_OF_OURS);
      var revision = REVISION.matcher(put);
      if (!revision.find()) {
        throw new IllegalStateException("etcd names no revision: " + put);
      }
      post("/v3/kv/compaction", "{\"revision\":\"" + revision.group(1) + "\",\"physical\":true}");
    } catch (IOException e) {
      throw new IllegalStateException("etcd does not answer:\n" + process.lastOutput(), e);
    }
  }

  void stop() {
    process.kill();
  }

  private boolean healthy() {
    try {
      return post("/v3/kv/range", KEY_OF_OURS).contains("revision");
    } catch (IOException e) {
      return false;
    }
  }

  private String post(String path, String body) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(url.resolve(path))
            .timeout(Duration.ofSeconds(10))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new IOException(path + ": " + response.statusCode() + " " + response.body());
      }
      return response.body();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
