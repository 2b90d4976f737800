package io.meshtwin.fidelity.check;

import io.meshtwin.testkit.parts.SourceTree;
import io.meshtwin.twin.resolve.Dialect;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The named choices of the dialects where they differ, with what their Javadoc says of them. */
final class DialectTable {
  private static final Path SOURCES = Path.of("twin/src/main/java/io/meshtwin/twin/resolve");

  private DialectTable() {}

  /** A table in Markdown. */
  static String markdown() {
    var table = new StringBuilder("| choice | `spec` | `istio` | meaning |\n|---|---|---|---|\n");
    for (RecordComponent part : Dialect.class.getRecordComponents()) {
      if (part.getType().isRecord()) {
        rows(table, part.getType(), value(part, Dialect.SPEC), value(part, Dialect.ISTIO));
      }
    }
    return table.toString();
  }

  private static void rows(StringBuilder table, Class<?> type, Object spec, Object istio) {
    for (RecordComponent choice : type.getRecordComponents()) {
      String ours = text(value(choice, spec));
      String theirs = text(value(choice, istio));
      if (!ours.equals(theirs)) {
        table.append(
            "| `%s` | %s | %s | %s |\n"
                .formatted(choice.getName(), ours, theirs, meaning(type, choice.getName())));
      }
    }
  }

  private static String text(Object value) {
    if (value instanceof Boolean yes) {
      return yes ? "yes" : "no";
    }
    if (value instanceof Collection<?> many) {
      String all = many.stream().map(String::valueOf).sorted().collect(Collectors.joining(", "));
      return many.isEmpty() ? "none" : all;
    }
    return value.toString().replaceFirst("^[A-Z][A-Za-z]*\\[", "").replaceFirst("\\]$", "");
  }

  private static Object value(RecordComponent part, Object of) {
    try {
      return part.getAccessor().invoke(of);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("a record's accessor", e);
    }
  }

  private static String meaning(Class<?> type, String name) {
    Path source = SourceTree.root().resolve(SOURCES).resolve(type.getSimpleName() + ".java");
    try {
      Matcher found =
          Pattern.compile("@param " + name + " (.*?)(?=\n \\* @param|\n \\*/)", Pattern.DOTALL)
              .matcher(Files.readString(source));
      if (!found.find()) {
        throw new IllegalStateException(source + " does not say what " + name + " is");
      }
      return found
          .group(1)
          .replaceAll("\\s*\n \\*\\s*", " ")
          .replaceAll("\\{@code ([^}]*)\\}", "`$1`")
          .replace("|", "\\|");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
