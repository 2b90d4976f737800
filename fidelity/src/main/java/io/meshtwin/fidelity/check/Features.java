package io.meshtwin.fidelity.check;

import io.meshtwin.simulator.flow.Call;
import io.meshtwin.simulator.flow.Client;
import io.meshtwin.simulator.flow.Decision;
import io.meshtwin.simulator.flow.Effect;
import io.meshtwin.simulator.flow.Share;
import io.meshtwin.simulator.flow.Verdict;
import io.meshtwin.twin.routing.Changes;
import io.meshtwin.twin.routing.PathMatch;
import io.meshtwin.twin.routing.RouteRule;
import io.meshtwin.twin.routing.Transport;
import io.meshtwin.twin.routing.UpstreamTls;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What of the Gateway API and of Istio a decision shows, in the words of {@code docs/fidelity.md}.
 */
public final class Features {
  private Features() {}

  /** The features, sorted. */
  public static SortedSet<String> of(Decision decision) {
    var features = new TreeSet<String>();
    Call call = decision.call();
    features.add(
        call.from() instanceof Client.AtGateway ? "traffic at a Gateway" : "traffic to a Service");
    features.add("requests by " + call.protocol().name());
    transport(features, decision);
    if (call.request().headers().joined("upgrade") != null) {
      features.add("upgrades");
    }
    if (decision.entry() != null) {
      rule(features, decision.entry().rule());
    }
    Verdict verdict = decision.verdict();
    switch (verdict.kind()) {
      case REDIRECTED -> features.add("redirects");
      case RESPONDED ->
          features.add(
              "answers of the proxy: " + (verdict.status() == null ? "several" : verdict.status()));
      case UNREACHABLE, REJECTED -> features.add("connections that are closed");
      case FORWARDED, PASSTHROUGH, UNKNOWN -> {
        // What a forwarded request shows stands below.
      }
    }
    if (decision.effect() instanceof Effect.Forward forward) {
      forwarded(features, forward);
    }
    if (!verdict.copies().isEmpty()) {
      features.add("mirrors");
    }
    EntranceFeatures.add(features, decision);
    return features;
  }

  private static void transport(SortedSet<String> features, Decision decision) {
    if (decision.chain() != null) {
      Transport transport = decision.chain().chain().transport();
      if (transport instanceof Transport.Passthrough) {
        features.add("TLS passed through by SNI");
      } else if (transport instanceof Transport.Terminated terminated) {
        features.add("TLS terminated by SNI");
        if (terminated.tls().clients() != null) {
          features.add("client certificates at a listener");
        }
      }
    }
  }

  private static void rule(SortedSet<String> features, RouteRule rule) {
    String kind = rule.origin().resource().kind();
    if (kind.endsWith("Route") || kind.equals("VirtualService")) {
      features.add(kind);
    }
    features.add(
        switch (rule.match().path()) {
          case PathMatch.Exact _ -> "path matches: exact";
          case PathMatch.Regex _ -> "path matches: regular expressions";
          case PathMatch.SegmentPrefix _ -> "path matches: prefix";
          case PathMatch.Prefix _ -> "path matches: a gRPC service";
        });
    if (!rule.match().headers().isEmpty()) {
      features.add("header matches");
    }
    if (!rule.match().query().isEmpty()) {
      features.add("query parameter matches");
    }
    if (rule.match().method() != null) {
      features.add("method matches");
    }
    if (rule.cors() != null) {
      features.add("CORS");
    }
  }

  private static void forwarded(SortedSet<String> features, Effect.Forward forward) {
    if (forward.shares().size() > 1) {
      features.add("weights");
    }
    for (Share share : forward.shares()) {
      Changes changes = share.changes();
      if (!changes.request().equals(Changes.NONE.request())) {
        features.add("request header changes");
      }
      if (!changes.response().equals(Changes.NONE.response())) {
        features.add("response header changes");
      }
      if (changes.path() != null || changes.host() != null) {
        features.add("URL rewrites");
      }
      if (share.tls() != null && !(share.tls() instanceof UpstreamTls.Mesh)) {
        features.add("TLS to backends");
      }
      if (share.failure() != null) {
        boolean closed = share.failure().reason().equals("network_policy");
        features.add(closed ? "shares that a NetworkPolicy closes" : "shares that nobody answers");
      }
      String kind = share.origin().resource().kind();
      if (!forward.http() && kind.endsWith("Route")) {
        features.add(kind);
      }
    }
    Effect.Handling handling = forward.handling();
    boolean limited =
        handling.timeouts().request() != null || handling.timeouts().backendRequest() != null;
    if (limited) {
      features.add("time limits");
    }
    if (handling.fault() != null) {
      features.add("faults");
    }
    if (!handling.hash().isEmpty()) {
      features.add("consistent hashing");
    }
    if (handling.session() != null) {
      features.add("session persistence");
    }
    if (handling.retries() != null) {
      features.add("retries");
    }
  }
}
