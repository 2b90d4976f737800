package io.meshtwin.testkit.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.meshtwin.testkit.parts.PartProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Installs custom resource definitions from files and waits until the API serves their kinds. */
final class Definitions {
  private static final String PATH = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/";
  private static final Pattern SEPARATOR = Pattern.compile("(?m)^---\\s*$");
  private static final Pattern KIND =
      Pattern.compile("(?m)^kind:\\s*CustomResourceDefinition\\s*$");
  private static final Pattern NAME = Pattern.compile("(?m)^  name:\\s*(\\S+)\\s*$");
  private static final ObjectMapper JSON = new ObjectMapper();

  private Definitions() {}

  /** Applies every definition in the YAML files of a directory. */
  static void install(Path directory, ApiClient api, PartProcess server) {
    try {
      List<String> names = new ArrayList<>();
      for (Path file : files(directory)) {
        for (String document : SEPARATOR.split(Files.readString(file))) {
          if (KIND.matcher(document).find()) {
            String name = name(document, file);
            api.apply(PATH + name, document);
            names.add(name);
          }
        }
      }
      server.awaitReady(
          Duration.ofSeconds(60), () -> names.stream().allMatch(name -> established(name, api)));
    } catch (IOException e) {
      throw new IllegalStateException("cannot install the definitions of " + directory, e);
    }
  }

  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  private static String name(String document, Path file) {
    var name = NAME.matcher(document);
    if (!name.find()) {
      throw new IllegalStateException("a definition without a name in " + file);
    }
    return name.group(1);
  }

  private static boolean established(String name, ApiClient api) {
    try {
      for (JsonNode condition :
          JSON.readTree(api.get(PATH + name).body()).at("/status/conditions")) {
        if (condition.path("type").asText().equals("Established")) {
          return condition.path("status").asText().equals("True");
        }
      }
      return false;
    } catch (IOException e) {
      return false;
    }
  }
}
