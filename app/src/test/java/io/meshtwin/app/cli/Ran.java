package io.meshtwin.app.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.meshtwin.app.json.Json;
import io.meshtwin.app.progress.Progress;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/**
 * A command that has run.
 *
 * @param code its exit code
 * @param out what it printed
 * @param err what it said
 */
record Ran(int code, String out, String err) {
  /** Where nobody watches, and nothing is read. */
  static final Terminal TERMINAL =
      new Terminal(
          new ByteArrayInputStream(new byte[0]),
          new PrintStream(PrintStream.nullOutputStream(), false, StandardCharsets.UTF_8),
          new PrintStream(PrintStream.nullOutputStream(), false, StandardCharsets.UTF_8),
          Map.of(),
          false,
          Progress.silent());

  static Ran command(String... arguments) {
    return reading("", arguments);
  }

  /** With this on standard input. */
  static Ran reading(String input, String... arguments) {
    return in(Map.of(), input, arguments);
  }

  /** In this environment, with this on standard input. */
  static Ran in(Map<String, String> environment, String input, String... arguments) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var in = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
    try (var terminal =
        new Terminal(
            in,
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            environment,
            false,
            Progress.silent())) {
      int code = RootCommand.run(terminal, arguments);
      return new Ran(
          code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
  }

  JsonNode json() {
    return parsed(out);
  }

  List<JsonNode> lines() {
    return out.lines().map(Ran::parsed).toList();
  }

  private static JsonNode parsed(String text) {
    try {
      return Json.MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError("not JSON: " + text, e);
    }
  }

  /** A file of the shared data; the test is skipped where it is absent. */
  static String shared(String path) {
    Path file = Path.of(System.getProperty("meshtwin.root"), "..", "shared", "data", path);
    Assumptions.assumeTrue(Files.exists(file), () -> "no shared data: " + file);
    return file.toString();
  }
}
