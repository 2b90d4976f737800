package io.meshtwin.ingest.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The manifest files of some places, in a stable order.
 *
 * @param manifests files to read, each once; those of a directory sorted by path
 * @param directories the directories in which a change may be one of the manifests
 * @param skipped files that look like manifests and are none: input of kustomize and Helm
 */
record ManifestFiles(List<Path> manifests, List<Path> directories, List<Path> skipped) {
  private static final Set<String> EXTENSIONS = Set.of("yaml", "yml", "json");
  private static final Set<String> KUSTOMIZE = Set.of("kustomization.yaml", "kustomization.yml");
  private static final String CHART = "Chart.yaml";
  private static final String TEMPLATES = "templates";

  /**
   * Those under a directory.
   *
   * @throws IOException when it cannot be read
   */
  static ManifestFiles under(Path root) throws IOException {
    return at(List.of(root));
  }

  /**
   * Those of several places.
   *
   * @param places directories, and files that are read whatever they are called
   * @throws java.nio.file.NoSuchFileException when one is not there
   * @throws IOException when one cannot be read
   */
  static ManifestFiles at(List<Path> places) throws IOException {
    var files = new ManifestFiles(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    var visited = new HashSet<Path>();
    for (Path place : places) {
      if (Files.isDirectory(place)) {
        files.visit(place, visited);
      } else {
        files.named(place);
      }
    }
    return files;
  }

  private void named(Path file) throws IOException {
    Path directory = file.toRealPath().getParent();
    if (directory != null && !directories.contains(directory)) {
      directories.add(directory);
    }
    if (!manifests.contains(file)) {
      manifests.add(file);
    }
  }

  /** Follows links to directories, each real directory once. */
  private void visit(Path directory, Set<Path> visited) throws IOException {
    if (!visited.add(directory.toRealPath())) {
      return;
    }
    directories.add(directory);
    boolean chart = Files.exists(directory.resolve(CHART));
    for (Path entry : entries(directory)) {
      String name = name(entry);
      if (name.startsWith(".")) {
        continue;
      }
      if (Files.isDirectory(entry)) {
        if (chart && name.equals(TEMPLATES)) {
          skipped.addAll(under(entry).manifests());
        } else {
          visit(entry, visited);
        }
      } else if (EXTENSIONS.contains(extension(name))) {
        (isForeign(name, chart) ? skipped : manifests).add(entry);
      }
    }
  }

  private static List<Path> entries(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.sorted().toList();
    }
  }

  private static boolean isForeign(String name, boolean inChart) {
    return KUSTOMIZE.contains(name)
        || name.equals(CHART)
        || name.equals("values.yaml")
        || (inChart && name.startsWith("values"));
  }

  private static String extension(String name) {
    return name.substring(name.lastIndexOf('.') + 1);
  }

  private static String name(Path path) {
    Path name = path.getFileName();
    return name == null ? "" : name.toString();
  }
}
