package io.meshtwin.ingest.log;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A lease by Kafka's own means: a consumer group on the mesh's one partition, whose assignment is
 * the lease and whose records nobody reads. The broker notices a member that died after {@link
 * KafkaSettings#LEASE_SESSION}; who holds the partition keeps it when others come.
 */
final class GroupLease implements WriterLease {
  private static final Logger LOG = LoggerFactory.getLogger(GroupLease.class);
  private static final Duration POLL = Duration.ofMillis(500);

  private final String address;
  private final MeshTopic topic;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Thread thread;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private boolean settled;
  private boolean held;
  private volatile boolean closed;

  private GroupLease(String address, MeshTopic topic) {
    this.address = address;
    this.topic = topic;
    this.consumer =
        new KafkaConsumer<>(
            KafkaSettings.lease(address, topic.leaseGroup(), member()),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    this.thread = Thread.ofPlatform().daemon().name("lease-" + topic.mesh()).unstarted(this::run);
  }

  /** Asks for the lease, and keeps asking until it is closed. */
  static GroupLease ask(String address, MeshTopic topic) {
    var lease = new GroupLease(address, topic);
    lease.thread.start();
    return lease;
  }

  @Override
  public boolean held() {
    lock.lock();
    try {
      return held;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean awaitSettled(Duration limit) throws InterruptedException {
    long nanos = limit.toNanos();
    lock.lock();
    try {
      while (!settled && nanos > 0) {
        nanos = changed.awaitNanos(nanos);
      }
      return held;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean awaitOther(boolean before, Duration limit) throws InterruptedException {
    long nanos = limit.toNanos();
    lock.lock();
    try {
      while (held == before && nanos > 0) {
        nanos = changed.awaitNanos(nanos);
      }
      return held;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public String holder() {
    try (Admin admin = Admin.create(KafkaSettings.admin(address))) {
      String group = topic.leaseGroup();
      return admin.describeConsumerGroups(List.of(group)).all().get().values().stream()
          .flatMap(described -> described.members().stream())
          .filter(member -> !member.assignment().topicPartitions().isEmpty())
          .map(MemberDescription::clientId)
          .findFirst()
          .orElse("nobody yet");
    } catch (ExecutionException | KafkaException e) {
      return "another process";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "another process";
    }
  }

  @Override
  public void close() {
    closed = true;
    consumer.wakeup();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(10));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try (consumer) {
      consumer.subscribe(List.of(topic.name()), new Assignment());
      while (!closed) {
        poll();
      }
    } catch (WakeupException e) {
      // Closed.
    } finally {
      become(false);
    }
  }

  private void poll() {
    try {
      consumer.poll(POLL);
    } catch (WakeupException e) {
      throw e;
    } catch (KafkaException e) {
      LOG.warn("the lease of {} is not settled: {}", topic.name(), e.getMessage());
      LockSupport.parkNanos(POLL.toNanos());
    }
  }

  private void become(boolean holds) {
    lock.lock();
    try {
      settled = true;
      held = holds;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** What others read when they ask who writes. */
  private static String member() {
    String host;
    try {
      host = InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      host = "unknown-host";
    }
    return "process " + ProcessHandle.current().pid() + " on " + host;
  }

  private final class Assignment implements ConsumerRebalanceListener {
    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      // Cooperative: what is kept is not named again.
      consumer.pause(consumer.assignment());
      become(!consumer.assignment().isEmpty());
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      become(consumer.assignment().size() > partitions.size());
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
      become(false);
    }
  }
}
