package io.meshtwin.twin.resolve.virtualservice;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resource.ExportTo;
import io.meshtwin.twin.resource.Metadata;
import io.meshtwin.twin.resource.VirtualMatch;
import io.meshtwin.twin.resource.VirtualRule;
import io.meshtwin.twin.resource.VirtualRule.Action;
import io.meshtwin.twin.resource.VirtualService;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The rules of a VirtualService, with those of the VirtualServices that it delegates to in place of
 * its own ({@code mergeVirtualServices}, {@code MergeHTTPRoutes}). One that is not there, or not
 * visible to the root's namespace, takes nothing.
 */
final class Delegates {
  private final MeshImage image;
  private final ExportTo exportedByDefault;

  Delegates(MeshImage image, ExportTo exportedByDefault) {
    this.image = image;
    this.exportedByDefault = exportedByDefault;
  }

  List<MergedRule> rules(VirtualService root) {
    var result = new ArrayList<MergedRule>();
    for (VirtualRule rule : root.http()) {
      if (rule.action() instanceof Action.Delegate to) {
        VirtualService delegate = delegate(root.key(), to);
        if (delegate != null) {
          delegate.http().stream()
              .flatMap(sub -> Stream.ofNullable(merged(root, rule, delegate, sub)))
              .forEach(result::add);
        }
      } else {
        result.add(new MergedRule(rule, root.metadata()));
      }
    }
    return result;
  }

  /** The VirtualService that a rule delegates to; null where it takes nothing. */
  @Nullable VirtualService delegate(ResourceKey root, Action.Delegate to) {
    var key = new ResourceKey(root.cluster(), root.group(), root.kind(), to.namespace(), to.name());
    VirtualService found = image.get(key, VirtualService.class);
    if (found == null || !found.hosts().isEmpty()) {
      return null;
    }
    ExportTo exported = found.exportTo().unsaid() ? exportedByDefault : found.exportTo();
    return exported.reaches(root.namespace(), key.namespace()) ? FullNames.of(found) : null;
  }

  /** Null where the matches of the two exclude each other: then the delegate's rule is left out. */
  private static @Nullable MergedRule merged(
      VirtualService root, VirtualRule rule, VirtualService delegate, VirtualRule sub) {
    List<VirtualMatch> matches = matches(rule.matches(), sub.matches());
    if (matches == null) {
      return null;
    }
    VirtualRule both =
        new VirtualRule(
            named(rule.name(), sub.name()),
            matches,
            action(rule.action(), sub.action()),
            sub.rewrite() == null ? rule.rewrite() : sub.rewrite(),
            sub.saysHeaders() ? sub.headers() : rule.headers(),
            sub.timeout() == null ? rule.timeout() : sub.timeout(),
            sub.retries() == null ? rule.retries() : sub.retries(),
            sub.fault() == null ? rule.fault() : sub.fault(),
            sub.mirrors().over(rule.mirrors()),
            sub.cors() == null ? rule.cors() : sub.cors(),
            sub.field());
    Metadata own = delegate.metadata();
    boolean rootsMatches = sub.matches().isEmpty() && !rule.matches().isEmpty();
    return new MergedRule(
        both,
        own,
        rootsMatches ? root.metadata() : own,
        sub.mirrors().single() == null ? root.metadata() : own,
        sub.mirrors().several().isEmpty() ? root.metadata() : own);
  }

  /** The root's answer is that of each rule without one; a redirect goes before it. */
  private static Action action(Action root, Action own) {
    return own instanceof Action.Send && root instanceof Action.Delegate to && to.respond() != null
        ? to.respond()
        : own;
  }

  private static String named(String root, String delegate) {
    if (delegate.isEmpty()) {
      return root;
    }
    return root.isEmpty() ? delegate : root + "-" + delegate;
  }

  /** Each match of the delegate with each of the root's that it fits (mergeHTTPMatchRequests). */
  private static @Nullable List<VirtualMatch> matches(
      List<VirtualMatch> root, List<VirtualMatch> delegate) {
    if (root.isEmpty()) {
      return delegate;
    }
    if (delegate.isEmpty()) {
      return root;
    }
    var result = new ArrayList<VirtualMatch>();
    for (VirtualMatch sub : delegate) {
      List<VirtualMatch> fitting =
          root.stream()
              .filter(match -> !MatchConflicts.between(match, sub))
              .map(match -> MatchConflicts.both(match, sub))
              .toList();
      if (fitting.isEmpty()) {
        return null;
      }
      result.addAll(fitting);
    }
    return result;
  }
}
