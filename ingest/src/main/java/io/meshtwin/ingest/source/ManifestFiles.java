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
 * The manifest files under a directory, in a stable order.
 *
 * @param manifests files to read, sorted by path
 * @param directories the directories that were visited, the root first
 * @param skipped files that look like manifests and are none: input of kustomize and Helm
 */
record ManifestFiles(List<Path> manifests, List<Path> directories, List<Path> skipped) {
  private static final Set<String> EXTENSIONS = Set.of("yaml", "yml", "json");
  private static final Set<String> KUSTOMIZE = Set.of("kustomization.yaml", "kustomization.yml");
  private static final String CHART = "Chart.yaml";
  private static final String TEMPLATES = "templates";

  static ManifestFiles under(Path root) throws IOException {
    var files = new ManifestFiles(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    files.visit(root, new HashSet<>());
    return files;
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
