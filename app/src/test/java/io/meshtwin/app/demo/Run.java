package io.meshtwin.app.demo;

import io.meshtwin.app.cli.RootCommand;
import io.meshtwin.app.cli.Terminal;
import io.meshtwin.app.progress.Progress;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A command that has run.
 *
 * @param code its exit code
 * @param out what it printed
 * @param err what it said
 */
record Run(int code, String out, String err) {
  static Run of(Map<String, String> environment, String... arguments) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    int code;
    try (var terminal =
        new Terminal(
            InputStream.nullInputStream(),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            environment,
            false,
            Progress.silent())) {
      code = RootCommand.run(terminal, arguments);
    }
    return new Run(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
