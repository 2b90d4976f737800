package io.meshtwin.simulator.intent;

import static io.meshtwin.simulator.Meshes.get;
import static io.meshtwin.simulator.Meshes.mesh;
import static io.meshtwin.simulator.Meshes.route;
import static io.meshtwin.simulator.Meshes.service;
import static io.meshtwin.simulator.Meshes.workload;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshtwin.simulator.flow.Simulator;
import io.meshtwin.simulator.flow.Verdict;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpectationTest {
  private static final String RULES =
      "[{matches: [{path: {value: '/old'}}], filters: [{type: 'RequestRedirect', requestRedirect:"
          + " {hostname: 'new.example'}}]},"
          + " {matches: [{path: {value: '/gone'}}], backendRefs: [{name: 'none', port: 80}]},"
          + " {matches: [{path: {value: '/split'}}], backendRefs: [{name: 'cart', port: 80, weight:"
          + " 9}, {name: 'pay', port: 80, weight: 1}]},"
          + " {matches: [{path: {value: '/x'}}], filters: [{type: 'ExtensionRef', extensionRef:"
          + " {group: 'a', kind: 'B', name: 'c'}}]},"
          + " {matches: [{path: {value: '/cart'}}], backendRefs: [{name: 'cart', port: 80}]}]";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/cart  | is forwarded                    | holds",
        "/cart  | is 200                          | holds",
        "/cart  | is not forwarded                | 100% is forwarded",
        "/cart  | goes to shop/cart               | holds",
        "/cart  | never goes to shop/cart         | 100% goes to shop/cart",
        "/split | goes to shop/pay at most 10%    | holds",
        "/split | goes to shop/pay at most 9.9%   | 10% goes to shop/pay",
        "/split | goes to shop/cart at least 90%  | holds",
        "/split | goes to shop/cart               | 90% goes to shop/cart",
        "/gone  | is 500                          | holds",
        "/gone  | is forwarded                    | 0% is answered",
        "/other | is 404                          | holds",
        "/other | is 200                          | it is 404",
        "/old   | is redirected                   | holds",
        "/old   | is 302                          | holds",
        "/old   | is redirected to http://other/  | it is redirected to http://new.example/old",
        "/x     | is forwarded                    | unknown",
      })
  void aVerdictKeepsOrBreaksASentence(String path, String sentence, String judgement) {
    Judgement judged = Expectation.parse(sentence).judge(verdict(path));
    String words =
        switch (judged) {
          case Judgement.Holds _ -> "holds";
          case Judgement.Broken broken -> broken.why();
          case Judgement.Unknown _ -> "unknown";
        };
    assertThat(words).isEqualTo(judgement);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"is fine", "goes to cart", "goes to shop/cart at least 120%", "", "is 99"})
  void whatIsNoSentenceIsRefusedInWords(String text) {
    assertThatThrownBy(() -> Expectation.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  private static Verdict verdict(String path) {
    var mesh =
        mesh(service("cart"), workload("cart"), service("pay"), workload("pay"), route(RULES));
    return new Simulator(mesh).verdict(get("cart.shop", path, Map.of()));
  }
}
