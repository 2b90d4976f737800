package io.meshtwin.twin.resolve.virtualservice;

import io.meshtwin.twin.resource.ExportTo;
import io.meshtwin.twin.resource.MeshDestination;
import io.meshtwin.twin.resource.Metadata;
import io.meshtwin.twin.resource.MirrorRules;
import io.meshtwin.twin.resource.VirtualMatch;
import io.meshtwin.twin.resource.VirtualRule;
import io.meshtwin.twin.resource.VirtualService;
import io.meshtwin.twin.resource.VirtualStreamRule;
import io.meshtwin.twin.routing.Caveat;
import io.meshtwin.twin.routing.Origin;
import io.meshtwin.twin.routing.PathMatch;
import io.meshtwin.twin.routing.Precedence;
import io.meshtwin.twin.routing.RouteAction;
import io.meshtwin.twin.routing.RouteMatch;
import io.meshtwin.twin.routing.RouteRule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A VirtualService that somebody wrote, with the rules of its delegates ({@code
 * BuildHTTPRoutesForVirtualService}).
 *
 * @param service with full names
 * @param rules for requests, in order
 * @param refusals why the API server would refuse it, or one that it delegates to
 */
record Written(
    VirtualService service,
    List<MergedRule> rules,
    List<Caveat> refusals,
    VirtualActions actions,
    StreamTranslation streams)
    implements Bound {

  @Override
  public String namespace() {
    return service.key().namespace();
  }

  @Override
  public String name() {
    return service.key().name();
  }

  @Override
  public @Nullable Instant created() {
    return service.metadata().created();
  }

  @Override
  public List<String> hosts() {
    return service.hosts();
  }

  @Override
  public ExportTo exportTo() {
    return service.exportTo();
  }

  @Override
  public boolean ofRoutes() {
    return false;
  }

  @Override
  public void addLeads(String client, Leads leads) {
    leads.add(service, rules, client);
  }

  @Override
  public Stream<String> leadsTo() {
    return rules.stream()
        .map(MergedRule::rule)
        .flatMap(rule ->
            Stream.concat(
                rule.action() instanceof VirtualRule.Action.Send send
                    ? send.targets().stream().map(VirtualRule.Target::destination)
                    : Stream.empty(),
                rule.mirrors().all().stream().map(MirrorRules.Mirror::destination)))
        .map(MeshDestination::host);
  }

  @Override
  public Stream<String> namespaces() {
    return rules.stream()
        .flatMap(merged -> merged.rule().matches().stream())
        .map(match -> match.source().namespace())
        .filter(namespace -> !namespace.isEmpty());
  }

  /** {@code mesh} and Gateways that it is bound to. */
  List<String> gateways() {
    return service.gateways();
  }

  @Override
  public List<RouteRule> http(Place place) {
    if (!refusals.isEmpty() && !rules.isEmpty()) {
      return List.of(unknown());
    }
    var result = new ArrayList<RouteRule>();
    for (MergedRule merged : rules) {
      if (merged.rule().matches().isEmpty()) {
        result.add(rule(merged, null, place, result.size()));
        return result;
      }
      for (VirtualMatch match : merged.rule().matches()) {
        if (!VirtualMatches.actsAt(match.source(), place)
            || VirtualMatches.otherScheme(match, place)) {
          continue;
        }
        RouteRule rule = rule(merged, match, place, result.size());
        result.add(rule);
        if (VirtualMatches.takesEverything(rule.match(), match)) {
          return result;
        }
      }
    }
    return result;
  }

  private RouteRule rule(MergedRule merged, @Nullable VirtualMatch match, Place place, int order) {
    RouteMatch taken = VirtualMatches.of(match);
    String doubt = match == null ? null : VirtualMatches.doubt(match.source(), place, false);
    String unmodelled = doubt == null ? VirtualMatches.unmodelled(match) : doubt;
    PathMatch path = taken.path();
    RouteAction action =
        unmodelled == null
            ? actions.of(merged, path, place)
            : VirtualActions.unmodelled(merged, unmodelled);
    Origin origin =
        match == null ? merged.at(merged.rule().field()) : merged.atMatch(match.field());
    return new RouteRule(
        name(merged, match),
        taken,
        action,
        VirtualActions.cors(merged.rule().cors()),
        precedence(order),
        origin);
  }

  private static String name(MergedRule merged, @Nullable VirtualMatch match) {
    String name = merged.rule().name();
    return match == null || match.name().isEmpty() ? name : name + "." + match.name();
  }

  /** Order in the VirtualService is all that counts. */
  private Precedence precedence(int order) {
    return new Precedence(0, 0, 0, 0, 0, 0, created(), service.key().qualifiedName(), order);
  }

  private RouteRule unknown() {
    Metadata metadata = service.metadata();
    return new RouteRule(
        "",
        RouteMatch.ANY,
        new RouteAction.Unmodelled(refusals.getFirst()),
        null,
        precedence(0),
        new Origin(metadata.key(), "spec", metadata.source("spec")));
  }

  @Override
  public List<StreamChain> streams(Place place, boolean tls) {
    var result = new ArrayList<StreamChain>();
    for (VirtualStreamRule rule : tls ? service.tls() : service.tcp()) {
      if (rule.targets().isEmpty()) {
        continue;
      }
      StreamTranslation.Shares shares = streams.shares(service.metadata(), rule.targets(), place);
      if (rule.matches().isEmpty()) {
        result.add(chain(List.of(), List.of(), shares, rule.field()));
      }
      for (VirtualStreamRule.Match match : rule.matches()) {
        if (VirtualMatches.actsOnStreams(match.source(), place)) {
          String doubt = VirtualMatches.doubt(match.source(), place, true);
          StreamTranslation.Shares to = doubt == null ? shares : doubted(shares, doubt, match);
          result.add(chain(match.serverNames(), match.subnets(), to, match.field()));
        }
      }
    }
    return result;
  }

  private StreamTranslation.Shares doubted(
      StreamTranslation.Shares shares, String doubt, VirtualStreamRule.Match match) {
    var origin = new Origin(service.key(), match.field(), service.metadata().source(match.field()));
    var caveats = new ArrayList<>(shares.caveats());
    caveats.add(new Caveat(doubt + " in " + service.key() + " is not modelled", origin));
    return new StreamTranslation.Shares(shares.destinations(), caveats);
  }

  private StreamChain chain(
      List<String> names, List<String> subnets, StreamTranslation.Shares to, String field) {
    var origin = new Origin(service.key(), field, service.metadata().source(field));
    var caveats = new ArrayList<>(refusals);
    caveats.addAll(to.caveats());
    return new StreamChain(names, subnets, to.destinations(), caveats, origin);
  }
}
