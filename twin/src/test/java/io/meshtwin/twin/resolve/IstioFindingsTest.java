package io.meshtwin.twin.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.twin.Meshes;
import io.meshtwin.twin.finding.Finding;
import io.meshtwin.twin.finding.FindingCode;
import io.meshtwin.twin.finding.IstioCode;
import io.meshtwin.twin.resolve.IstioFindingExamples.Example;
import io.meshtwin.twin.resolve.IstioSituations.Situation;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each finding about Istio's objects is found where it should be, and nowhere else. */
class IstioFindingsTest {
  private static final String MESH =
      Meshes.service("shop", "cart")
          + Meshes.service("shop", "web")
          + Meshes.service("shop", "db").replace("name: http", "name: tcp");

  /** Tested with what reads objects of every kind, and with Gateways. */
  private static final Set<FindingCode> ELSEWHERE =
      EnumSet.of(
          FindingCode.UNKNOWN_FIELD,
          FindingCode.INVALID_FIELD,
          FindingCode.FIELD_WITHOUT_EFFECT,
          FindingCode.PARENT_NOT_FOUND,
          FindingCode.BACKEND_NOT_FOUND,
          FindingCode.RULE_UNREACHABLE,
          FindingCode.NOT_MODELLED,
          FindingCode.GATEWAY_UNSERVED,
          FindingCode.GATEWAY_WITHOUT_CREDENTIAL,
          FindingCode.GATEWAY_PORT_NOT_ON_SERVICE,
          FindingCode.GATEWAY_NOT_FOUND,
          FindingCode.SERVER_SKIPPED,
          FindingCode.HOST_NOT_ON_GATEWAY,
          FindingCode.CERTIFICATE_SHARED);

  private static List<Finding> found(String objects, FindingCode code) {
    return ResolvedMesh.of(Meshes.image(MESH + objects), Dialect.ISTIO).findings().stream()
        .filter(finding -> finding.code() == code)
        .toList();
  }

  static Stream<Arguments> examples() {
    return IstioFindingExamples.all().entrySet().stream()
        .map(example -> Arguments.of(example.getKey(), example.getValue()));
  }

  @ParameterizedTest
  @MethodSource("examples")
  void whatIsWrongIsFound(FindingCode code, Example example) {
    assertThat(found(example.wrong(), code)).as(example.wrong()).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void whatIsRightIsNot(FindingCode code, Example example) {
    assertThat(found(example.right(), code)).as(example.right()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("situations")
  void aSituationIsFoundWhereItIsWrongOnly(Situation situation) {
    String wrong = situation.example().wrong();
    String right = situation.example().right();
    assertThat(found(wrong, situation.code())).as(wrong).isNotEmpty();
    assertThat(found(right, situation.code())).as(right).isEmpty();
  }

  static List<Situation> situations() {
    return IstioSituations.all();
  }

  /** What istioctl calls a situation is said to be found here by what finds it. */
  @ParameterizedTest
  @MethodSource("situations")
  void whatFindsASituationIsListed(Situation situation) {
    assertThat(situation.istio().findings()).contains(situation.code());
  }

  @Test
  void everyFindingThatIstioctlHasTooHasAnExample() {
    Set<FindingCode> named =
        Arrays.stream(IstioCode.values())
            .flatMap(code -> code.findings().stream())
            .filter(code -> !ELSEWHERE.contains(code))
            .collect(Collectors.toCollection(() -> EnumSet.noneOf(FindingCode.class)));
    assertThat(IstioFindingExamples.all().keySet()).containsAll(named);
  }
}
