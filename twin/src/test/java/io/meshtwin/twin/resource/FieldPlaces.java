package io.meshtwin.twin.resource;

import io.meshtwin.testkit.parts.SourceTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The tables of the decision that gives each field of Istio its place.
 *
 * @param rows in their order
 */
public record FieldPlaces(List<Row> rows) {
  private static final String RECORD = "0150-a-place-for-every-field-of-istio.md";
  private static final Pattern HEADING = Pattern.compile("## (.+)");
  private static final Pattern LINE =
      Pattern.compile("\\|([^|]*)\\|([^|]+)\\| (modelled|unknown|none) \\|.*");
  private static final String EVERYTHING = "**";

  public FieldPlaces {
    rows = List.copyOf(rows);
  }

  /** What becomes of a field. */
  public enum Place {
    /** It decides what it decides in Istio. */
    MODELLED,
    /** The answers that it touches are unknown. */
    UNKNOWN,
    /** No answer depends on it. */
    NONE
  }

  /**
   * A field, or everything below a path.
   *
   * @param kind of the object
   * @param below a pattern of paths below {@code spec}
   * @param field a name, or {@code **}
   * @param place what becomes of it
   */
  public record Row(String kind, String below, String field, Place place) {
    /** How examples name it. */
    public String name() {
      return kind + " " + (below.isEmpty() ? field : below + "." + field);
    }

    private boolean isExactly(String parent, String name) {
      return field.equals(name) && matches(below, parent);
    }

    /** Whether a path is somewhere below a row for everything there. */
    private boolean covers(String parent) {
      if (!field.equals(EVERYTHING)) {
        return false;
      }
      return Stream.iterate(parent, p -> !p.isEmpty(), FieldPlaces::parent)
              .anyMatch(p -> matches(below, p))
          || below.equals(EVERYTHING);
    }
  }

  /** Reads them from the decision. */
  public static FieldPlaces read() {
    Path file = SourceTree.root().resolve("docs").resolve("decisions").resolve(RECORD);
    try {
      var rows = new ArrayList<Row>();
      String kind = "";
      for (String line : Files.readAllLines(file)) {
        Matcher heading = HEADING.matcher(line);
        Matcher row = LINE.matcher(line);
        if (heading.matches()) {
          kind = heading.group(1);
        } else if (row.matches()) {
          for (String field : row.group(2).split(",", -1)) {
            rows.add(
                new Row(
                    kind,
                    row.group(1).strip(),
                    field.strip(),
                    Place.valueOf(row.group(3).toUpperCase(Locale.ROOT))));
          }
        }
      }
      return new FieldPlaces(rows);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The rows that a path of a kind falls under: those that name it, else those for everything. */
  List<Row> of(String kind, String path) {
    String parent = parent(path);
    String name = path.substring(parent.isEmpty() ? 0 : parent.length() + 1);
    List<Row> own = rows.stream().filter(row -> row.kind().equals(kind)).toList();
    List<Row> exact = own.stream().filter(row -> row.isExactly(parent, name)).toList();
    return exact.isEmpty() ? own.stream().filter(row -> row.covers(parent)).toList() : exact;
  }

  private static String parent(String path) {
    int dot = path.lastIndexOf('.');
    return dot < 0 ? "" : path.substring(0, dot);
  }

  private static boolean matches(String pattern, String path) {
    String regex =
        Stream.of(pattern.split("(?=\\*\\*\\.)|(?<=\\*\\*\\.)|(?=\\.\\*\\*$)", -1))
            .map(part ->
                switch (part) {
                  case "**." -> "(?:.*\\.)?";
                  case ".**" -> "(?:\\..*)?";
                  case "**" -> ".*";
                  default -> "\\Q" + part.replace("*", "\\E[^.]*\\Q") + "\\E";
                })
            .reduce("", String::concat);
    return Pattern.matches(regex, path);
  }
}
