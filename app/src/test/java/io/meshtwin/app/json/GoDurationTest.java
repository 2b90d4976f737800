package io.meshtwin.app.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoDurationTest {
  @ParameterizedTest
  @CsvSource({
    "0,0s",
    "500,500ms",
    "1000,1s",
    "1500,1.5s",
    "10000,10s",
    "90000,1m30s",
    "3600000,1h0m0s"
  })
  void aDurationIsWrittenAsGoWritesIt(long milliseconds, String text) {
    assertThat(GoDuration.of(Duration.ofMillis(milliseconds))).isEqualTo(text);
  }
}
