package io.meshtwin.simulator.flow;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every pair was observed on Envoy 1.40 with normalize_path, KEEP_UNCHANGED, slashes unmerged. */
class PathNormalisationTest {
  @ParameterizedTest
  @CsvSource({
    "/a/./b,/a/b",
    "/a/../b,/b",
    "/a/..,/",
    "/a/.,/a/",
    "/../..,/",
    "/a//b,/a//b",
    "/a//../b,/a/b",
    "//,//",
    "/a/%2e%2e/b,/b",
    "/a/%2E/b,/a/b",
    "/a/.%2e/b,/b",
    "/a%2fb,/a%2fb",
    "/a%5cb,/a%5cb",
    "/a\\b,/a/b",
    "/a/.b,/a/.b",
    "/a/..b,/a/..b",
    "/a/b..,/a/b..",
    "/a/...,/a/...",
    "/%%300,/%2500",
    "/%zz,/%zz",
    "/%,/%",
    "/a%,/a%",
    "/a;b/../c,/c",
    "/.../x,/.../x",
    "/a/b/../../..,/",
    "/p%41x,/pAx",
    "/p%7Ex,/p~x",
    "/p%C3%A9,/p%C3%A9",
    "/p^x,/p%5Ex",
    "/p|x,/p%7Cx",
  })
  void aPathBecomesWhatEnvoyMakesOfIt(String sent, String seen) {
    assertThat(PathNormalisation.of(sent)).isEqualTo(seen);
  }

  @Test
  void anEscapedZeroByteIsRefused() {
    assertThat(PathNormalisation.of("/p%00x")).isNull();
  }

  @Test
  void whatIsNormalStaysAsItIsWhenItIsNormalisedAgain() {
    for (String path : new String[] {"/%2500", "/a%2fb", "/a//b", "/.../x", "/%zz"}) {
      assertThat(PathNormalisation.of(path)).isEqualTo(path);
    }
  }

  @Test
  void controlCharactersSpacesFragmentsAndBytesAboveAsciiAreNotReadable() {
    assertThat(new String[] {"/a b", "/a#b", "/\u00e9", "/\u0001", "/\u007f"})
        .noneMatch(PathNormalisation::isReadable);
  }
}
