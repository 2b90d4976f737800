package io.meshtwin.simulator.flow;

import io.meshtwin.twin.routing.RouteRule;
import io.meshtwin.twin.routing.VirtualHost;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A virtual host made ready to be asked often: every rule with its test and its effect. */
public final class CompiledRules {
  /** The verdict where no rule takes a request (Envoy: 404, flag NR). */
  public static final Effect NO_RULE = new Effect.Respond(404, "no rule takes the request", "NR");

  private final VirtualHost host;

  /** Fewer are asked in turn. */
  private static final int INDEXED = 8;

  private final List<Entry> entries;
  private final @Nullable RuleIndex index;
  private final Claims claims;

  /**
   * A rule with its test and its effect.
   *
   * @param rule the rule
   * @param match its test
   * @param effect what it does
   * @param cors its CORS policy, null where none acts
   */
  public record Entry(
      RouteRule rule, CompiledMatch match, Effect effect, @Nullable CrossOrigin cors) {}

  CompiledRules(VirtualHost host, Function<RouteRule, Effect> effects) {
    this.host = host;
    this.entries = host.rules().stream().map(rule -> entry(rule, effects.apply(rule))).toList();
    this.claims = Claims.of(host);
    this.index = entries.size() < INDEXED ? null : new RuleIndex(entries);
  }

  /**
   * Envoy's cors filter passes by what is no route: redirects and answers of the proxy's own, among
   * them that of a rule without any valid backend.
   */
  private static Entry entry(RouteRule rule, Effect effect) {
    boolean acts = rule.cors() != null && effect instanceof Effect.Forward f && hasCluster(f);
    var cors = acts ? new CrossOrigin(Objects.requireNonNull(rule.cors())) : null;
    return new Entry(rule, new CompiledMatch(rule.match()), effect, cors);
  }

  private static boolean hasCluster(Effect.Forward forward) {
    return forward.shares().stream()
        .anyMatch(share -> share.failure() == null || share.service() != null);
  }

  /** Whether another virtual host has the same rules, and they do the same. */
  public boolean doesAs(CompiledRules other) {
    return this == other || (host.equals(other.host) && effects().equals(other.effects()));
  }

  /** Whether it is known what each rule does. */
  boolean isKnown() {
    return entries.stream().noneMatch(entry -> entry.effect() instanceof Effect.Unknown);
  }

  private List<Effect> effects() {
    return entries.stream().map(Entry::effect).toList();
  }

  /** What of a token its rules read. */
  Claims claims() {
    return claims;
  }

  /** The virtual host. */
  public VirtualHost host() {
    return host;
  }

  /** The rules in the order in which they are tried. */
  public List<Entry> entries() {
    return entries;
  }

  /** The first rule that takes the request. */
  @Nullable Entry first(Request request) {
    return index == null ? inTurn(request) : index.first(request);
  }

  /** The same by asking each rule. */
  @Nullable Entry inTurn(Request request) {
    for (int i = 0; i < entries.size(); i++) {
      Entry entry = entries.get(i);
      if (entry.match.takes(request)) {
        return entry;
      }
    }
    return null;
  }
}
