package io.meshtwin.testkit.cases;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.meshtwin.testkit.parts.SourceTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
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
 * @param dialect in which the mesh is read
 * @param objects the mesh: what all cases of the dialect have, and the case's own
 * @param questions requests with what becomes of them, of a case in the dialect {@code spec}
 * @param asked requests in the words of {@code simulate}, of a case in any other
 */
public record OwnCase(
    String name,
    String rule,
    String dialect,
    List<JsonNode> objects,
    List<Question> questions,
    List<Asked> asked) {
  /** The dialect of cases that do not name one. */
  public static final String SPEC = "spec";

  /** The dialect of cases in the folder of that name. */
  public static final String ISTIO = "istio";

  private static final Path FOLDER = Path.of("src/main/resources/io/meshtwin/testkit/cases");
  private static final String BASE = "base";
  private static final String SUFFIX = ".yaml";
  private static final JsonMapper JSON = new JsonMapper();

  public OwnCase {
    objects = List.copyOf(objects);
    questions = List.copyOf(questions);
    asked = List.copyOf(asked);
  }

  /**
   * A request with what becomes of it.
   *
   * @param request in the words of {@code simulate}
   * @param is what becomes of it
   * @param more what is to be said beside that, by name: {@code path}, {@code host}, {@code
   *     receives} and the like
   */
  public record Asked(JsonNode request, String is, Map<String, JsonNode> more) {
    private static final Set<String> CONTRACT =
        Set.of("from", "to", "url", "method", "headers", "sni");

    public Asked {
      more = Collections.unmodifiableMap(new TreeMap<>(more));
    }

    static Asked read(JsonNode json) {
      var request = JSON.createObjectNode();
      var more = new TreeMap<String, JsonNode>();
      json.properties()
          .forEach(field -> {
            if (CONTRACT.contains(field.getKey())) {
              request.set(field.getKey(), field.getValue());
            } else if (!field.getKey().equals("is")) {
              more.put(field.getKey(), field.getValue());
            }
          });
      return new Asked(request, json.path("is").asText(), more);
    }
  }

  /** All in the dialect {@code spec}, by name. */
  public static List<OwnCase> all() {
    return all(SPEC);
  }

  /** All in a dialect, by name. */
  public static List<OwnCase> all(String dialect) {
    try (Stream<Path> files = Files.list(folder(dialect))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(file -> file.endsWith(SUFFIX) && !file.equals(BASE + SUFFIX))
          .map(file -> named(dialect, file.substring(0, file.length() - SUFFIX.length())))
          .sorted(java.util.Comparator.comparing(OwnCase::name))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static OwnCase named(String dialect, String name) {
    var objects = new ArrayList<>(documents(dialect, BASE));
    List<JsonNode> own = documents(dialect, name);
    objects.addAll(own.subList(0, own.size() - 1));
    JsonNode end = own.getLast();
    if (!end.path("dialect").asText(SPEC).equals(dialect)) {
      throw new IllegalStateException(name + " is no case of the dialect " + dialect);
    }
    var questions = new ArrayList<Question>();
    var asked = new ArrayList<Asked>();
    for (JsonNode json : end.path("requests")) {
      if (dialect.equals(SPEC)) {
        questions.add(Question.read(json));
      } else {
        asked.add(Asked.read(json));
      }
    }
    return new OwnCase(name, rule(dialect, name), dialect, objects, questions, asked);
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

  private static String rule(String dialect, String name) {
    return text(dialect, name)
        .lines()
        .takeWhile(line -> line.startsWith("#"))
        .map(line -> line.substring(1).strip())
        .collect(Collectors.joining(" "));
  }

  private static String text(String dialect, String name) {
    try {
      return Files.readString(folder(dialect).resolve(name + SUFFIX));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<JsonNode> documents(String dialect, String name) {
    var result = new ArrayList<JsonNode>();
    var yaml = new Yaml(new SafeConstructor(new LoaderOptions()));
    for (Object document : yaml.loadAll(text(dialect, name))) {
      result.add(JSON.valueToTree(document));
    }
    return result;
  }

  private static Path folder(String dialect) {
    Path all = SourceTree.root().resolve("testkit").resolve(FOLDER);
    return dialect.equals(SPEC) ? all : all.resolve(dialect);
  }
}
