package io.meshtwin.twin.image;

import io.meshtwin.twin.change.Changes;
import io.meshtwin.twin.event.ResourceKey;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;
import org.pcollections.PVector;
import org.pcollections.TreePVector;

/**
 * All that the log says, at one position.
 *
 * @param observed what the cluster says
 * @param approved what the proxies are meant to run: the observed image with unapproved
 *     configuration held back
 * @param holding whether configuration is held back: since an {@code Adopted} event
 * @param changes changes on their way
 * @param replaced what each published change replaced in the approved image, for a rollback
 * @param setAside records that are not part of the image
 * @param position where in the log
 */
public record TwinImage(
    MeshImage observed,
    MeshImage approved,
    boolean holding,
    Changes changes,
    PMap<String, Map<ResourceKey, MeshDelta.Update>> replaced,
    PVector<SetAside> setAside,
    Position position) {
  /** Before the first event. */
  public static final TwinImage EMPTY =
      new TwinImage(
          MeshImage.EMPTY,
          MeshImage.EMPTY,
          false,
          Changes.EMPTY,
          HashTreePMap.empty(),
          TreePVector.empty(),
          Position.START);

  /** The same with some of the resources. */
  public TwinImage only(Predicate<ResourceState> which) {
    return new TwinImage(
        observed.only(which), approved.only(which), holding, changes, replaced, setAside, position);
  }

  /** Configuration that is observed and not approved, or approved and not observed, sorted. */
  public List<ResourceKey> drift() {
    var result = new TreeSet<ResourceKey>();
    for (MeshImage image : List.of(observed, approved)) {
      image.resources().keySet().stream()
          .filter(Configuration::isHeld)
          .filter(key -> !Objects.equals(digest(observed, key), digest(approved, key)))
          .forEach(result::add);
    }
    return List.copyOf(result);
  }

  private static String digest(MeshImage image, ResourceKey key) {
    ResourceState state = image.state(key);
    return state == null ? "" : state.digest().toString();
  }
}
