package io.meshtwin.twin.field;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FieldChangesTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @Test
  void equalObjectsDifferInNothing() {
    assertThat(changes("{'a': [{'name': 'x'}]}", "{'a': [{'name': 'x'}]}")).isEmpty();
  }

  @Test
  void aRuleInFrontOfOthersIsOneNewRule() {
    assertThat(
            changes(
                "{'rules': [{'to': 'a', 'path': '/a'}, {'to': 'b', 'path': '/b'}]}",
                "{'rules': [{'to': 'c', 'path': '/c'}, {'to': 'a', 'path': '/a'}, {'to': 'b', 'path': '/b'}]}"))
        .containsExactly("added rules[0]");
  }

  @Test
  void aWeightThatChangesIsNamedThoughItsRuleMoved() {
    assertThat(
            changes(
                "{'rules': [{'backendRefs': [{'name': 'a', 'weight': 9}, {'name': 'b', 'weight': 1}]}]}",
                "{'rules': [{'path': '/c'}, {'backendRefs': [{'name': 'b', 'weight': 5}, {'name': 'a', 'weight': 9}]}]}"))
        .containsExactly(
            "added rules[0]",
            "changed rules[1].backendRefs[0].weight",
            "moved rules[1].backendRefs[1]");
  }

  @Test
  void twoRulesThatChangePlacesAreOneMove() {
    assertThat(changes("{'rules': ['a', 'b', 'c']}", "{'rules': ['b', 'c', 'a']}"))
        .containsExactly("moved rules[2]");
  }

  @Test
  void entriesAreMatchedByTheirNamesWhereverTheyStand() {
    assertThat(
            changes(
                "{'ports': [{'name': 'http', 'port': 80}, {'name': 'grpc', 'port': 81}]}",
                "{'ports': [{'name': 'grpc', 'port': 82}]}"))
        .containsExactly("removed ports[0]", "changed ports[0].port");
  }

  @Test
  void namesWithDotsStandInBrackets() {
    assertThat(changes("{'labels': {'a.b/c': '1'}}", "{'labels': {'a.b/c': '2'}}"))
        .containsExactly("changed labels['a.b/c']");
  }

  private static List<String> changes(String before, String after) {
    return FieldChanges.between(json(before), json(after)).stream()
        .map(change -> change.kind() + " " + change.path())
        .toList();
  }

  private static JsonNode json(String text) {
    try {
      return MAPPER.readTree(text.replace('\'', '"'));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
