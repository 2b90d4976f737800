package io.meshtwin.twin.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimestampsTest {
  private static final long SEED = 25;
  private static final String CHARACTERS = "0123456789-:.TZ+ ";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-01-01T00:00:00Z",
        "2026-12-31T23:59:59.999999999Z",
        "2024-02-29T12:00:00.5Z",
        "1969-12-31T23:59:59.001Z",
        "0000-01-01T00:00:00Z",
        "-0001-01-01T00:00:00Z",
        "+12345-01-01T00:00:00Z",
        "2026-01-01T24:00:00Z",
        "2026-01-01T00:00:00+02:00"
      })
  void everyFormMeansWhatJavaReads(String text) {
    assertThat(Timestamps.parse(text)).isEqualTo(Instant.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Z",
        "2026-01-01",
        "2026-13-01T00:00:00Z",
        "2026-02-30T00:00:00Z",
        "2026-01-01T00:60:00Z",
        "2026-01-01T00:00:00.1234567890Z",
        "2026-01-01T00:00:0xZ",
        "2026-01-01 00:00:00Z"
      })
  void whatIsNoTimeIsRefused(String text) {
    assertThatThrownBy(() -> Timestamps.parse(text)).isInstanceOf(DateTimeException.class);
  }

  @Test
  void aTimeWithAnyCharacterChangedIsReadAsJavaReadsIt() {
    var random = new Random(SEED);
    for (int i = 0; i < 20_000; i++) {
      var time = Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000));
      var text = new StringBuilder(time.toString());
      char other = CHARACTERS.charAt(random.nextInt(CHARACTERS.length()));
      text.setCharAt(random.nextInt(text.length()), other);
      assertThat(read(text.toString(), true))
          .as("%s", text)
          .isEqualTo(read(text.toString(), false));
    }
  }

  private static String read(String text, boolean ours) {
    try {
      return (ours ? Timestamps.parse(text) : Instant.parse(text)).toString();
    } catch (DateTimeException e) {
      return "none";
    }
  }
}
