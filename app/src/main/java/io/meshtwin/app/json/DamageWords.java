package io.meshtwin.app.json;

import io.meshtwin.ingest.codec.LogEntry;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.image.SetAside;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is to be said of records of a log that cannot be read. */
public final class DamageWords {
  private static final int SHOWN = 5;

  /** What ends damage of a running server's log, before what else can be done. */
  public static final String WAY_OUT =
      "restart the instance that writes the log, whose source then records what is missing, or";

  private DamageWords() {}

  /** Records that an image is without, each in words. */
  public static List<String> each(List<SetAside> records) {
    return records.stream().map(DamageWords::of).toList();
  }

  /** A record that an image is without. */
  public static String of(SetAside record) {
    return of(record.offset(), record.reason(), record.about());
  }

  /** A record as it comes. */
  public static String of(LogEntry.CorruptRecord record) {
    return of(record.offset(), record.reason(), record.about());
  }

  /** Several of them as one sentence, the first few by name. */
  public static String together(List<String> records) {
    int more = records.size() - SHOWN;
    return records.stream().limit(SHOWN).collect(Collectors.joining("; "))
        + (more > 0 ? "; and %d more".formatted(more) : "");
  }

  /** The beginning of a refusal. */
  public static String refusal(List<String> records) {
    return together(records) + ": an answer that rests on it may be wrong";
  }

  private static String of(long offset, String reason, @Nullable ResourceKey about) {
    return "offset %d set aside: %s%s"
        .formatted(offset, reason, about == null ? "" : " (" + about + ")");
  }
}
