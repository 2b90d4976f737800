package io.meshtwin.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.ingest.codec.LogEntry;
import io.meshtwin.ingest.log.EventLog;
import io.meshtwin.ingest.log.LogLocation;
import io.meshtwin.ingest.log.LogPosition;
import io.meshtwin.ingest.log.MeshTopic;
import io.meshtwin.ingest.log.StartProgress;
import io.meshtwin.ingest.source.ManifestSource;
import io.meshtwin.ingest.source.Stamp;
import io.meshtwin.twin.event.Actor;
import io.meshtwin.twin.event.ResourceEvent;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.image.MeshDelta;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.image.Position;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IngestOnceTest {
  private static final Instant FIRST = Instant.parse("2026-01-01T00:00:00Z");
  private static final MeshTopic TOPIC = new MeshTopic("default");

  @TempDir Path temp;
  private Path mesh;
  private IngestOnce ingest;

  @BeforeEach
  void prepare() throws IOException {
    mesh = Files.createDirectories(temp.resolve("mesh"));
    ingest =
        new IngestOnce(
            new LogLocation.Embedded(temp.resolve("data"), 0), TOPIC, StartProgress.SILENT);
  }

  @Test
  void aDirectorysHistoryBecomesALogCommitByCommit() throws IOException {
    write("a.yaml", "a", "b");
    IngestOnce.Recorded first = run(new Stamp(FIRST, "ann", "prod-eu"));
    assertThat(first.applied()).isEqualTo(2L);
    write("a.yaml", "b", "c");
    IngestOnce.Recorded second = run(new Stamp(FIRST.plusSeconds(60), "bob", null));
    assertThat(List.of(second.applied(), second.deleted())).containsExactly(1L, 1L);
    assertThat(run(Stamp.NONE).events()).isEmpty();

    try (EventLog log = EventLog.open(ingest.location(), TOPIC, StartProgress.SILENT)) {
      assertThat(names(log, new LogPosition.Head())).containsExactly("b", "c");
      assertThat(names(log, new LogPosition.AtTime(FIRST))).containsExactly("a", "b");
    }
    assertThat(second.events())
        .allMatch(event -> event.provenance().actor().equals(Actor.stated("bob")));
    assertThat(first.events())
        .allMatch(event -> event.provenance().cluster().equals("prod-eu"))
        .allMatch(event -> event.key().cluster().equals(ResourceKey.LOCAL));
  }

  @Test
  void whatCannotBeReadRefusesTheRunBeforeAnythingIsWritten() throws IOException {
    write("a.yaml", "a");
    Files.writeString(mesh.resolve("b.yaml"), "kind: [");
    IngestOnce.Outcome outcome = ingest.manifests(source(), Stamp.NONE);
    assertThat(outcome).isInstanceOf(IngestOnce.Refused.class);
    assertThat(((IngestOnce.Refused) outcome).errors())
        .singleElement()
        .asString()
        .contains("b.yaml:1");
    assertThat(temp.resolve("data")).doesNotExist();
  }

  private IngestOnce.Recorded run(Stamp stamp) {
    return (IngestOnce.Recorded) ingest.manifests(source(), stamp);
  }

  private ManifestSource source() {
    return new ManifestSource(List.of(mesh.toString()), InputStream.nullInputStream());
  }

  private void write(String file, String... services) throws IOException {
    StringBuilder yaml = new StringBuilder();
    for (String service : services) {
      yaml.append("---\napiVersion: v1\nkind: Service\nmetadata: {name: %s}\n".formatted(service));
    }
    Files.writeString(mesh.resolve(file), yaml);
  }

  private static List<String> names(EventLog log, LogPosition position) {
    MeshDelta delta = new MeshDelta(MeshImage.EMPTY);
    log.read(position, entry -> delta.replay((ResourceEvent) ((LogEntry.Recorded) entry).event()));
    return delta.apply(Position.START).resources().keySet().stream().map(k -> k.name()).toList();
  }
}
