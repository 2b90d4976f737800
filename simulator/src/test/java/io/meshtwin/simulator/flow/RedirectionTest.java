package io.meshtwin.simulator.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshtwin.twin.routing.HeaderChanges;
import io.meshtwin.twin.routing.PathRewrite;
import io.meshtwin.twin.routing.RouteAction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RedirectionTest {
  @Test
  void anotherHostLosesThePortOfTheRequest() {
    var redirect =
        new RouteAction.Redirect(302, null, "other.example", null, null, HeaderChanges.NONE);
    assertThat(location(redirect, 80, "shop:80", null)).isEqualTo("http://other.example/a/b");
  }

  @Test
  void theListenersPortIsWrittenUnlessItIsTheSchemesOwn() {
    var redirect = new RouteAction.Redirect(302, null, null, null, null, HeaderChanges.NONE);
    assertThat(location(redirect, 80, "shop", null)).isEqualTo("http://shop/a/b");
    assertThat(location(redirect, 8080, "shop:8080", null)).isEqualTo("http://shop:8080/a/b");
  }

  @Test
  void anotherSchemeBringsItsOwnPort() {
    var redirect = new RouteAction.Redirect(301, "https", null, null, null, HeaderChanges.NONE);
    assertThat(location(redirect, 8080, "shop", null)).isEqualTo("https://shop/a/b");
  }

  @Test
  void aPortThatTheClientWroteIsReplacedByTheRightOne() {
    var redirect = new RouteAction.Redirect(301, "https", null, null, null, HeaderChanges.NONE);
    assertThat(location(redirect, 8080, "shop:8080", null)).isEqualTo("https://shop:443/a/b");
  }

  @Test
  void theQueryStaysUnlessTheNewPathHasItsOwn() {
    var full =
        new RouteAction.Redirect(
            302, null, null, null, new PathRewrite.Full("/new"), HeaderChanges.NONE);
    var own =
        new RouteAction.Redirect(
            302, null, null, null, new PathRewrite.Full("/new?z=1"), HeaderChanges.NONE);
    assertThat(location(full, 80, "shop", "q=1")).isEqualTo("http://shop/new?q=1");
    assertThat(location(own, 80, "shop", "q=1")).isEqualTo("http://shop/new?z=1");
  }

  @Test
  void aPrefixIsReplacedByWholeSegments() {
    var path = new PathRewrite.Prefix("/a", "/");
    var redirect = new RouteAction.Redirect(302, null, null, null, path, HeaderChanges.NONE);
    assertThat(location(redirect, 80, "shop", null)).isEqualTo("http://shop/b");
  }

  private static String location(
      RouteAction.Redirect action, int port, String host, @Nullable String query) {
    var request = new Request("GET", "http", host, "/a/b", query, Headers.NONE);
    return Redirection.location(new Effect.Redirect(action, "http", port), request);
  }
}
