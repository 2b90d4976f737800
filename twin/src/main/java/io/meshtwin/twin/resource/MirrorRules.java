package io.meshtwin.twin.resource;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who gets copies of a rule's requests, field by field as it is written, because rules that
 * delegate are merged so ({@code mergeHTTPRoute}).
 *
 * @param single the old single mirror, null for none
 * @param percent the oldest share of the single mirror ({@code mirrorPercent}), 0 to 100, null
 *     where it is not said
 * @param percentage its share ({@code mirrorPercentage}), 0 to 100, null where it is not said
 * @param several the list, which says its own shares; empty for none
 */
public record MirrorRules(
    @Nullable MeshDestination single,
    @Nullable Integer percent,
    @Nullable Double percentage,
    List<Mirror> several) {
  /** Nobody gets copies. */
  public static final MirrorRules NONE = new MirrorRules(null, null, null, List.of());

  private static final int ALL = 100;

  public MirrorRules {
    several = List.copyOf(several);
  }

  /**
   * A copy of some requests (Istio's HTTPMirrorPolicy).
   *
   * @param destination who gets it
   * @param percentage 0 to 100
   * @param field the mirror's path
   */
  public record Mirror(MeshDestination destination, double percentage, String field) {}

  /** The single mirror with its share ({@code MirrorPercent}); null for none. */
  public @Nullable Mirror old() {
    if (single == null) {
      return null;
    }
    double share = percent == null ? ALL : percent;
    return new Mirror(single, percentage == null ? share : percentage, single.field());
  }

  /** All, the old single one first ({@code applyHTTPRouteDestination}). */
  public List<Mirror> all() {
    return Stream.concat(Stream.ofNullable(old()), several.stream()).toList();
  }

  /** With what the root says where these, a delegate's, do not. */
  public MirrorRules over(MirrorRules root) {
    return new MirrorRules(
        single == null ? root.single : single,
        percent == null ? root.percent : percent,
        percentage == null ? root.percentage : percentage,
        several.isEmpty() ? root.several : several);
  }

  /** With other destinations. */
  public MirrorRules with(UnaryOperator<MeshDestination> full) {
    return new MirrorRules(
        single == null ? null : full.apply(single),
        percent,
        percentage,
        several.stream()
            .map(m -> new Mirror(full.apply(m.destination()), m.percentage(), m.field()))
            .toList());
  }

  static MirrorRules read(Fields rule) {
    rule.deprecated("mirror_percent", "use mirrorPercentage");
    rule.deprecated("mirrorPercent", "use mirrorPercentage");
    Integer old = rule.optionalInteger("mirror_percent", 0, ALL);
    Integer whole = rule.optionalInteger("mirrorPercent", 0, ALL);
    var result =
        new MirrorRules(
            rule.has("mirror") ? MeshDestination.read(rule.object("mirror")) : null,
            whole == null ? old : whole,
            percentage(rule, "mirrorPercentage"),
            rule.list("mirrors", MirrorRules::mirror));
    rule.ignore("mirror");
    return result;
  }

  private static Mirror mirror(Fields mirror) {
    if (!mirror.has("destination")) {
      mirror.invalid("destination", "is required");
    }
    Double percentage = percentage(mirror, "percentage");
    var result =
        new Mirror(
            mirror.has("destination")
                ? MeshDestination.read(mirror.object("destination"))
                : new MeshDestination("", null, null, mirror.path()),
            percentage == null ? ALL : percentage,
            mirror.path());
    mirror.ignore("destination");
    mirror.done();
    return result;
  }

  private static @Nullable Double percentage(Fields of, String name) {
    Fields percentage = of.object(name);
    Double value = percentage.optionalDecimal("value");
    if (value != null && (value < 0 || value > ALL)) {
      percentage.invalid("value", "must be from 0 to 100");
    }
    percentage.done();
    if (!of.has(name)) {
      return null;
    }
    return value == null ? Double.valueOf(0) : value;
  }
}
