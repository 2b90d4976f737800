package io.meshtwin.simulator.diff;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.twin.routing.access.AddressRange;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AddressClassesTest {
  private static List<String> of(String... ranges) {
    return AddressClasses.of(
        Stream.of(ranges).map(AddressRange::parse).map(Objects::requireNonNull).toList());
  }

  @Test
  void nothingIsToldApartWhereNothingIsRead() {
    assertThat(of()).isEmpty();
  }

  @Test
  void aRangeWithinAnotherThatBeginsWithItLeavesTheRest() {
    assertThat(of("10.0.0.0/8", "10.0.0.0/16"))
        .containsExactly("10.0.0.0", "203.0.113.77", "10.1.0.0");
  }

  @Test
  void aRangeThatHasEveryAddressOfItsFamilyLeavesTheOther() {
    assertThat(of("0.0.0.0/0")).containsExactly("0.0.0.0", "2001:db8::77");
    assertThat(of("::/0")).containsExactly("0:0:0:0:0:0:0:0", "203.0.113.77");
  }

  @Test
  void whatStandsBehindTheLengthDoesNotCount() {
    assertThat(of("10.1.2.3/8")).containsExactly("10.0.0.0", "203.0.113.77");
  }
}
