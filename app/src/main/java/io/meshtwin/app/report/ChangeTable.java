package io.meshtwin.app.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshtwin.app.json.DamageWords;
import io.meshtwin.app.json.Json;
import java.io.PrintStream;
import java.util.List;

/** Changes for people. */
public final class ChangeTable {
  private static final int SHORT_PLAN = 12;

  private ChangeTable() {}

  public static void printAll(JsonNode changes, PrintStream out) {
    if (changes.isEmpty()) {
      out.println("no changes yet; begin with: meshtwin change propose -f FILE");
      return;
    }
    var table = new Table("ID", "STATE", "AUTHOR", "APPROVER", "PLAN", "PROPOSED", "TITLE");
    for (JsonNode change : changes) {
      table.add(
          text(change, "id"),
          text(change, "state"),
          text(change, "author"),
          orDash(text(change, "approver")),
          orDash(plan(change)),
          text(change, "proposed"),
          text(change, "title"));
    }
    table.print(out);
  }

  public static void print(JsonNode change, PrintStream out) {
    String title = text(change, "title");
    out.println(
        "change %s%s: %s"
            .formatted(
                text(change, "id"),
                title.isEmpty() ? "" : " (" + title + ")",
                text(change, "state")));
    for (JsonNode resource : change.path("resources")) {
      out.println("  " + text(resource, "op") + " " + text(resource, "resource"));
    }
    steps(change, out);
    if (change.has("preview")) {
      plan(change, out);
    }
    String next = next(change);
    if (!next.isEmpty()) {
      out.println("next: " + next);
    }
  }

  private static void steps(JsonNode change, PrintStream out) {
    var table = new Table("STEP", "BY", "AT", "NOTE");
    for (JsonNode step : change.path("steps")) {
      table.add(text(step, "state"), text(step, "actor"), text(step, "time"), note(step));
    }
    table.print(out);
  }

  private static String note(JsonNode step) {
    String note = text(step, "note");
    int plan = "plan ".length() + SHORT_PLAN;
    return note.startsWith("plan ") && note.length() > plan ? note.substring(0, plan) : note;
  }

  private static void plan(JsonNode change, PrintStream out) {
    out.println("plan " + plan(change) + ": " + text(change, "summary"));
    PreviewLines.print(change.path("preview"), out);
    List<String> missing = Json.texts(change.path("missing"));
    if (!missing.isEmpty()) {
      out.println("DAMAGED: " + DamageWords.together(missing) + ": the plan may be wrong");
    }
    if (change.path("stale").asBoolean()) {
      out.println(
          "STALE: the mesh has moved; this is what it would do now, and not what was shown. Look at"
              + " it again: meshtwin change preview "
              + text(change, "id"));
    }
  }

  private static String next(JsonNode change) {
    String id = text(change, "id");
    return switch (text(change, "state")) {
      case "proposed" -> "meshtwin change preview " + id;
      case "previewed" ->
          "meshtwin change approve " + id + " --as NAME (not " + text(change, "author") + ")";
      case "approved" -> "meshtwin change publish " + id;
      case "published" -> "on its way; meshtwin proxy list shows where";
      default -> "";
    };
  }

  private static String plan(JsonNode change) {
    String plan = text(change, "plan");
    return plan.substring(0, Math.min(SHORT_PLAN, plan.length()));
  }

  private static String orDash(String text) {
    return text.isEmpty() ? "-" : text;
  }

  private static String text(JsonNode node, String field) {
    return node.path(field).isNull() ? "" : node.path(field).asText();
  }
}
