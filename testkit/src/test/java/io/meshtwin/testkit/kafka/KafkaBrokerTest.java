package io.meshtwin.testkit.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;

@UsesKafkaBroker
class KafkaBrokerTest {
  @Test
  void whatWasCreatedIsThereAfterSigkillAndRestartOnTheSamePort(KafkaBroker broker)
      throws Exception {
    create(broker, "kept");
    broker.kill();
    broker.restart();
    assertThat(topics(broker)).contains("kept");
  }

  @Test
  void whatWasCreatedIsThereAfterAnOrderlyStop(KafkaBroker broker) throws Exception {
    create(broker, "kept-too");
    broker.stop();
    broker.restart();
    assertThat(topics(broker)).contains("kept-too");
  }

  @Test
  void anExternalKafkaServesAtItsAddress(ExternalKafka kafka) throws Exception {
    create(kafka, "external");
    assertThat(topics(kafka)).contains("external");
  }

  private static void create(ExternalKafka kafka, String topic) throws Exception {
    try (Admin admin = admin(kafka)) {
      admin
          .createTopics(List.of(new NewTopic(topic, 1, (short) 1)))
          .all()
          .get(30, TimeUnit.SECONDS);
    }
  }

  private static Set<String> topics(ExternalKafka kafka) throws Exception {
    try (Admin admin = admin(kafka)) {
      return admin.listTopics().names().get(30, TimeUnit.SECONDS);
    }
  }

  private static Admin admin(ExternalKafka kafka) {
    return Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
  }
}
