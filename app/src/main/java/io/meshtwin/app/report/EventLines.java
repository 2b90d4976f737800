package io.meshtwin.app.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshtwin.app.history.EventFacts;
import io.meshtwin.app.json.EventJson;
import io.meshtwin.twin.event.Adopted;
import io.meshtwin.twin.event.Audited;
import io.meshtwin.twin.event.ChangeEvent;
import io.meshtwin.twin.event.Provenance;
import io.meshtwin.twin.event.ResourceEvent;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.event.SourceLocation;
import io.meshtwin.twin.event.WatchGap;
import io.meshtwin.twin.field.FieldChange;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Events of the log for people: a line for each, and one for each field that differs. */
public record EventLines(Style style) {
  private static final int LONGEST = 60;
  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneOffset.UTC);

  public List<String> of(EventFacts facts) {
    var lines = new ArrayList<String>();
    lines.add(head(facts));
    if (facts.event() instanceof ChangeEvent) {
      facts.edit().resources().forEach(key -> lines.add("      " + key));
    }
    facts.edit().fields().forEach(change -> lines.add("      " + field(change)));
    if (facts.behaviour() != null) {
      lines.add("      " + style.strong(facts.behaviour()));
    }
    return lines;
  }

  /** The event in one line. */
  public String head(EventFacts facts) {
    String when =
        "%5d  %s  "
            .formatted(
                facts.offset(), facts.event().provenance().time().truncatedTo(ChronoUnit.MILLIS));
    return style.faint(when) + what(facts) + who(facts) + source(facts);
  }

  private String what(EventFacts facts) {
    return switch (facts.event()) {
      case WatchGap gap -> style.bad("gap: " + words(gap) + revealed(gap));
      case ChangeEvent change -> {
        String note = EventJson.note(change);
        yield facts.subject()
            + " "
            + style.strong(facts.operation())
            + (note.isEmpty() ? "" : " (" + note + ")");
      }
      case Audited audited ->
          audited.request().verb() + " of " + facts.subject() + " in the API server's audit log";
      case Adopted _ -> "the configuration so far counts as approved; later it waits for changes";
      case ResourceEvent _ -> style.strong(facts.operation()) + " " + facts.subject();
    };
  }

  /** What is unknown because of a gap. */
  public static String words(WatchGap gap) {
    boolean oneDay = date(gap.from()).equals(date(gap.until()));
    return "between %s and %s the order of %s is unknown (%s)"
        .formatted(
            oneDay ? CLOCK.format(gap.from()) : seconds(gap.from()),
            oneDay ? CLOCK.format(gap.until()) : seconds(gap.until()),
            gap.kind().equals("*") ? "every kind" : gap.kind(),
            gap.reason());
  }

  private static LocalDate date(Instant time) {
    return LocalDate.ofInstant(time, ZoneOffset.UTC);
  }

  private static Instant seconds(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS);
  }

  private static String who(EventFacts facts) {
    return facts.event() instanceof WatchGap ? "" : "  by " + facts.by().words();
  }

  private static String revealed(WatchGap gap) {
    return switch (gap.revealed()) {
      case WatchGap.UNCOUNTED -> "";
      case 0 -> "; nothing was found changed";
      case 1 -> "; the event that follows was found then";
      default -> "; the %d events that follow were found then".formatted(gap.revealed());
    };
  }

  /** Where it was seen, unless there is one cluster that nobody named. */
  private static String source(EventFacts facts) {
    Provenance provenance = facts.event().provenance();
    String cluster = provenance.cluster();
    SourceLocation location = provenance.location();
    return (cluster.equals(ResourceKey.LOCAL) ? "" : "  in " + cluster)
        + (location == null ? "" : "  " + location);
  }

  public static String field(FieldChange change) {
    return switch (change.kind()) {
      case ADDED -> "+ " + change.path() + ": " + value(change.after());
      case REMOVED -> "- " + change.path() + ": " + value(change.before());
      case CHANGED ->
          "~ " + change.path() + ": " + value(change.before()) + " -> " + value(change.after());
      case MOVED -> "~ " + change.path() + " moved";
    };
  }

  static String value(@Nullable JsonNode value) {
    String text = value == null ? "" : value.isTextual() ? value.asText() : value.toString();
    String line = text.replaceAll("\\s+", " ");
    return line.length() > LONGEST ? line.substring(0, LONGEST - 1) + "…" : line;
  }
}
