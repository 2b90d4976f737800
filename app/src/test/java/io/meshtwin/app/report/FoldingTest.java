package io.meshtwin.app.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FoldingTest {
  private static final String LINE =
      "  before  forwarded 100% payments/payment:80 with request x-client = shop, within 5s\n";

  @Test
  void aLineIsFoldedBetweenWordsUnderItsText() {
    assertThat(Folding.fold(LINE, 60))
        .isEqualTo(
            """
              before  forwarded 100% payments/payment:80 with request
                      x-client = shop, within 5s
            """);
  }

  @Test
  void aLabelThatStandsFurtherInHasItsTextFurtherIn() {
    assertThat(Folding.fold(" ".repeat(7) + LINE, 67))
        .isEqualTo(
            " ".repeat(9)
                + "before  forwarded 100% payments/payment:80 with request\n"
                + " ".repeat(17)
                + "x-client = shop, within 5s\n");
  }

  @Test
  void nothingIsFoldedWithoutATerminalOrWhereItFits() {
    assertThat(Folding.fold(LINE, 0)).isEqualTo(LINE);
    assertThat(Folding.fold(LINE, 200)).isEqualTo(LINE);
  }

  @Test
  void coloursTakeNoColumns() {
    String coloured = "\u001b[1m" + "a".repeat(38) + "\u001b[0m b\n";
    assertThat(Folding.fold(coloured, 40)).isEqualTo(coloured);
  }

  @Test
  void aCommandAndALongWordStayWhole() {
    String command = "  try     curl 'http://a.b/" + "x".repeat(60) + "' -H 'a: b'\n";
    assertThat(Folding.fold(command, 50)).isEqualTo(command);
    String deeper = "         try     curl 'http://a.b/" + "x".repeat(60) + "'  # from a/b\n";
    assertThat(Folding.fold(deeper, 50)).isEqualTo(deeper);
    String word = "x".repeat(90) + "\n";
    assertThat(Folding.fold(word, 50)).isEqualTo(word);
  }
}
