package io.meshtwin.app.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.meshtwin.ingest.log.EventLog;
import io.meshtwin.ingest.log.LogLocation;
import io.meshtwin.ingest.log.MeshTopic;
import io.meshtwin.ingest.log.StartProgress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Answers that rest on a record which cannot be read. */
class DamagedLogTest {
  private static final MeshTopic TOPIC = new MeshTopic("mesh");
  private static final String ROUTE = "local/gateway.networking.k8s.io/HTTPRoute/shop/canary";
  private static final String CALL = "GET http://cart.shop/cart from shop/cart-v1 is 200";

  @TempDir Path data;
  @TempDir Path files;

  @Test
  void anAnswerThatMayBeWrongIsRefusedUntilALaterEventReplacesWhatIsMissing() throws Exception {
    try (EventLog log =
        EventLog.open(new LogLocation.Embedded(data, 0), TOPIC, StartProgress.SILENT)) {
      var shop = new Shop(files);
      String mesh = shop.mesh();
      ingest(mesh);
      append(log, ROUTE, "no event");
      long damaged = log.head() - 1;
      String missing = "(HTTPRoute shop/canary)";
      for (List<String> question :
          List.of(
              explain("kafka@"),
              List.of("history", "diff", "@3", "head"),
              List.of("history", "blame", "http://cart.shop/cart", "--from", "shop/cart-v1"),
              List.of("history", "bisect", "--good", "@3", "--assert", CALL))) {
        Ran refused = run(question);
        assertThat(refused.code()).as(question.toString()).isEqualTo(2);
        assertThat(refused.out()).isEmpty();
        assertThat(refused.err()).contains("set aside", missing, "add --despite-damage");
      }
      assertThat(run(explain("kafka@3")).code()).isZero();
      Ran despite = run(with(explain("kafka@"), "--despite-damage"));
      assertThat(despite.code()).isZero();
      assertThat(despite.err()).contains(missing, "the answer may be wrong");
      assertThat(run(List.of("history", "log")).err()).contains("set aside", missing);

      shop.write("route.yaml", Shop.CANARY);
      ingest(files.toString());
      assertThat(run(explain("kafka@")).err()).doesNotContain("set aside");
      assertThat(run(explain("kafka@" + damaged)).code()).isEqualTo(2);
      assertThat(run(List.of("history", "bisect", "--good", "@3", "--assert", CALL)).err())
          .as("what came between is still missing")
          .contains(missing);
    }
  }

  @Test
  void aRecordThatCannotBeReadIsSaidOnce() throws Exception {
    try (EventLog log =
        EventLog.open(new LogLocation.Embedded(data, 0), TOPIC, StartProgress.SILENT)) {
      append(log, ROUTE, "no event");
      var logged = new ListAppender<ILoggingEvent>();
      Logger logger = (Logger) LoggerFactory.getLogger("io.meshtwin");
      logged.start();
      logger.addAppender(logged);
      Ran ran = run(List.of("history", "log"));
      logger.detachAppender(logged);
      assertThat(ran.err()).containsOnlyOnce("set aside").contains("(HTTPRoute shop/canary)");
      assertThat(logged.list).isEmpty();
    }
  }

  private static List<String> explain(String mesh) {
    return List.of("explain", "http://cart.shop/cart", "--mesh", mesh, "--from", "shop/cart-v1");
  }

  private static List<String> with(List<String> words, String more) {
    var all = new ArrayList<>(words);
    all.add(more);
    return all;
  }

  private Ran run(List<String> words) {
    var all = new ArrayList<>(words);
    all.addAll(List.of("--data", data.toString()));
    return Ran.command(all.toArray(String[]::new));
  }

  private void ingest(String mesh) {
    Ran ran = run(List.of("ingest", "--source", mesh, "--once"));
    assertThat(ran.code()).as(ran.err()).isZero();
  }

  /** A record whose key can be read and whose content cannot. */
  private static void append(EventLog log, String key, String content) throws Exception {
    Map<String, Object> settings = Map.of("bootstrap.servers", log.address());
    try (var producer =
        new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
      producer.send(new ProducerRecord<>(TOPIC.name(), key, content.getBytes(UTF_8))).get();
    }
  }
}
