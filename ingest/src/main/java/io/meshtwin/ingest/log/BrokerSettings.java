package io.meshtwin.ingest.log;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * Settings of the embedded broker: one node that is broker and controller, on loopback, with as few
 * threads and as little memory as one mesh needs.
 */
final class BrokerSettings {
  static final String HOST = "127.0.0.1";
  static final int NODE = 1;

  private BrokerSettings() {}

  static Map<String, String> of(Path files, BrokerPorts ports) {
    Map<String, String> settings = new TreeMap<>();
    identity(settings, files, ports);
    history(settings);
    smallness(settings);
    return settings;
  }

  private static void identity(Map<String, String> settings, Path files, BrokerPorts ports) {
    settings.put("process.roles", "broker,controller");
    settings.put("node.id", Integer.toString(NODE));
    settings.put("log.dirs", files.toString());
    settings.put("controller.quorum.voters", NODE + "@" + HOST + ":" + ports.controller());
    settings.put("controller.listener.names", "CONTROLLER");
    settings.put("inter.broker.listener.name", "BROKER");
    settings.put("listener.security.protocol.map", "BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT");
    settings.put(
        "listeners",
        "BROKER://%s:%d,CONTROLLER://%s:%d"
            .formatted(HOST, ports.clients(), HOST, ports.controller()));
    settings.put("advertised.listeners", "BROKER://%s:%d".formatted(HOST, ports.clients()));
  }

  /** What keeps history: nothing expires, nothing is created or deleted by accident. */
  private static void history(Map<String, String> settings) {
    settings.put("log.cleanup.policy", "delete");
    settings.put("log.retention.ms", "-1");
    settings.put("log.retention.bytes", "-1");
    settings.put("log.message.timestamp.after.max.ms", Long.toString(Long.MAX_VALUE));
    settings.put("auto.create.topics.enable", "false");
    settings.put("delete.topic.enable", "false");
    settings.put("message.max.bytes", Integer.toString(MeshTopic.MAX_MESSAGE_BYTES));
    // Acknowledged events survive the process; once a second they also reach the disk.
    settings.put("log.flush.interval.ms", "1000");
    settings.put("log.flush.scheduler.interval.ms", "1000");
  }

  private static void smallness(Map<String, String> settings) {
    for (String topic : new String[] {"offsets.topic", "transaction.state.log"}) {
      settings.put(topic + ".num.partitions", "1");
      settings.put(topic + ".replication.factor", "1");
    }
    settings.put("transaction.state.log.min.isr", "1");
    settings.put("share.coordinator.state.topic.num.partitions", "1");
    settings.put("share.coordinator.state.topic.replication.factor", "1");
    settings.put("share.coordinator.state.topic.min.isr", "1");
    settings.put("num.network.threads", "2");
    settings.put("num.io.threads", "2");
    settings.put("background.threads", "2");
    settings.put("log.cleaner.dedupe.buffer.size", Integer.toString(2 * 1024 * 1024));
    settings.put("log.cleaner.io.buffer.size", Integer.toString(64 * 1024));
    settings.put("group.initial.rebalance.delay.ms", "0");
    // After SIGKILL the old registration must expire before the new one is accepted.
    settings.put("broker.session.timeout.ms", "1000");
    settings.put("broker.heartbeat.interval.ms", "100");
  }
}
