package io.meshtwin.app.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshtwin.app.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Prints the JSON Schema of a format. */
@Command(
    name = "schema",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Print the JSON Schema of what a command reads or writes.",
    footer = {
      "",
      "Formats only grow within meshtwin.io/v1: pass over fields that you do not know.",
      "",
      "Examples:",
      "  meshtwin schema preview > preview.schema.json",
      "  meshtwin schema request",
      "",
      "Exit codes: 0 done, 2 an error."
    })
final class SchemaCommand implements Callable<Integer> {
  private static final String RESOURCE = "/io/meshtwin/app/schema/meshtwin.schema.json";

  /** The formats that have a schema. */
  enum Format {
    PREVIEW,
    FINDINGS,
    VERIFICATION,
    STATUS,
    FIDELITY,
    REQUEST,
    VERDICT,
    LOG,
    BISECTION,
    BLAME,
    BACKTEST,
    SHOW,
    THINNED,
    CHANGE,
    CHANGES,
    PROXIES,
    DEMO;

    @Override
    public String toString() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  @Parameters(paramLabel = "FORMAT", description = "${COMPLETION-CANDIDATES}.")
  private Format format = Format.PREVIEW;

  private final Terminal terminal;

  SchemaCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    terminal.out().println(Json.pretty(of(format)));
    return 0;
  }

  /** The schema of a format, draft 2020-12. */
  static ObjectNode of(Format format) {
    try (InputStream in =
        Objects.requireNonNull(SchemaCommand.class.getResourceAsStream(RESOURCE), RESOURCE)) {
      ObjectNode schema = (ObjectNode) Json.MAPPER.readTree(in);
      return schema.put("$ref", "#/$defs/" + format);
    } catch (IOException e) {
      throw new UncheckedIOException("a resource of this program cannot be read", e);
    }
  }
}
