package io.meshtwin.ingest.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.meshtwin.ingest.codec.EventCodec;
import io.meshtwin.twin.event.Event;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceRequestData.PartitionProduceData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceDataCollection;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.apache.kafka.common.requests.ProduceRequest;
import org.apache.kafka.common.requests.ProduceResponse;
import org.apache.kafka.common.requests.RequestHeader;
import org.apache.kafka.common.requests.ResponseHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Leaves events in a mesh's partition as a writer does that is killed together with its broker: in
 * a transaction of the writer's own producer id of which the coordinator knows nothing. A broker
 * that asks the coordinator first (KIP-890) refuses such records, so it is told not to ask, which
 * it did not before Kafka 3.6; the request is that of a client before transactions of version 2.
 */
final class ForgottenTransaction {
  private ForgottenTransaction() {}

  static void leave(String address, MeshTopic topic, List<Event> events) throws Exception {
    try (Admin admin = Admin.create(KafkaSettings.admin(address))) {
      askNobody(admin);
      TransactionDescription writer = writer(admin, address, topic);
      send(address, request(topic, writer, events));
    }
  }

  private static void askNobody(Admin admin) throws Exception {
    int broker = admin.describeCluster().nodes().get().iterator().next().id();
    var unverified = new ConfigEntry("transaction.partition.verification.enable", "false");
    admin
        .incrementalAlterConfigs(
            Map.of(
                new ConfigResource(ConfigResource.Type.BROKER, Integer.toString(broker)),
                List.of(new AlterConfigOp(unverified, AlterConfigOp.OpType.SET))))
        .all()
        .get();
  }

  /** The producer id of a writer that has begun and written nothing. */
  private static TransactionDescription writer(Admin admin, String address, MeshTopic topic)
      throws Exception {
    try (var producer =
        new KafkaProducer<>(
            KafkaSettings.producer(address, topic.writerId()),
            new StringSerializer(),
            new ByteArraySerializer())) {
      producer.initTransactions();
    }
    var described = admin.describeTransactions(List.of(topic.writerId())).all().get();
    return Objects.requireNonNull(described.get(topic.writerId()));
  }

  private static ProduceRequest request(
      MeshTopic topic, TransactionDescription writer, List<Event> events) {
    SimpleRecord[] records =
        events.stream()
            .map(event -> EventCodec.encode(topic.name(), "forgotten-" + event.hashCode(), event))
            .map(ForgottenTransaction::simple)
            .toArray(SimpleRecord[]::new);
    var partition =
        new PartitionProduceData()
            .setIndex(0)
            .setRecords(
                MemoryRecords.withTransactionalRecords(
                    Compression.NONE,
                    writer.producerId(),
                    (short) writer.producerEpoch(),
                    0,
                    records));
    var topics = new TopicProduceDataCollection();
    topics.add(new TopicProduceData().setName(topic.name()).setPartitionData(List.of(partition)));
    var data =
        new ProduceRequestData()
            .setTransactionalId(topic.writerId())
            .setAcks((short) -1)
            .setTimeoutMs(10_000)
            .setTopicData(topics);
    return ProduceRequest.builder(data, true)
        .build(ProduceRequest.LAST_STABLE_VERSION_BEFORE_TRANSACTION_V2);
  }

  private static SimpleRecord simple(ProducerRecord<String, byte[]> record) {
    return new SimpleRecord(
        record.timestamp(),
        record.key().getBytes(UTF_8),
        record.value(),
        record.headers().toArray());
  }

  private static void send(String address, ProduceRequest request) throws IOException {
    var header = new RequestHeader(ApiKeys.PRODUCE, request.version(), "forgotten", 1);
    int colon = address.lastIndexOf(':');
    try (var socket =
            new Socket(
                address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)));
        var out = new DataOutputStream(socket.getOutputStream());
        var in = new DataInputStream(socket.getInputStream())) {
      ByteBuffer bytes = request.serializeWithHeader(header);
      out.writeInt(bytes.remaining());
      out.write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
      out.flush();
      var answer = ByteBuffer.wrap(in.readNBytes(in.readInt()));
      ResponseHeader.parse(answer, ApiKeys.PRODUCE.responseHeaderVersion(request.version()));
      var response = ProduceResponse.parse(new ByteBufferAccessor(answer), request.version());
      if (!response.errorCounts().keySet().equals(Set.of(Errors.NONE))) {
        throw new IOException("the broker refuses the records: " + response);
      }
    }
  }
}
