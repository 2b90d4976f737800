package io.meshtwin.bridge.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class BlameTest {
  private static final List<String> NAMES =
      List.of("shop/cart:80", "shop/cart:8080", "shop/web:80");

  @Test
  void aNameIsBlamedAsAWholeWord() {
    assertThat(
            Blame.named(
                NAMES, "Error adding/updating cluster(s) shop/cart:8080: no address, x: too"))
        .containsExactly("shop/cart:8080");
  }

  @Test
  void severalNamesAreBlamed() {
    assertThat(Blame.named(NAMES, "shop/cart:80: bad\nshop/web:80: bad"))
        .containsExactly("shop/cart:80", "shop/web:80");
  }

  @Test
  void aMessageWithoutNamesBlamesNobody() {
    assertThat(Blame.named(NAMES, "invalid escape sequence: \\1")).isEmpty();
  }
}
