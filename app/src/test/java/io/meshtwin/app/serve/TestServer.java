package io.meshtwin.app.serve;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshtwin.app.cli.Simulation;
import io.meshtwin.app.http.RunningServer;
import io.meshtwin.bridge.xds.ClusterAddresses;
import io.meshtwin.ingest.log.LogLocation;
import io.meshtwin.ingest.log.StartProgress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** A server on free ports, and its API. */
public final class TestServer implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final RunningServer server;
  private final HttpClient client = HttpClient.newHttpClient();

  /** What the API said. */
  public record Answer(int status, JsonNode body) {
    String error() {
      return body.path("error").asText();
    }

    String state() {
      return body.path("state").asText();
    }
  }

  private TestServer(RunningServer server) {
    this.server = server;
  }

  /** With the embedded broker in a directory. */
  public static TestServer embedded(Path data, SampleMesh mesh) {
    return start(new LogLocation.Embedded(data, 0), mesh, data);
  }

  /** Follows the cluster of the current kubeconfig context. */
  static TestServer cluster(Path data) {
    return cluster(data, 0);
  }

  /** The same with the API on a port. */
  public static TestServer cluster(Path data, int port) {
    return start(
        new ServeSettings(
            new LogLocation.Embedded(data, 0),
            ServeSettings.MESH,
            Sources.of(Sources.CLUSTER),
            anyPort(),
            new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
            data));
  }

  private static final Path CACHE =
      Path.of(
          System.getProperty("java.io.tmpdir"), "meshtwin-cache-" + ProcessHandle.current().pid());

  /** With a broker elsewhere. */
  static TestServer external(String kafka, String name, SampleMesh mesh) {
    var settings =
        new ServeSettings(
            new LogLocation.External(kafka, CACHE),
            name,
            Sources.of(mesh.directory().toString()),
            anyPort(),
            anyPort(),
            null);
    return start(settings);
  }

  private static TestServer start(LogLocation log, SampleMesh mesh, Path data) {
    return start(
        new ServeSettings(
            log,
            ServeSettings.MESH,
            Sources.of(mesh.directory().toString()),
            anyPort(),
            anyPort(),
            data));
  }

  private static TestServer start(ServeSettings settings) {
    try {
      return new TestServer(
          RunningServer.start(
              settings, Simulation.parts(new ClusterAddresses()), StartProgress.SILENT));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  /** The server itself. */
  public RunningServer running() {
    return server;
  }

  /** The twin. */
  public Serving serving() {
    return server.serving();
  }

  /** Reads from the API. */
  public Answer get(String path) {
    return send(HttpRequest.newBuilder(uri(path)).GET());
  }

  Answer post(String user, String path, ObjectNode body) {
    return send(
        HttpRequest.newBuilder(uri(path))
            .header("X-Meshtwin-User", user)
            .POST(HttpRequest.BodyPublishers.ofString(body.toString())));
  }

  /** Proposes a manifest; the answer is the change. */
  public Answer propose(String user, String manifest) {
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("title", "a test");
    body.putArray("apply").addObject().put("name", "change.yaml").put("content", manifest);
    return post(user, "/api/v1/changes", body);
  }

  /** Asks for a step of a change. */
  public Answer step(String user, String id, String step) {
    return post(
        user,
        "/api/v1/changes/" + id + "/" + step,
        JsonNodeFactory.instance.objectNode().put("reason", "a test"));
  }

  /** Writes a record under a key that is no event, and waits until it is set aside. */
  public void garble(String key) throws Exception {
    Map<String, Object> settings = Map.of("bootstrap.servers", server.broker(), "acks", "all");
    int before = serving().loader().image().setAside().size();
    var serializer = new StringSerializer();
    try (var producer = new KafkaProducer<>(settings, serializer, serializer)) {
      String topic = serving().log().topic().name();
      producer.send(new ProducerRecord<>(topic, key, "not an event")).get();
    }
    await(() -> serving().loader().image().setAside().size() > before, "the record is set aside");
  }

  Answer change(String id) {
    return get("/api/v1/changes/" + id);
  }

  /** Waits until a change is so. */
  public Answer awaitState(String id, String state) {
    await(() -> change(id).state().equals(state), "change " + id + " is " + state);
    return change(id);
  }

  /** Waits until something is so. */
  public static void await(BooleanSupplier condition, String what) {
    Instant limit = Instant.now().plus(PATIENCE);
    while (!condition.getAsBoolean()) {
      if (Instant.now().isAfter(limit)) {
        throw new AssertionError("not within " + PATIENCE.toSeconds() + " s: " + what);
      }
      try {
        Thread.sleep(50);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }

  @Override
  public void close() {
    client.close();
    server.close();
  }

  private URI uri(String path) {
    return server.api().resolve(path);
  }

  Answer send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> response =
          client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return new Answer(response.statusCode(), MAPPER.readTree(response.body()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
