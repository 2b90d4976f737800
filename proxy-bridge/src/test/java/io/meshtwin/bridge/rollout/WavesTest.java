package io.meshtwin.bridge.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshtwin.bridge.xds.ProxyId;
import java.time.Duration;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class WavesTest {
  private static final ProxyId A = ProxyId.sidecar("shop", "a");
  private static final ProxyId B = ProxyId.sidecar("shop", "b");
  private static final ProxyId C = ProxyId.sidecar("shop", "c");
  private static final SortedSet<ProxyId> ALL = new TreeSet<>(List.of(C, B, A));

  @Test
  void oneProxyGoesFirstAndThenAllTheOthers() {
    assertThat(Waves.DEFAULT.of(ALL)).containsExactly(List.of(A), List.of(B, C));
  }

  @Test
  void furtherWavesHaveTheirOwnSize() {
    assertThat(new Waves(1, 1, Duration.ofSeconds(1)).of(ALL))
        .containsExactly(List.of(A), List.of(B), List.of(C));
  }

  @Test
  void nobodyConnectedIsNoWave() {
    assertThat(Waves.DEFAULT.of(new TreeSet<>())).isEmpty();
  }

  @Test
  void aWaveOfNobodyIsRefused() {
    assertThatThrownBy(() -> new Waves(0, 1, Duration.ofSeconds(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least one proxy");
  }
}
