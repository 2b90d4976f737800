package io.meshtwin.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshtwin.app.json.Json;
import io.meshtwin.app.report.Answer;
import io.meshtwin.app.report.ChangeTable;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Moves changes at a running server. */
@Command(
    name = "change",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Propose, approve and publish changes of the mesh at a running meshtwin serve.",
    footer = {
      "",
      "Who proposes a change does not approve it. An approval holds for the plan that was shown:",
      "when the mesh moves so that the change would do something else, it has to be looked at again.",
      "",
      "Examples:",
      "  meshtwin change propose -f canary.yaml --title 'reviews v2 to 10%%' --as ann",
      "  meshtwin change show c1",
      "  meshtwin change approve c1 --as bob",
      "  meshtwin change publish c1 --as ann"
    })
final class ChangeCommand implements Runnable {
  private static final String CHANGES = "/api/v1/changes";

  private final Terminal terminal;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  ChangeCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "which step?");
  }

  @Command(
      name = "propose",
      mixinStandardHelpOptions = true,
      description = "Put manifests forward and show what they would do.",
      footer = {
        "",
        "Examples:",
        "  meshtwin change propose -f canary.yaml --as ann",
        "  meshtwin change propose --delete old-route.yaml --title 'remove the old route'"
      })
  Integer propose(
      @Option(
              names = "-f",
              paramLabel = "FILE",
              description = "Manifests to apply, repeatable; - for standard input.")
          @Nullable List<String> apply,
      @Option(
              names = "--delete",
              paramLabel = "FILE",
              description = "Manifests of what is to be deleted, repeatable.")
          @Nullable List<String> delete,
      @Option(
              names = "--title",
              paramLabel = "TEXT",
              defaultValue = "",
              description = "What it is for, one line.")
          String title,
      @Mixin ServerOptions server,
      @Mixin Answering answer) {
    ObjectNode body = Json.object().put("title", title);
    body.set("apply", files(apply));
    body.set("delete", files(delete));
    return answer.print(server.client(terminal).post(CHANGES, body), terminal);
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "List all changes, oldest first.",
      footer = {"", "Example:", "  meshtwin change list -o json"})
  Integer list(@Mixin ServerOptions server, @Mixin Answering answer) {
    return answer.printAll(server.client(terminal).get(CHANGES), terminal);
  }

  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "Show a change: its steps, and while it is open what it would do now.",
      footer = {"", "Examples:", "  meshtwin change show c1", "  meshtwin change show c1 -o json"})
  Integer show(@Mixin Target target) {
    return target.answer.print(target.server.client(terminal).get(target.path("")), terminal);
  }

  @Command(
      name = "preview",
      mixinStandardHelpOptions = true,
      description = "Show a change against the mesh as it is now; ends an earlier approval.",
      footer = {"", "Example:", "  meshtwin change preview c1 --as ann"})
  Integer preview(@Mixin Target target) {
    return step(target, "/preview", Json.object());
  }

  @Command(
      name = "approve",
      mixinStandardHelpOptions = true,
      description = "Agree to the plan of somebody else's change.",
      footer = {
        "",
        "Examples:",
        "  meshtwin change approve c1 --as bob",
        "  meshtwin change approve c1 --plan 3f1c88a0 --as bob    # this plan and no other"
      })
  Integer approve(
      @Mixin Target target,
      @Option(
              names = "--plan",
              paramLabel = "DIGEST",
              description = "The plan that you saw, at least 8 digits. Default: the last one.")
          @Nullable String plan) {
    ObjectNode body = Json.object();
    if (plan != null) {
      body.put("plan", plan);
    }
    return step(target, "/approve", body);
  }

  @Command(
      name = "reject",
      mixinStandardHelpOptions = true,
      description = "Decline a change, for good.",
      footer = {
        "",
        "Example:",
        "  meshtwin change reject c1 --reason 'not before Monday' --as bob"
      })
  Integer reject(
      @Mixin Target target,
      @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why.")
          String reason) {
    return step(target, "/reject", Json.object().put("reason", reason));
  }

  @Command(
      name = "publish",
      mixinStandardHelpOptions = true,
      description = {
        "Push an approved change to the proxies, one first, then the others.",
        "A proxy that refuses it, or does not run it in time, takes it back everywhere."
      },
      footer = {
        "",
        "Examples:",
        "  meshtwin change publish c1 --as ann",
        "  meshtwin change publish c1 --no-wait --as ann",
        "",
        "Exit codes: 0 published (it has converged, unless --no-wait), 1 rolled back, 2 an error."
      })
  Integer publish(
      @Mixin Target target,
      @Option(
              names = "--wait",
              negatable = true,
              defaultValue = "true",
              fallbackValue = "true",
              description = "Wait until it has converged or is rolled back. Default: true.")
          boolean wait) {
    JsonNode change = target.server.client(terminal).post(target.path("/publish"), Json.object());
    if (wait) {
      change = Settling.await(target, terminal);
    }
    target.answer.print(change, terminal);
    return change.path("state").asText().equals("rolled-back") ? 1 : 0;
  }

  @Command(
      name = "rollback",
      mixinStandardHelpOptions = true,
      description = "Put back what a published change replaced.",
      footer = {"", "Example:", "  meshtwin change rollback c1 --reason 'too slow' --as ann"})
  Integer rollback(
      @Mixin Target target,
      @Option(
              names = "--reason",
              paramLabel = "TEXT",
              defaultValue = "asked for",
              description = "Why.")
          String reason) {
    return step(target, "/rollback", Json.object().put("reason", reason));
  }

  private Integer step(Target target, String step, JsonNode body) {
    return target.answer.print(
        target.server.client(terminal).post(target.path(step), body), terminal);
  }

  private ArrayNode files(@Nullable List<String> names) {
    ArrayNode files = Json.array();
    for (String name : names == null ? List.<String>of() : names) {
      files.addObject().put("name", name).put("content", content(name));
    }
    return files;
  }

  private String content(String name) {
    try {
      return name.equals("-")
          ? new String(terminal.in().readAllBytes(), StandardCharsets.UTF_8)
          : Files.readString(Path.of(name));
    } catch (CharacterCodingException e) {
      throw new CommandException(name + " is no text in UTF-8; nothing was proposed", e);
    } catch (IOException e) {
      throw new CommandException(
          "cannot read %s: %s; nothing was proposed"
              .formatted(name, Files.exists(Path.of(name)) ? e.getMessage() : "no such file"),
          e);
    }
  }

  /** A change at a server, and how to print it. */
  static final class Target {
    @Parameters(paramLabel = "ID", description = "The change, for example c1.")
    String id = "";

    @Mixin final ServerOptions server = new ServerOptions();
    @Mixin final Answering answer = new Answering();

    String path(String step) {
      if (!id.matches("[A-Za-z0-9-]+")) {
        throw new CommandException("'" + id + "' is no change; meshtwin change list shows them");
      }
      return CHANGES + "/" + id + step;
    }
  }

  /** Prints changes. */
  static final class Answering {
    @Mixin private final DocumentOptions output = new DocumentOptions();

    Integer print(JsonNode change, Terminal terminal) {
      output.write(
          Answer.printed((out, _) -> ChangeTable.print(change, out), () -> change), terminal);
      return 0;
    }

    Integer printAll(JsonNode changes, Terminal terminal) {
      output.write(
          Answer.printed((out, _) -> ChangeTable.printAll(changes, out), () -> changes), terminal);
      return 0;
    }
  }
}
