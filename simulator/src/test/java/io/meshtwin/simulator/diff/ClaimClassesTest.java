package io.meshtwin.simulator.diff;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.meshtwin.twin.routing.access.AccessCondition.Claim;
import io.meshtwin.twin.routing.access.StringMatch;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ClaimClassesTest {
  private static Claim claim(boolean list, StringMatch... values) {
    return new Claim(List.of("groups"), List.of(values), list);
  }

  private static StringMatch exact(String value) {
    return new StringMatch.Exact(value, false);
  }

  private static List<String> written(ClaimClasses classes) {
    return classes.values().stream().map(JsonNode::toString).toList();
  }

  @Test
  void aTextThatBeginsAndEndsAsAskedIsAClassOfItsOwn() {
    var begins = claim(false, new StringMatch.Prefix("a-", false));
    var ends = claim(false, new StringMatch.Suffix("-z", false));
    ClaimClasses classes = ClaimClasses.of(List.of(begins, ends));
    assertThat(written(classes))
        .containsExactlyInAnyOrder("\"\"", "\"a-x\"", "\"x-z\"", "\"a-x-z\"");
    assertThat(classes.unsure()).isNull();
  }

  @Test
  void aListMaySayWhatNoTextSays() {
    List<Claim> tests = List.of(claim(true, exact("admin")), claim(true, exact("guest")));
    assertThat(ClaimClasses.of(tests).values())
        .contains(JsonNodeFactory.instance.arrayNode().add("admin").add("guest"));
  }

  @Test
  void anyTextIsTakenAndNoTextIsNot() {
    ClaimClasses classes = ClaimClasses.of(List.of(claim(false, StringMatch.SOME)));
    assertThat(written(classes)).hasSize(2).contains("\"\"");
    assertThat(classes.unsure()).isNull();
  }

  @Test
  void whatIsNotTriedIsSaid() {
    var expression = claim(false, new StringMatch.Regex("a.*b"));
    assertThat(ClaimClasses.of(List.of(expression)).unsure()).isEqualTo("is read by an expression");
    Stream<Claim> many = IntStream.range(0, 7).mapToObj(i -> claim(true, exact("group-" + i)));
    assertThat(ClaimClasses.of(many.toList()).unsure()).isEqualTo("is read in more than 64 ways");
  }
}
