package io.meshtwin.ingest.source;

import io.meshtwin.ingest.codec.Input;
import io.meshtwin.ingest.codec.ManifestReader;
import io.meshtwin.twin.event.Manifest;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.event.SecretValues;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Values from manifests on disk, read anew when a file changed. A file that cannot be read leaves
 * all values as they were.
 */
public final class ManifestSecrets implements SecretReader {
  private static final Logger LOG = LoggerFactory.getLogger(ManifestSecrets.class);

  private final List<String> places;
  private List<String> stamps = List.of();
  private Map<ResourceKey, Content> contents = Map.of();

  /**
   * @param places files and directories, later ones over earlier ones
   */
  public ManifestSecrets(List<String> places) {
    this.places = List.copyOf(places);
  }

  @Override
  public synchronized Optional<Content> read(ResourceKey key) {
    try {
      List<Path> files = files();
      List<String> now = stamps(files);
      if (!now.equals(stamps)) {
        contents = readAll(files);
        stamps = now;
      }
    } catch (IOException e) {
      LOG.warn("values of Secrets cannot be read: {}", e.getMessage());
    }
    return Optional.ofNullable(contents.get(key));
  }

  private List<Path> files() throws IOException {
    List<Path> files = new ArrayList<>();
    for (String place : places) {
      Path path = Path.of(place);
      if (Files.isDirectory(path)) {
        files.addAll(ManifestFiles.under(path).manifests());
      } else if (Files.exists(path)) {
        files.add(path);
      }
    }
    return files;
  }

  private static List<String> stamps(List<Path> files) throws IOException {
    List<String> stamps = new ArrayList<>();
    for (Path file : files) {
      stamps.add(file + " " + Files.getLastModifiedTime(file) + " " + Files.size(file));
    }
    return stamps;
  }

  private static Map<ResourceKey, Content> readAll(List<Path> files) throws IOException {
    Map<ResourceKey, Content> found = new HashMap<>();
    var reader =
        new ManifestReader(ResourceKey.LOCAL, (manifest, values) -> keep(found, manifest, values));
    for (Path file : files) {
      if (!reader.read(Input.file(file.toString(), file)).errors().isEmpty()) {
        throw new IOException(file + " is malformed");
      }
    }
    return found;
  }

  private static void keep(
      Map<ResourceKey, Content> found, Manifest manifest, SecretValues values) {
    found.put(manifest.key(), new Content(manifest, values));
  }
}
