package io.meshtwin.testkit.cases;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.meshtwin.testkit.parts.SourceTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * A case.
 *
 * @param name a sentence with dashes, the file's name
 * @param rule the rule that it shows, by its upstream name: the file's first comment
 * @param objects the mesh: what all cases have, and the case's own
 * @param questions requests with what becomes of them
 */
public record OwnCase(String name, String rule, List<JsonNode> objects, List<Question> questions) {
  private static final Path FOLDER = Path.of("src/main/resources/io/meshtwin/testkit/cases");
  private static final String BASE = "base";
  private static final String SUFFIX = ".yaml";
  private static final JsonMapper JSON = new JsonMapper();

  public OwnCase {
    objects = List.copyOf(objects);
    questions = List.copyOf(questions);
  }

  /** All of them, by name. */
  public static List<OwnCase> all() {
    try (Stream<Path> files = Files.list(folder())) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(file -> file.endsWith(SUFFIX) && !file.equals(BASE + SUFFIX))
          .map(file -> named(file.substring(0, file.length() - SUFFIX.length())))
          .sorted(java.util.Comparator.comparing(OwnCase::name))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static OwnCase named(String name) {
    var objects = new ArrayList<>(documents(BASE));
    List<JsonNode> own = documents(name);
    objects.addAll(own.subList(0, own.size() - 1));
    var questions = new ArrayList<Question>();
    own.getLast().path("requests").forEach(json -> questions.add(Question.read(json)));
    return new OwnCase(name, rule(name), objects, questions);
  }

  /** The mesh as YAML documents (JSON is YAML). */
  public String yaml() {
    return String.join("\n---\n", objects.stream().map(JsonNode::toString).toList());
  }

  /** For messages. */
  @Override
  public String toString() {
    return name.replace('-', ' ');
  }

  private static String rule(String name) {
    return text(name)
        .lines()
        .takeWhile(line -> line.startsWith("#"))
        .map(line -> line.substring(1).strip())
        .collect(Collectors.joining(" "));
  }

  private static String text(String name) {
    try {
      return Files.readString(folder().resolve(name + SUFFIX));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<JsonNode> documents(String name) {
    var result = new ArrayList<JsonNode>();
    for (Object document : new Yaml(new SafeConstructor(new LoaderOptions())).loadAll(text(name))) {
      result.add(JSON.valueToTree(document));
    }
    return result;
  }

  private static Path folder() {
    return SourceTree.root().resolve("testkit").resolve(FOLDER);
  }
}
