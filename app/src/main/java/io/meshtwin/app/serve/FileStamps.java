package io.meshtwin.app.serve;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Size, time and identity of every file below some places: equal while nobody edits.
 *
 * @param stamps by path
 */
record FileStamps(Map<Path, String> stamps) {
  /** Before anything was looked at; equal to nothing that exists. */
  static final FileStamps NONE = new FileStamps(Map.of(Path.of("/"), ""));

  static FileStamps of(List<String> places) {
    var stamps = new TreeMap<Path, String>();
    for (String place : places) {
      try (Stream<Path> files = Files.walk(Path.of(place), FileVisitOption.FOLLOW_LINKS)) {
        files.filter(Files::isRegularFile).forEach(file -> stamps.put(file, stamp(file)));
      } catch (IOException | RuntimeException e) {
        // Reading the place says what is wrong with it, in words.
        stamps.put(Path.of(place), "unreadable");
      }
    }
    return new FileStamps(stamps);
  }

  private static String stamp(Path file) {
    try {
      var attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return attributes.size()
          + " "
          + attributes.lastModifiedTime().toMillis()
          + " "
          + attributes.fileKey();
    } catch (IOException e) {
      return "unreadable";
    }
  }
}
