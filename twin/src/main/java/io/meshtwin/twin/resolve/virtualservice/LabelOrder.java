package io.meshtwin.twin.resolve.virtualservice;

import io.meshtwin.twin.resource.Node;
import io.meshtwin.twin.resource.PlaceLabels;
import io.meshtwin.twin.routing.Preference.Label;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Labels in order by which endpoints are preferred ({@code failoverPriority}): those that they have
 * like the client, or with the value that is written behind a {@code =} ({@code
 * priorityLabelOverrides}: the last value of a label counts wherever it stands).
 */
record LabelOrder(List<String> written) {
  private static final String SEPARATOR = "=";

  /**
   * What istiod remembers endpoints by, for all clients of a locality, where no DestinationRule
   * leaves failing ones out ({@code EndpointBuilder.WriteHash}, {@code
   * populateFailoverPriorityLabels}).
   */
  private static final Set<String> REMEMBERED =
      Set.of(PlaceLabels.NETWORK, PlaceLabels.CLUSTER, Node.REGION, Node.ZONE, Node.SUBZONE);

  LabelOrder {
    written = List.copyOf(written);
  }

  boolean isEmpty() {
    return written.isEmpty();
  }

  /** The names of labels that are compared with the client's. */
  static List<String> names(List<String> written) {
    return names(written, values(written));
  }

  /** The names of all. */
  List<String> names() {
    return names(written, Map.of());
  }

  /** Whether other networks stand behind, whatever follows ({@code includesNetwork}). */
  boolean acrossNetworks() {
    return !written.isEmpty() && written.getFirst().equals(PlaceLabels.NETWORK);
  }

  /** How many of the first istiod tells apart for clients of one locality. */
  int remembered() {
    Map<String, String> values = values(written);
    List<String> names = names();
    for (int i = 0; i < names.size(); i++) {
      if (!REMEMBERED.contains(names.get(i)) && !values.containsKey(names.get(i))) {
        return i;
      }
    }
    return names.size();
  }

  /**
   * The labels with the values that endpoints should have; null where that is not known.
   *
   * @param known names of the client's labels that are known, if it has them
   */
  @Nullable List<Label> of(MeshView view, Set<String> known) {
    Map<String, String> values = values(written);
    var result = new ArrayList<Label>();
    for (String name : names()) {
      String value = values.containsKey(name) ? values.get(name) : own(view, known, name);
      if (value == null) {
        return null;
      }
      result.add(new Label(name, value));
    }
    return result;
  }

  private static @Nullable String own(MeshView view, Set<String> known, String name) {
    if (PlaceLabels.shared(name)) {
      return view.labels().getOrDefault(name, PlaceLabels.SOMEWHERE);
    }
    String value = view.labels().getOrDefault(name, "");
    boolean doubted = PlaceLabels.contain(name) && value.equals(PlaceLabels.SOMEWHERE);
    return view.sidecar() && known.contains(name) && !doubted ? value : null;
  }

  private static List<String> names(List<String> written, Map<String, String> without) {
    return written.stream()
        .map(one -> one.split(SEPARATOR, -1)[0])
        .filter(name -> !without.containsKey(name))
        .toList();
  }

  private static Map<String, String> values(List<String> written) {
    var values = new HashMap<String, String>();
    for (String one : written) {
      String[] parts = one.split(SEPARATOR, -1);
      if (parts.length == 2) {
        values.put(parts[0], parts[1]);
      }
    }
    return values;
  }
}
