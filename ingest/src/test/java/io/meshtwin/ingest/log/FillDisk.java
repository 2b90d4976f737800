package io.meshtwin.ingest.log;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshtwin.twin.event.Manifest;
import io.meshtwin.twin.event.ResourceEvent;
import io.meshtwin.twin.event.ResourceKey;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/** A child's main: appends large events until the log takes no more, says so and goes on. */
final class FillDisk {
  private static final int EVENT_BYTES = 200_000;

  private FillDisk() {}

  @SuppressWarnings("SystemOut")
  public static void main(String[] arguments) {
    LogLocation location = new LogLocation.Embedded(Path.of(arguments[0]), 0);
    Random random = new Random(7);
    int acknowledged = 0;
    EventLog log = EventLog.open(location, new MeshTopic("default"), StartProgress.SILENT);
    LogWriter writer = log.writer();
    try {
      while (true) {
        writer.append(List.of(large(random, acknowledged)));
        acknowledged++;
      }
    } catch (LogException e) {
      System.out.println("refused " + e.getMessage());
      System.out.println("failure " + log.brokerFailure());
      System.out.println("acknowledged " + acknowledged);
    }
    System.out.println("goes on");
    Runtime.getRuntime().halt(0);
  }

  private static ResourceEvent large(Random random, int number) {
    byte[] noise = new byte[EVENT_BYTES];
    random.nextBytes(noise);
    ObjectNode body = Events.manifest("s" + number).body().deepCopy();
    body.put("data", HexFormat.of().formatHex(noise));
    return new ResourceEvent.Applied(
        Manifest.of(ResourceKey.LOCAL, body), Events.provenance(Events.TIME));
  }
}
