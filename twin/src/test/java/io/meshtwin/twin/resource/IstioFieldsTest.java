package io.meshtwin.twin.resource;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshtwin.testkit.parts.SourceTree;
import io.meshtwin.twin.event.Manifest;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.finding.FindingCode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Every field of Istio's CRDs has one place, and the reader of its kind knows it. */
class IstioFieldsTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** Kinds of which only the reach is read. */
  private static final Set<String> WHOLE =
      Set.of("EnvoyFilter", "WasmPlugin", "TrafficExtension", "Telemetry");

  /** The specification's schema in each version, by kind. */
  private static Map<JsonNode, List<JsonNode>> schemas() throws IOException {
    String text = Files.readString(SourceTree.dataBeside("crds").resolve("istio.yaml"));
    var result = new java.util.LinkedHashMap<JsonNode, List<JsonNode>>();
    for (Object document : new Yaml(new SafeConstructor(new LoaderOptions())).loadAll(text)) {
      JsonNode crd = MAPPER.valueToTree(document);
      if (crd.path("spec").has("versions")) {
        List<JsonNode> versions = new java.util.ArrayList<>();
        crd.path("spec").path("versions").forEach(versions::add);
        result.put(crd, versions);
      }
    }
    return result;
  }

  private static JsonNode spec(JsonNode version) {
    return version.path("schema").path("openAPIV3Schema").path("properties").path("spec");
  }

  private static void walk(JsonNode schema, String at, Set<String> into) {
    for (var property : schema.path("properties").properties()) {
      String path = at.isEmpty() ? property.getKey() : at + "." + property.getKey();
      into.add(path);
      JsonNode type = property.getValue();
      while (type.has("items")) {
        type = type.path("items");
      }
      walk(type, path, into);
      walk(type.path("additionalProperties"), path + "{}", into);
    }
  }

  /** One table stands for the policies of a rule, of its subsets and of their ports. */
  private static String canonical(String path) {
    return path.replace("portLevelSettings.", "")
        .replaceFirst("^subsets\\.trafficPolicy\\.", "trafficPolicy.");
  }

  @Test
  void everyFieldHasOnePlace() throws IOException {
    FieldPlaces places = FieldPlaces.read();
    var wrong = new TreeMap<String, Object>();
    for (var crd : schemas().entrySet()) {
      String kind = crd.getKey().path("spec").path("names").path("kind").asText();
      var paths = new TreeSet<String>();
      crd.getValue().forEach(version -> walk(spec(version), "", paths));
      assertThat(paths).isNotEmpty();
      for (String path : paths) {
        List<FieldPlaces.Row> rows =
            places.of(kind, kind.equals("DestinationRule") ? canonical(path) : path);
        if (rows.stream().map(FieldPlaces.Row::place).distinct().count() != 1) {
          wrong.put(kind + " " + path, rows);
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void noFieldIsUnknownToTheReaderOfItsKind() throws IOException {
    Stream<String> unread =
        schemas().entrySet().stream()
            .filter(crd -> !WHOLE.contains(crd.getKey().at("/spec/names/kind").asText()))
            .flatMap(
                crd -> crd.getValue().stream().flatMap(version -> unread(crd.getKey(), version)));
    assertThat(unread).isEmpty();
  }

  private static Stream<String> unread(JsonNode crd, JsonNode version) {
    ObjectNode object = MAPPER.createObjectNode();
    String api = crd.at("/spec/group").asText() + "/" + version.path("name").asText();
    object.put("apiVersion", api).put("kind", crd.at("/spec/names/kind").asText());
    object.putObject("metadata").put("name", "all").put("namespace", "shop");
    object.set("spec", example(spec(version)));
    return ResourceReader.read(Manifest.of(ResourceKey.LOCAL, object), null).findings().stream()
        .filter(finding -> finding.code() == FindingCode.UNKNOWN_FIELD)
        .map(finding -> api + " " + finding);
  }

  /** An object with every field that the schema has. */
  private static JsonNode example(JsonNode schema) {
    return switch (schema.path("type").asText("")) {
      case "object" -> {
        ObjectNode object = MAPPER.createObjectNode();
        schema
            .path("properties")
            .properties()
            .forEach(property -> object.set(property.getKey(), example(property.getValue())));
        if (schema.has("additionalProperties")) {
          object.set("a", example(schema.path("additionalProperties")));
        }
        yield object;
      }
      case "array" -> MAPPER.createArrayNode().add(example(schema.path("items")));
      case "boolean" -> MAPPER.getNodeFactory().booleanNode(true);
      case "integer", "number" -> MAPPER.getNodeFactory().numberNode(1);
      default -> MAPPER.getNodeFactory().textNode(schema.path("enum").path(0).asText("a"));
    };
  }
}
