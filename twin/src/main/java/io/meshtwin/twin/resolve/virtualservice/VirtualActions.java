package io.meshtwin.twin.resolve.virtualservice;

import io.meshtwin.twin.regex.Problem;
import io.meshtwin.twin.resource.FaultRules;
import io.meshtwin.twin.resource.MirrorRules;
import io.meshtwin.twin.resource.TextMatch;
import io.meshtwin.twin.resource.VirtualCors;
import io.meshtwin.twin.resource.VirtualRule;
import io.meshtwin.twin.resource.VirtualRule.Action;
import io.meshtwin.twin.resource.VirtualRule.Rewrite;
import io.meshtwin.twin.resource.VirtualRule.Target;
import io.meshtwin.twin.routing.Caveat;
import io.meshtwin.twin.routing.Changes;
import io.meshtwin.twin.routing.Cors;
import io.meshtwin.twin.routing.Delivery;
import io.meshtwin.twin.routing.Fault;
import io.meshtwin.twin.routing.HashKey;
import io.meshtwin.twin.routing.HeaderChanges;
import io.meshtwin.twin.routing.Mirror;
import io.meshtwin.twin.routing.Origin;
import io.meshtwin.twin.routing.PathMatch;
import io.meshtwin.twin.routing.PathRewrite;
import io.meshtwin.twin.routing.RouteAction;
import io.meshtwin.twin.routing.WeightedDestination;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a VirtualService's rule does with requests that it takes ({@code TranslateRoute}). */
final class VirtualActions {
  private static final int UNAVAILABLE = 503;
  private static final double PER_PERCENT = 10_000;
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

  private final Destinations destinations;
  private final RetryTranslation retries;

  VirtualActions(Destinations destinations, RetryTranslation retries) {
    this.destinations = destinations;
    this.retries = retries;
  }

  RouteAction of(MergedRule merged, PathMatch path, Place place) {
    VirtualRule rule = merged.rule();
    String computed =
        Stream.concat(Stream.of(rule.headers()), targets(rule).stream().map(Target::headers))
            .flatMap(headers -> Stream.ofNullable(HeaderSequence.computed(headers)))
            .findFirst()
            .orElse(null);
    if (computed != null) {
      return unmodelled(merged, "a value of header " + computed + " with a command of Envoy's");
    }
    Optional<Problem> expression = RuleExpressions.problems(rule).findFirst();
    if (expression.isPresent()) {
      return unmodelled(merged, expression.get().attribute());
    }
    return switch (rule.action()) {
      case Action.Redirect redirect -> redirect(merged, redirect, path, place);
      case Action.Respond respond -> respond(merged, respond);
      case Action.Send send -> send(merged, send, path, place);
      case Action.Delegate _ -> unmodelled(merged, "a delegate of a delegate");
    };
  }

  static RouteAction unmodelled(MergedRule merged, String what) {
    String reason = what + " in " + merged.owner().key() + " is not modelled";
    return new RouteAction.Unmodelled(new Caveat(reason, merged.at(merged.rule().field())));
  }

  private static List<Target> targets(VirtualRule rule) {
    return rule.action() instanceof Action.Send send ? send.targets() : List.of();
  }

  /** {@code ApplyRedirect}. */
  private static RouteAction redirect(
      MergedRule merged, Action.Redirect redirect, PathMatch path, Place place) {
    if (!REDIRECTS.contains(redirect.status())) {
      return unmodelled(merged, "redirect status " + redirect.status());
    }
    PathRewrite rewrite = null;
    if (!redirect.prefixRewrite().isEmpty()) {
      rewrite = replaced(path, redirect.prefixRewrite());
    } else if (!redirect.uri().isEmpty()) {
      rewrite = new PathRewrite.Full(redirect.uri());
    }
    return new RouteAction.Redirect(
        redirect.status(),
        absent(redirect.scheme()),
        absent(redirect.authority()),
        port(redirect, place),
        rewrite,
        HeaderSequence.of(merged.rule().headers().response()),
        RouteAction.Redirect.Ports.KEPT);
  }

  /** 0 where none is to be written: none was asked for, or it is the scheme's own. */
  private static int port(Action.Redirect redirect, Place place) {
    Integer given = redirect.port();
    int port = redirect.requestPort() ? place.port() : given == null ? 0 : given;
    String scheme = redirect.scheme();
    if (scheme.isEmpty()) {
      scheme = place.tls() ? "https" : "http";
    }
    return port == (scheme.equals("https") ? 443 : 80) ? 0 : port;
  }

  private static @Nullable String absent(String text) {
    return text.isEmpty() ? null : text;
  }

  private static RouteAction respond(MergedRule merged, Action.Respond respond) {
    if (!respond.readable()) {
      return unmodelled(merged, "a body that is no text");
    }
    return new RouteAction.Respond(
        respond.status(),
        merged.owner().key() + " answers",
        respond.body(),
        HeaderSequence.of(merged.rule().headers().response()));
  }

  private RouteAction send(MergedRule merged, Action.Send send, PathMatch path, Place place) {
    VirtualRule rule = merged.rule();
    boolean alone = send.targets().size() == 1;
    // Of several, those without a weight get nothing; a single one gets all.
    List<Target> weighted =
        send.targets().stream().filter(target -> alone || target.weight() > 0).toList();
    if (weighted.isEmpty()) {
      return unmodelled(merged, "a rule without destinations");
    }
    var shares = new ArrayList<WeightedDestination>();
    var hash = new ArrayList<HashKey>();
    for (Target target : weighted) {
      Destinations.Found found =
          destinations.of(place, target.destination(), !place.inMesh(), UNAVAILABLE);
      if (!found.caveats().isEmpty()) {
        return new RouteAction.Unmodelled(found.caveats().getFirst());
      }
      found.hash().ifPresent(hash::add);
      int weight = alone ? 1 : target.weight();
      Changes changes = changes(rule, target, alone);
      shares.add(new WeightedDestination(weight, found.to(), changes, merged.at(target.field())));
    }
    Changes all = new Changes(HeaderChanges.NONE, HeaderChanges.NONE, null, rewritten(rule, path));
    var caveats = new ArrayList<Caveat>();
    List<Mirror> mirrors = mirrors(merged, place, caveats);
    return caveats.isEmpty()
        ? new RouteAction.Forward(shares, all, delivery(rule, mirrors, hash))
        : new RouteAction.Unmodelled(caveats.getFirst());
  }

  private static Changes changes(VirtualRule rule, Target target, boolean alone) {
    String host = rule.rewrite() == null ? null : absent(rule.rewrite().authority());
    if (host == null) {
      host = HeaderSequence.authority(rule.headers());
    }
    return new Changes(
        HeaderSequence.of(rule.headers().request(), target.headers().request(), alone),
        HeaderSequence.of(rule.headers().response(), target.headers().response(), alone),
        host == null ? HeaderSequence.authority(target.headers()) : host,
        null);
  }

  private static @Nullable PathRewrite rewritten(VirtualRule rule, PathMatch path) {
    Rewrite rewrite = rule.rewrite();
    if (rewrite == null) {
      return null;
    }
    if (!rewrite.expression().isEmpty()) {
      return new PathRewrite.Regex(rewrite.expression(), rewrite.substitution());
    }
    return rewrite.uri().isEmpty() ? null : replaced(path, rewrite.uri());
  }

  /**
   * Envoy's {@code prefix_rewrite}: what an exact match or an expression took is the whole path.
   */
  private static PathRewrite replaced(PathMatch path, String value) {
    return switch (path) {
      case PathMatch.Prefix prefix -> new PathRewrite.Text(prefix.value(), value);
      case PathMatch.SegmentPrefix prefix -> new PathRewrite.Text(prefix.value(), value);
      case PathMatch.Exact _, PathMatch.Regex _ -> new PathRewrite.Full(value);
    };
  }

  private Delivery delivery(VirtualRule rule, List<Mirror> mirrors, List<HashKey> hash) {
    return new Delivery(
        retries.timeouts(rule.timeout(), rule.retries()),
        retries.retries(rule.retries()),
        mirrors,
        null,
        rule.fault() == null ? null : fault(rule.fault()),
        hash);
  }

  /**
   * Who gets copies; a cluster that the proxy does not have gets none.
   *
   * @param caveats gets what decides who answers there, and is not modelled
   */
  private List<Mirror> mirrors(MergedRule merged, Place place, List<Caveat> caveats) {
    var result = new ArrayList<Mirror>();
    for (MirrorRules.Mirror copy : merged.rule().mirrors().all()) {
      if (copy.percentage() > 0) {
        Destinations.Found found =
            destinations.of(place, copy.destination(), !place.inMesh(), UNAVAILABLE);
        Origin origin = merged.at(copy);
        caveats.addAll(found.copied(origin).caveats());
        int share = (int) (copy.percentage() * PER_PERCENT);
        result.add(new Mirror(found.to(), share, Fault.MILLION, origin));
      }
    }
    return result;
  }

  /** A part that meets no request is none. */
  private static @Nullable Fault fault(FaultRules rules) {
    FaultRules.Delay asked = rules.delay();
    int waiting = asked == null ? 0 : (int) (asked.percentage() * PER_PERCENT);
    var delay = asked == null || waiting == 0 ? null : new Fault.Delay(asked.duration(), waiting);
    FaultRules.Abort end = rules.abort();
    int ended = end == null ? 0 : (int) (end.percentage() * PER_PERCENT);
    var abort =
        end == null || ended == 0
            ? null
            : new Fault.Abort(end.httpStatus(), end.grpcStatus(), ended);
    return delay == null && abort == null ? null : new Fault(delay, abort);
  }

  /** {@code TranslateCORSPolicy}. */
  static @Nullable Cors cors(@Nullable VirtualCors cors) {
    return cors == null
        ? null
        : new Cors(
            cors.origins().stream().map(VirtualActions::origin).toList(),
            Boolean.TRUE.equals(cors.credentials()),
            cors.methods(),
            cors.requestHeaders(),
            cors.exposedHeaders(),
            cors.maxAge() == null ? null : (Integer) (int) cors.maxAge().toSeconds(),
            !cors.ignoreUnmatched());
  }

  private static io.meshtwin.twin.routing.ValueMatch origin(TextMatch origin) {
    return VirtualMatches.value(origin);
  }
}
