package io.meshtwin.app.cli;

import io.meshtwin.app.serve.Ingesting;
import io.meshtwin.app.serve.RefusalException;
import io.meshtwin.app.serve.Sources;
import io.meshtwin.app.serve.Termination;
import io.meshtwin.ingest.IngestOnce;
import io.meshtwin.ingest.log.LogException;
import io.meshtwin.ingest.log.LogLocation;
import io.meshtwin.ingest.log.MeshTopic;
import io.meshtwin.ingest.log.StartProgress;
import io.meshtwin.ingest.source.ClusterListing;
import io.meshtwin.ingest.source.ClusterUnavailableException;
import io.meshtwin.ingest.source.KubernetesSource;
import io.meshtwin.ingest.source.Listing;
import io.meshtwin.ingest.source.ManifestSource;
import io.meshtwin.ingest.source.Stamp;
import io.meshtwin.twin.event.ResourceKey;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes what a source holds into a log. */
@Command(
    name = "ingest",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Record what differs between a source and the head of a log, as events.",
    footer = {
      "",
      "Examples:",
      "  meshtwin ingest --source mesh/ --data log/ --once",
      "  meshtwin ingest --source mesh/ --data log/ --once --at 2026-05-04T10:00:00Z --actor ann",
      "  meshtwin ingest --source cluster --kafka kafka.example:9092"
    })
final class IngestCommand implements Callable<Integer> {
  @Mixin private final DataOptions data = new DataOptions();

  @Option(
      names = "--source",
      required = true,
      paramLabel = "SRC",
      description =
          "What is recorded, repeatable: a file or directory of manifests, - for standard input"
              + " (with --once), or cluster.")
  private List<String> sources = List.of();

  @Mixin private final ClusterNameOption cluster = new ClusterNameOption();

  @Option(names = "--once", description = "Record the difference and exit; without it, follow.")
  private boolean once;

  @Option(
      names = "--at",
      paramLabel = "TIME",
      description = "When it was so, with its zone (with --once). Default: now.")
  private @Nullable String at;

  @Option(
      names = "--actor",
      paramLabel = "NAME",
      description = "Who made the changes (with --once). Default: what the source knows.")
  private @Nullable String actor;

  private final Terminal terminal;

  IngestCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    LogLocation location = data.location(terminal);
    StartProgress progress = terminal::say;
    try {
      if (once) {
        record(location, progress);
      } else {
        follow(location, progress);
      }
      return 0;
    } catch (RefusalException e) {
      throw new CommandException(e.getMessage() + "; " + e.hint(), e);
    } catch (LogException e) {
      throw new CommandException(String.valueOf(e.getMessage()), e);
    }
  }

  private void record(LogLocation location, StartProgress progress) {
    var ingest = new IngestOnce(location, new MeshTopic(data.mesh()), progress);
    IngestOnce.Outcome outcome =
        sources.contains(Sources.CLUSTER)
            ? cluster(ingest)
            : ingest.manifests(new ManifestSource(sources, terminal.in()), stamp(cluster.name()));
    switch (outcome) {
      case IngestOnce.Refused refused -> {
        refused.errors().forEach(error -> terminal.err().println(error));
        throw new CommandException("nothing was recorded: the manifests above cannot be read");
      }
      case IngestOnce.Recorded recorded -> {
        recorded.notes().forEach(terminal::say);
        terminal
            .out()
            .println(
                "recorded %d applied, %d deleted; %s"
                    .formatted(
                        recorded.applied(),
                        recorded.deleted(),
                        recorded.head() == 0
                            ? "the log is empty"
                            : "@%d is the mesh as it is now".formatted(recorded.head() - 1)));
      }
    }
  }

  private void follow(LogLocation location, StartProgress progress) throws InterruptedException {
    if (at != null || actor != null) {
      throw new CommandException("--at and --actor speak of one moment; add --once");
    }
    if (sources.contains("-")) {
      throw new CommandException("standard input cannot be followed; add --once");
    }
    try (var ingesting =
        Ingesting.start(location, data.mesh(), new Sources(sources, cluster.name()), progress)) {
      terminal.out().println("following " + ingesting.status().source());
      terminal.out().flush();
      Termination.await();
    }
  }

  private IngestOnce.Recorded cluster(IngestOnce ingest) {
    if (sources.size() > 1) {
      throw new CommandException("--source cluster cannot be mixed with files");
    }
    try (KubernetesSource source = KubernetesSource.ofCurrentContext(ResourceKey.LOCAL)) {
      ClusterListing listing = source.list();
      listing.errors().forEach(terminal::say);
      if (!listing.errors().isEmpty()) {
        throw new CommandException(
            "nothing was recorded: what could not be listed would look as if it were deleted");
      }
      String name = new Sources(sources, cluster.name()).nameOf(source);
      return ingest.listing(
          Listing.ofCluster(ResourceKey.LOCAL, listing.events(), Instant.now())
              .stamped(stamp(name)),
          listing.notes());
    } catch (ClusterUnavailableException e) {
      throw new CommandException(String.valueOf(e.getMessage()), e);
    }
  }

  private Stamp stamp(@Nullable String seenIn) {
    return new Stamp(time(), actor, seenIn);
  }

  private @Nullable Instant time() {
    if (at == null) {
      return null;
    }
    try {
      return OffsetDateTime.parse(at).toInstant();
    } catch (DateTimeException e) {
      throw new CommandException(
          "--at " + at + " is no time with its zone, such as 2026-05-04T10:00:00Z", e);
    }
  }
}
