package io.meshtwin.twin.ripple;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.image.MeshDelta.Update;
import io.meshtwin.twin.image.MeshImage;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a change can touch.
 *
 * @param everything why all of the mesh can be touched; null where only the rest of this can
 * @param services destinations in the mesh that may be answered otherwise, there or not
 * @param gateways Gateways that may answer otherwise
 * @param subjects resources about which something else may be found
 * @param places Services and Gateways at which subjects act, touched or not: what is found about
 *     them is found there
 */
public record Ripple(
    @Nullable String everything,
    SortedSet<ResourceKey> services,
    SortedSet<ResourceKey> gateways,
    SortedSet<ResourceKey> subjects,
    SortedSet<ResourceKey> places) {
  public Ripple {
    services = new TreeSet<>(services);
    gateways = new TreeSet<>(gateways);
    subjects = new TreeSet<>(subjects);
    places = new TreeSet<>(places);
  }

  /**
   * What can be touched between two images.
   *
   * @param istio whether sidecars do what Istio's own objects say
   */
  public static Ripple between(MeshImage before, MeshImage after, boolean istio) {
    return of(after.changesSince(before), before, after, istio);
  }

  /**
   * What some of the changes between two images can touch.
   *
   * @param changes the states of each resource on both sides
   * @param istio whether sidecars do what Istio's own objects say
   */
  public static Ripple of(
      Map<ResourceKey, Update> changes, MeshImage before, MeshImage after, boolean istio) {
    var spread = new Spread(before, after, istio);
    changes.forEach(spread::add);
    return spread.ripple();
  }
}
