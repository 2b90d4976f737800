package io.meshtwin.ingest.codec;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshtwin.twin.event.MalformedManifestException;
import io.meshtwin.twin.event.Manifest;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.event.SecretValues;
import io.meshtwin.twin.event.SourceLocation;
import io.meshtwin.twin.finding.Finding;
import io.meshtwin.twin.finding.FindingCode;
import io.meshtwin.twin.resource.ResourceReader;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.reader.ReaderException;

/**
 * Reads manifests: YAML with any number of documents, or JSON, lists flattened, as {@code kubectl
 * apply} would read them.
 *
 * <p>An object of any kind is kept; whether the kind means anything is not decided here.
 */
public final class ManifestReader {
  private final String cluster;
  private final BiConsumer<Manifest, SecretValues> values;

  /**
   * @param cluster the cluster that the manifests belong to
   */
  public ManifestReader(String cluster) {
    this(cluster, (manifest, dropped) -> {});
  }

  /**
   * @param cluster the cluster that the manifests belong to
   * @param values told of the values of Secrets and ConfigMaps, which no result has
   */
  public ManifestReader(String cluster, BiConsumer<Manifest, SecretValues> values) {
    this.cluster = cluster;
    this.values = values;
  }

  /** Reads one text. Never throws on what stands in it, or when it cannot be read. */
  public ReadResult read(Input input) {
    var reading = new Reading(input.name());
    try {
      int first = input.firstCharacter();
      if (first != '{') {
        readYaml(input, reading);
      } else if (!readJson(input, reading)) {
        // YAML's flow style starts like JSON, and a JSON document may be followed by YAML ones.
        var asYaml = new Reading(input.name());
        readYaml(input, asYaml);
        return asYaml.errors.isEmpty() ? asYaml.result() : reading.result();
      }
    } catch (CharacterCodingException e) {
      reading.foreign(input);
    } catch (IOException e) {
      reading.fail(0, "cannot be read: " + FileFailure.words(e, input.name()));
    }
    return reading.result();
  }

  private void readYaml(Input input, Reading reading) throws IOException {
    try (Reader reader = input.reader()) {
      var documents = new YamlDocuments(reader);
      for (var next = documents.next(); next.isPresent(); next = documents.next()) {
        reading.document(next.get());
      }
    } catch (ReadFailure e) {
      reading.fail(e.line(), e.words());
    } catch (ReaderException e) {
      reading.foreign(input);
    } catch (YAMLException e) {
      if (e.getCause() instanceof IOException io) {
        throw io;
      }
      reading.fail(0, "malformed YAML");
    }
  }

  private boolean readJson(Input input, Reading reading) throws IOException {
    try (Reader reader = input.reader()) {
      var documents = new JsonDocuments(reader);
      for (var next = documents.next(); next.isPresent(); next = documents.next()) {
        reading.document(next.get());
      }
      return true;
    } catch (ReadFailure e) {
      reading.fail(e.line(), e.words());
      return false;
    }
  }

  /** What was read of one text so far. */
  private final class Reading {
    private final String file;
    private final List<ReadResult.Document> documents = new ArrayList<>();
    private final List<ReadError> errors = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();
    private final List<String> nameless = new ArrayList<>();

    Reading(String file) {
      this.file = file;
    }

    void fail(int line, String message) {
      errors.add(new ReadError(file, line, message));
    }

    void foreign(Input input) {
      try {
        ReadFailure found = ForeignText.find(input);
        fail(found.line(), found.words());
      } catch (IOException e) {
        fail(0, "cannot be read: " + FileFailure.words(e, file));
      }
    }

    void document(Tree tree) {
      if (!tree.value().isNull()) {
        object(new Part(tree.value(), tree.marks(), "", tree.doubles()));
      }
    }

    private void object(Part part) {
      if (ObjectLists.isList(part.value())) {
        ObjectLists.items(part).forEach(this::object);
        return;
      }
      if (isForeign(part.value()) && !part.value().at("/metadata/name").isTextual()) {
        nameless.add(part.value().path("kind").asText() + " " + file + ":" + part.marks().line());
        return;
      }
      try {
        Manifest manifest = Manifest.of(cluster, part.value());
        var location = new SourceLocation(file, part.marks().line(), part.marks().byPath());
        String version = part.value().path("metadata").path("resourceVersion").asText("");
        documents.add(new ReadResult.Document(manifest, location, version));
        if (SecretValues.concern(manifest.key())) {
          values.accept(manifest, SecretValues.of(manifest.key(), part.value()));
        }
        part.doublesWithin().forEach(twice -> findings.add(finding(manifest, twice)));
      } catch (MalformedManifestException e) {
        fail(line(part.marks(), e.field()), name(part.value()) + e.getMessage());
      }
    }

    /** Whether it is of a kind that no mesh has: every repository has some. */
    private boolean isForeign(JsonNode object) {
      String version = object.path("apiVersion").asText();
      String kind = object.path("kind").asText();
      if (version.isEmpty() || kind.isEmpty()) {
        return false;
      }
      String group = version.substring(0, Math.max(version.indexOf('/'), 0));
      return !ResourceReader.models(new ResourceKey(cluster, group, kind, "", "any"));
    }

    private Finding finding(Manifest manifest, Tree.Twice twice) {
      return new Finding(
          FindingCode.DUPLICATE_FIELD,
          manifest.key(),
          twice.path(),
          "stands twice in one object; the later one counts",
          file + ":" + twice.line());
    }

    private int line(Marks marks, String field) {
      String at = new SourceLocation("", marks.line(), marks.byPath()).at(field);
      return Integer.parseInt(at.substring(1));
    }

    /** The object's kind and name as far as it has them, to find it in a long list. */
    private static String name(JsonNode value) {
      String kind = value.path("kind").asText();
      String name = value.path("metadata").path("name").asText();
      String both = (kind + " " + name).strip();
      return both.isEmpty() ? "" : both + ": ";
    }

    ReadResult result() {
      return new ReadResult(documents, errors, findings, nameless);
    }
  }

  /** An object of a document: the document itself, or an item of a list. */
  record Part(JsonNode value, Marks marks, String path, List<Tree.Twice> doubles) {
    List<Tree.Twice> doublesWithin() {
      if (path.isEmpty() || doubles.isEmpty()) {
        return doubles;
      }
      String prefix = path + ".";
      return doubles.stream()
          .filter(twice -> twice.path().startsWith(prefix))
          .map(twice -> new Tree.Twice(twice.path().substring(prefix.length()), twice.line()))
          .toList();
    }
  }
}
