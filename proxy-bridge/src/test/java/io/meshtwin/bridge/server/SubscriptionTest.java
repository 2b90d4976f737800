package io.meshtwin.bridge.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import io.meshtwin.bridge.cache.Configuration;
import io.meshtwin.bridge.cache.ResourceType;
import io.meshtwin.bridge.cache.VersionedResource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SubscriptionTest {
  private final Subscription clusters = new Subscription(ResourceType.CLUSTER, false);

  @Test
  void aProxyThatAsksForEverythingIsAnsweredThoughThereIsNothing() {
    clusters.openWildcard();
    assertThat(next(Configuration.EMPTY)).isPresent();
    clusters.acked();
    assertThat(next(Configuration.EMPTY)).isEmpty();
  }

  @Test
  void whileAResponseIsOnItsWayNothingElseIsSent() {
    clusters.openWildcard();
    assertThat(next(of("a", "1"))).isPresent();
    assertThat(next(of("a", "2"))).isEmpty();
  }

  @Test
  void whatTheTargetHasNoMoreStaysUntilItMayGo() {
    clusters.openWildcard();
    next(of("a", "1"));
    clusters.acked();
    Response make = next(of("b", "1")).orElseThrow();
    assertThat(make.resources()).containsOnlyKeys("a", "b");
    clusters.acked();
    Response broken = clusters.next(of("b", "1"), false, "n").orElseThrow();
    assertThat(broken.resources()).containsOnlyKeys("b");
    assertThat(broken.removed()).containsExactly("a");
  }

  @Test
  void suspectsAreSentOneAtATimeUntilTheCulpritIsFound() {
    Subscription routes = new Subscription(ResourceType.ROUTES, false);
    routes.subscribeOnly(Set.of("a", "b", "c"));
    Configuration target = of(ResourceType.ROUTES, "a", "1", "b", "1", "c", "1");
    List<Set<String>> sent = new ArrayList<>();
    for (var next = routes.next(target, true, "n");
        next.isPresent();
        next = routes.next(target, true, "n")) {
      Set<String> names = Set.copyOf(next.get().changed().keySet());
      sent.add(names);
      if (names.contains("b")) {
        routes.refused("invalid escape sequence");
      } else {
        routes.acked();
      }
    }
    assertThat(sent).containsExactly(Set.of("a", "b", "c"), Set.of("a"), Set.of("b"), Set.of("c"));
    assertThat(routes.held()).containsOnlyKeys("a", "c");
  }

  @Test
  void aRefusedVersionIsNotSentAgainButTheNextOneIs() {
    clusters.openWildcard();
    next(of("a", "1"));
    clusters.acked();
    next(of("a", "2"));
    assertThat(clusters.refused("a: no")).containsOnlyKeys("a");
    assertThat(next(of("a", "2"))).isEmpty();
    assertThat(next(of("a", "3"))).isPresent();
  }

  @Test
  void askingForFewerNamesIsAnsweredWithTheVersionOfThese() {
    Subscription routes = new Subscription(ResourceType.ROUTES, false);
    routes.subscribeOnly(Set.of("a", "b"));
    Configuration target = of(ResourceType.ROUTES, "a", "1", "b", "1");
    routes.next(target, true, "n");
    routes.acked();
    routes.subscribeOnly(Set.of("a"));
    Response renamed = routes.next(target, true, "n").orElseThrow();
    assertThat(renamed.resources()).isEmpty();
    assertThat(renamed.version()).isEqualTo(Subscription.digest(routes.wanted(target)));
  }

  private Optional<Response> next(Configuration target) {
    return clusters.next(target, true, "n");
  }

  private static Configuration of(String name, String version) {
    return of(ResourceType.CLUSTER, name, version);
  }

  private static Configuration of(ResourceType type, String... namesAndVersions) {
    List<VersionedResource> resources = new ArrayList<>();
    for (int at = 0; at < namesAndVersions.length; at += 2) {
      resources.add(
          new VersionedResource(
              type, namesAndVersions[at], namesAndVersions[at + 1], Any.getDefaultInstance()));
    }
    return Configuration.of(resources);
  }
}
