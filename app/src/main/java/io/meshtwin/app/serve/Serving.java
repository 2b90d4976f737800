package io.meshtwin.app.serve;

import io.meshtwin.app.json.CountWords;
import io.meshtwin.bridge.Bridge;
import io.meshtwin.bridge.ledger.Ledger;
import io.meshtwin.bridge.xds.ProxyId;
import io.meshtwin.ingest.history.CheckpointPolicy;
import io.meshtwin.ingest.history.Damage;
import io.meshtwin.ingest.history.History;
import io.meshtwin.ingest.log.EventLog;
import io.meshtwin.ingest.log.FollowState;
import io.meshtwin.ingest.log.MeshTopic;
import io.meshtwin.ingest.log.StartProgress;
import io.meshtwin.ingest.log.WriterLease;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.image.Position;
import io.meshtwin.twin.image.SetAside;
import io.meshtwin.twin.image.TwinImage;
import io.meshtwin.twin.routing.Caveat;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A twin that runs: opened in the order of the data's way, closed in the reverse. */
public final class Serving implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Serving.class);

  /** A directory is listed in this time; a cluster that takes longer is adopted when it is. */
  private static final Duration FIRST_LISTING = Duration.ofSeconds(20);

  /** A Kafka cluster waits for further members before it hands out the first lease. */
  private static final Duration LEASE = Duration.ofSeconds(10);

  private final ServeSettings settings;
  private final ServeParts parts;
  private final Instant started = Instant.now();
  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final List<MeshSource> sources = new CopyOnWriteArrayList<>();
  private final EventLog log;
  private final History history;
  private final Loader loader;
  private final WriterLease lease;
  private volatile @Nullable Adoption adoption;
  private final MeshWriter writer;
  private final ChangeDesk changes;
  private final AuditDesk audit;
  private final ServedSecrets secrets = new ServedSecrets();
  private final Bridge bridge;
  private final LostProxies lostProxies = new LostProxies();

  private Serving(ServeSettings settings, ServeParts parts, StartProgress progress)
      throws InterruptedException {
    this.settings = settings;
    this.parts = parts;
    boolean complete = false;
    try {
      log = opened(EventLog.open(settings.log(), new MeshTopic(settings.mesh()), progress));
      history = opened(History.open(log, CheckpointPolicy.STANDARD));
      loader = opened(Loader.start(log, history));
      opened(Checkpointing.start(history, loader));
      lease = opened(log.lease());
      writer = opened(MeshWriter.of(log, loader, lease));
      changes = new ChangeDesk(writer, parts.previewer(), Clock.systemUTC());
      audit = new AuditDesk(writer);
      bridge = opened(Bridge.open(settings.xds(), parts.addresses(), ResourceKey.LOCAL, secrets));
      bridge.ledger().listen(lostProxies::see);
      progress.step(read(log.topic().name(), loader.image()));
      if (!lease.awaitSettled(LEASE)) {
        progress.step(
            "the log is written by %s: following it, ready to take over".formatted(lease.holder()));
      }
      opened(Duties.start(lease, new Writing()));
      Adoption adopting = adoption;
      if (adopting != null) {
        adopting.await(FIRST_LISTING);
      }
      opened(Warming.start(loader, parts.previewer()));
      complete = true;
    } finally {
      if (!complete) {
        close();
      }
    }
  }

  private static String read(String topic, TwinImage image) {
    return image.position().equals(Position.START)
        ? topic + " is empty"
        : "%s read to offset %d: %s"
            .formatted(
                topic,
                image.position().offset(),
                CountWords.of(image.observed().resources().size(), "resource"));
  }

  /**
   * Opens everything but the API; returns when the mesh was listed once, or after a while.
   *
   * @param parts what it thinks and reaches with
   * @throws io.meshtwin.ingest.log.LogException when the log cannot be opened or is another's
   * @throws java.io.UncheckedIOException when the address for proxies cannot be listened on
   */
  public static Serving start(ServeSettings settings, ServeParts parts, StartProgress progress)
      throws InterruptedException {
    return new Serving(settings, parts, progress);
  }

  /** What was asked for. */
  public ServeSettings settings() {
    return settings;
  }

  /** What it thinks and reaches with. */
  public ServeParts parts() {
    return parts;
  }

  /** When it started. */
  public Instant started() {
    return started;
  }

  /** The log. */
  public EventLog log() {
    return log;
  }

  /** Every past moment of the log. */
  public History history() {
    return history;
  }

  /**
   * What is missing in the image: records that cannot be read and that nothing later replaces;
   * while the log does not answer, which would tell, all that cannot be read.
   */
  public List<SetAside> missing() {
    TwinImage image = loader.image();
    return loader.logState() instanceof FollowState.Lost
        ? Damage.unreadable(image)
        : new Damage(history).missing(image);
  }

  /** The image, and how the log is followed. */
  public Loader loader() {
    return loader;
  }

  /** The way into the log. */
  public MeshWriter writer() {
    return writer;
  }

  /** Moves changes. */
  public ChangeDesk changes() {
    return changes;
  }

  /** Takes audited requests. */
  public AuditDesk audit() {
    return audit;
  }

  /** The port where proxies connect. */
  public int xdsPort() {
    return bridge.port();
  }

  /** What each proxy was sent and said to it. */
  public Ledger proxies() {
    return bridge.ledger();
  }

  /** What the bridge cannot express of a proxy's configuration, and refuses instead. */
  public List<Caveat> unmodelled(ProxyId proxy) {
    return bridge.unmodelled(proxy);
  }

  /** The proxies that went away. */
  public LostProxies lostProxies() {
    return lostProxies;
  }

  /** What history calls the cluster where the mesh is seen. */
  public String cluster() {
    return sources.stream().map(MeshSource::cluster).findFirst().orElse(ResourceKey.LOCAL);
  }

  /** How each source stands. */
  public List<SourceStatus> sources() {
    return sources.stream().map(MeshSource::status).toList();
  }

  /** Ends everything in the reverse order; a failure in one does not keep the others. */
  @Override
  public void close() {
    close(open);
  }

  static void close(Deque<AutoCloseable> open) {
    while (!open.isEmpty()) {
      AutoCloseable next = open.pop();
      try {
        next.close();
      } catch (Exception e) {
        LOG.error("closing {} failed", next.getClass().getSimpleName(), e);
      }
    }
  }

  private <T extends AutoCloseable> T opened(T resource) {
    open.push(resource);
    return resource;
  }

  /** The way in and the way out: sources are recorded, and proxies are told, by one process. */
  private final class Writing implements Duties.Work {
    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    @Override
    public void begin() {
      writer.take();
      open.push(writer::leave);
      ProxyPublisher publisher = ProxyPublisher.start(bridge, changes);
      open.push(publisher);
      loader.tell(publisher);
      open.push(() -> loader.tellNoMore(publisher));
      if (settings.sources().isEmpty()) {
        return;
      }
      MeshSource source = MeshSource.of(settings.sources(), writer.recorder());
      open.push(source);
      sources.add(source);
      open.push(() -> sources.remove(source));
      secrets.readFrom(source.secrets());
      open.push(SecretRetries.start(bridge, secrets));
      adoption = Adoption.start(source, writer);
      open.push(adoption);
    }

    @Override
    public void end() {
      Serving.close(open);
    }
  }
}
