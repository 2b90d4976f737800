import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Checks ({@code check}) or writes ({@code write}) the format of every Java file below a directory.
 * Unchanged files cost a read and a format; the whole tree takes seconds.
 */
final class Format {
  static void main(String[] args) throws Exception {
    boolean write = args[0].equals("write");
    Path root = Path.of(args[1]);
    List<Path> files;
    try (var walk = Files.walk(root)) {
      files =
          walk.filter(f -> f.toString().endsWith(".java"))
              .filter(f -> !root.relativize(f).toString().matches("(.*/)?(target|\\.[^/]*)/.*"))
              .sorted()
              .toList();
    }
    var wrong = files.parallelStream().filter(file -> !formatted(file, write)).toList();
    if (!wrong.isEmpty() && !write) {
      wrong.forEach(file -> System.err.println("not formatted: " + root.relativize(file)));
      System.err.println("run: mvn -Dformat=write compile -N");
      System.exit(1);
    }
  }

  private static boolean formatted(Path file, boolean write) {
    try {
      String before = Files.readString(file);
      String imports = RemoveUnusedImports.removeUnusedImports(before);
      String ordered = ImportOrderer.reorderImports(imports, JavaFormatterOptions.Style.GOOGLE);
      String after = new Formatter().formatSource(ordered);
      if (write && !after.equals(before)) {
        Files.writeString(file, after);
      }
      return after.equals(before);
    } catch (Exception e) {
      throw new IllegalStateException("cannot format " + file + ": " + e.getMessage(), e);
    }
  }
}
