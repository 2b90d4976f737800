package io.meshtwin.simulator.regex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.re2j.PatternSyntaxException;
import io.meshtwin.twin.regex.Expression;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RE2J is the oracle: it decides requests in the simulator. */
class LanguageTest {
  private static final List<String> TEXTS =
      List.of(
          "",
          "a",
          "A",
          "b",
          "-",
          "_",
          "0",
          "7",
          " ",
          ".",
          "/",
          "aa",
          "ab",
          "ba",
          "a-b",
          "a b",
          "aB",
          "K",
          "k",
          "\u212a",
          "s",
          "\u017f",
          "\u0131",
          "\u0130",
          "\u03c3",
          "\u03c2",
          "\u00e9",
          "x{",
          "{,3}",
          "a{,3}",
          "]",
          "^",
          "-]",
          "a]",
          "\\",
          "abc",
          "ABC",
          "a.b",
          "a+",
          "//",
          "/a/b",
          "123",
          "a1b2",
          "\u4e00",
          "\ud83d\ude00",
          "foo bar",
          "foo",
          "S",
          "\t",
          "~",
          "z",
          "Z",
          "az");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "a|b",
        "(a|b)*",
        "a{2}",
        "a{0,2}",
        "a{2,}",
        "a{,3}",
        "x{",
        "[ab]",
        "[^ab]",
        "[]a]",
        "[^]a]",
        "[a-]",
        "[-a]",
        "[a\\-\\]]",
        "[a-z]+",
        "(?i)[a-z]+",
        "(?i)k",
        "(?i)s+",
        "(?i)\\w",
        "(?i)\\W",
        "(?i)[^k]",
        "(?i)[\\W]",
        "\\w+",
        "\\W",
        "\\d+",
        "\\D",
        "\\s",
        "\\S",
        ".",
        ".*",
        "(?s).",
        "^a$",
        "^",
        "$",
        "a^b",
        "(?m)^a$",
        "\\ba\\b.*",
        "a\\Bb",
        "\\b",
        "\\B",
        "\\Aa\\z",
        "\\Qa.b\\E",
        "\\Qa+\\E",
        "\\Qab\\E*",
        "\\x41",
        "\\x{41}+",
        "\\101",
        "\\0",
        "[[:alpha:]]+",
        "[[:^alpha:]]",
        "[[:word:]]+",
        "[^[:space:]]+",
        "\\pL+",
        "\\p{Lu}",
        "\\PL",
        "\\p{Greek}",
        "\\p{^Greek}",
        "(?i)\\p{Lu}",
        "(?i:A)b",
        "a(?i)b",
        "(a(?i)b)c",
        "(?P<n>a)b",
        "(?<n>a)b",
        "(?:ab)+",
        "a*?b",
        "(?U)a+",
        "a|",
        "(|a)b",
        "(a*)*",
        "(a|ab)(c|bcd)?",
        "[\\d_]+",
        "\\/a",
        "\\.",
        "[.]",
        "[\\x80-\\xff]+",
        ".{2}",
        "[^a]{3}",
        "[\u4e00-\u9fff]+",
        "\u00e9",
        "(?i)\u00e9",
        "(?i)\u03c3",
        "(?i)i",
        "\\pN*",
        "(?-i)a",
        "(?i-i:a)",
        "a(?i)|b",
        "(?is)A.",
        "\\C?a",
        "[a-z&&b]",
        "\\a|\\f|\\t"
      })
  void takesWhatTheEngineTakes(String expression) {
    Expression engine = engine(expression);
    if (engine == null || expression.contains("\\C")) {
      assertThatThrownBy(() -> Language.of(expression)).hasMessageContaining(expression);
      return;
    }
    Language language = Language.of(expression);
    for (String text : TEXTS) {
      assertThat(language.has(text))
          .as("%s on '%s'", expression, text)
          .isEqualTo(engine.test(text));
    }
  }

  @Test
  void randomExpressionsTakeWhatTheEngineTakes() {
    long seed = Long.getLong("meshtwin.regex.seed", System.nanoTime());
    var random = new SplittableRandom(seed);
    for (int i = 0; i < Integer.getInteger("meshtwin.regex.count", 2_000); i++) {
      String expression = new RandomExpression(random).text();
      Expression engine = engine(expression);
      if (engine == null) {
        continue;
      }
      Language language = Language.of(expression);
      for (String text : RandomExpression.texts(random, 30)) {
        assertThat(language.has(text))
            .as("seed %d: %s on '%s'", seed, expression, text)
            .isEqualTo(engine.test(text));
      }
    }
  }

  private static @Nullable Expression engine(String expression) {
    try {
      return Expression.of(expression);
    } catch (PatternSyntaxException e) {
      return null;
    }
  }
}
