package io.meshtwin.fidelity.envoy;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Envoy's program.
 *
 * @param path absolute
 */
public record EnvoyBinary(Path path) {
  /** What to tell a user who has no Envoy: one line. */
  public static final String MISSING =
      "no Envoy here (looked at ENVOY, the PATH and the cache); run: tools/real-parts install envoy";

  private static final Pattern VERSION = Pattern.compile("version: [0-9a-f]+/([^/]+)/");

  public EnvoyBinary {
    path = path.toAbsolutePath();
  }

  /**
   * Looks where {@code tools/real-parts} does: the variable {@code ENVOY}, the PATH, the cache.
   *
   * @param environment the environment's variables
   * @return empty when there is none; {@link #MISSING} says what to do
   * @throws EnvoyException when {@code ENVOY} names something that is not there
   */
  public static Optional<EnvoyBinary> find(Map<String, String> environment) {
    String named = environment.getOrDefault("ENVOY", "");
    if (!named.isEmpty()) {
      if (!Files.isExecutable(Path.of(named))) {
        throw new EnvoyException("ENVOY is set to " + named + ", which is not a program");
      }
      return Optional.of(new EnvoyBinary(Path.of(named)));
    }
    return onPath(environment.getOrDefault("PATH", ""))
        .or(() -> cached(cache(environment)))
        .map(EnvoyBinary::new);
  }

  /**
   * The version, for example {@code 1.40.0}.
   *
   * @throws EnvoyException when the program does not run
   */
  public String version() {
    try {
      Process process =
          new ProcessBuilder(path.toString(), "--version").redirectErrorStream(true).start();
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      Matcher found = VERSION.matcher(output);
      if (!found.find()) {
        throw new EnvoyException(path + " --version says no version but: " + output);
      }
      return found.group(1);
    } catch (IOException e) {
      throw new EnvoyException("cannot run " + path + ": " + e.getMessage(), e);
    }
  }

  private static Optional<Path> onPath(String path) {
    return Stream.of(path.split(File.pathSeparator, -1))
        .filter(directory -> !directory.isEmpty())
        .map(directory -> Path.of(directory, "envoy"))
        .filter(EnvoyBinary::isProgram)
        .findFirst();
  }

  private static Path cache(Map<String, String> environment) {
    String given = environment.getOrDefault("MESHTWIN_CACHE", "");
    Path cache =
        given.isEmpty()
            ? Path.of(environment.getOrDefault("HOME", "."), ".cache", "meshtwin")
            : Path.of(given);
    return cache.resolve("real-parts");
  }

  /** A changed pin is a new directory, so the newest is the one that was asked for last. */
  private static Optional<Path> cached(Path cache) {
    if (!Files.isDirectory(cache)) {
      return Optional.empty();
    }
    try (Stream<Path> entries = Files.list(cache)) {
      List<Path> found =
          entries
              .filter(entry -> entry.getFileName().toString().startsWith("envoy-"))
              .map(entry -> entry.resolve("envoy"))
              .filter(EnvoyBinary::isProgram)
              .sorted(
                  Comparator.comparingLong((Path file) -> file.toFile().lastModified()).reversed())
              .toList();
      return found.stream().findFirst();
    } catch (IOException e) {
      throw new EnvoyException("cannot read " + cache + ": " + e.getMessage(), e);
    }
  }

  private static boolean isProgram(Path path) {
    return Files.isRegularFile(path) && Files.isExecutable(path);
  }
}
