package io.meshtwin.app.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshtwin.app.json.Json;
import io.meshtwin.ingest.codec.FileFailure;
import io.meshtwin.simulator.intent.Expectation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads intents: sentences, or requests of the contract on {@code simulate} with what is expected.
 */
final class IntentReader {
  private static final Pattern SENTENCE =
      Pattern.compile(
          "(?:(?<method>[A-Z]+) )?(?<url>\\S+://\\S+) from (?<gateway>gateway )?(?<client>\\S+)"
              + "(?: with (?<headers>.+?))? (?<expected>(?:is|goes to|never goes to) .+)");

  private static final Pattern HEADER = Pattern.compile("(?<name>[^\\s:,]+): ?(?<value>[^,]*)");

  private IntentReader() {}

  /**
   * An intent.
   *
   * @param name as it is written, or the name that it was given
   * @param request as {@code simulate} takes it
   * @param expected what it is to do
   * @param source {@code file:line}, null where it is not from a file
   */
  record Intent(String name, ObjectNode request, Expectation expected, @Nullable String source) {
    Intent at(String place) {
      return new Intent(name, request, expected, place);
    }
  }

  /**
   * The intents of a YAML file, in its order.
   *
   * @throws CommandException when the file cannot be read, an intent is none, or two of them
   *     contradict each other; the line is named
   */
  static List<Intent> read(Path file) {
    var intents = new ArrayList<Intent>();
    try {
      for (IntentLines.Item item : IntentLines.of(Files.readString(file))) {
        try {
          intents.add(read(item.value()).at(file + ":" + item.line()));
        } catch (IllegalArgumentException e) {
          throw new CommandException(
              "%s:%d: intent %d: %s"
                  .formatted(file, item.line(), intents.size() + 1, e.getMessage()),
              e);
        }
      }
    } catch (IntentLines.NoListException e) {
      throw new CommandException(file + ": " + e.getMessage(), e);
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
      throw new CommandException(
          file
              + ":"
              + line
              + ": no YAML (a sentence with a colon and a blank needs quotes): "
              + e.getOriginalMessage(),
          e);
    } catch (NoSuchFileException e) {
      throw new CommandException(
          file + ": no such file; meshtwin verify --draft writes one to begin with", e);
    } catch (IOException e) {
      throw new CommandException(
          "cannot read " + file + ": " + FileFailure.words(e, file.toString()), e);
    }
    IntentContradictions.refuseByWords(intents);
    return intents;
  }

  private static Intent read(JsonNode item) {
    if (item.isTextual()) {
      return sentence(item.asText());
    }
    JsonNode sentence = item.path("intent");
    if (sentence.isTextual()) {
      Intent intent = sentence(sentence.asText());
      String name = item.path("name").asText(intent.name());
      return new Intent(name, intent.request(), intent.expected(), null);
    }
    if (item.path("request") instanceof ObjectNode request && item.path("expect").isTextual()) {
      String expected = item.path("expect").asText();
      String name = item.path("name").asText(Json.line(request) + " " + expected);
      return new Intent(name, request, Expectation.parse(expected), null);
    }
    throw new IllegalArgumentException("a sentence, or request and expect, is needed");
  }

  /**
   * Reads a sentence.
   *
   * @throws IllegalArgumentException in words for the user when it is none
   */
  static Intent sentence(String text) {
    String line = text.strip().replaceAll("\\s+", " ");
    Matcher words = SENTENCE.matcher(line);
    if (!words.matches()) {
      throw new IllegalArgumentException(
          "\"" + line + "\" is no sentence like: GET http://cart.shop/x from shop/web is 200");
    }
    ObjectNode request = Json.object();
    String from = words.group("gateway") == null ? "workload" : "gateway";
    request.putObject("from").put(from, words.group("client"));
    request.put("url", words.group("url"));
    if (words.group("method") != null) {
      request.put("method", words.group("method"));
    }
    if (words.group("headers") != null) {
      headers(words.group("headers"), request.putObject("headers"));
    }
    return new Intent(line, request, Expectation.parse(words.group("expected")), null);
  }

  /** {@code x-env: canary, version: two}; a value with a comma needs the form with a request. */
  private static void headers(String text, ObjectNode headers) {
    for (String part : text.split(", ?")) {
      Matcher header = HEADER.matcher(part.strip());
      if (!header.matches()) {
        throw new IllegalArgumentException("no header: " + part.strip());
      }
      headers.put(header.group("name"), header.group("value").strip());
    }
  }
}
