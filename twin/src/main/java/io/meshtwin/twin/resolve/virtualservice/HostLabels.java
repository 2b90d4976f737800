package io.meshtwin.twin.resolve.virtualservice;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.resolve.virtualservice.HostMembers.Member;
import io.meshtwin.twin.resource.PlaceLabels;
import io.meshtwin.twin.routing.Preference.Label;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Whether labels tell the endpoints of hosts apart, by which some may be preferred. */
final class HostLabels {
  private final HostMembers members;
  private final PodPlaces places;
  private final Map<Asked, Boolean> known = new ConcurrentHashMap<>();

  private record Asked(ResourceKey host, List<String> names, List<Label> among) {}

  HostLabels(HostMembers members) {
    this.members = members;
    this.places = new PodPlaces(members.image());
  }

  /**
   * Whether the endpoints of a host differ in labels, or may.
   *
   * @param among only those count that have these, or may have them
   */
  boolean differ(ResourceKey host, List<String> names, List<Label> among) {
    return known.computeIfAbsent(new Asked(host, names, among), this::differ);
  }

  private boolean differ(Asked asked) {
    List<Member> some =
        members
            .of(asked.host())
            .filter(member -> asked.among().stream().allMatch(label -> mayHave(member, label)))
            .toList();
    List<List<String>> values =
        some.stream()
            .map(member -> asked.names().stream().map(name -> value(member, name)).toList())
            .distinct()
            .toList();
    return values.size() > 1
        || (some.size() > 1 && asked.names().stream().anyMatch(n -> unknown(some.getFirst(), n)));
  }

  private boolean mayHave(Member member, Label label) {
    String own = value(member, label.name());
    return own.equals(label.value())
        || own.equals(PlaceLabels.SOMEWHERE)
        || label.value().equals(PlaceLabels.SOMEWHERE);
  }

  /** What nobody says is the same for all where it is of the control plane. */
  private boolean unknown(Member member, String name) {
    return value(member, name).equals(PlaceLabels.SOMEWHERE) && !PlaceLabels.shared(name);
  }

  private String value(Member member, String name) {
    return switch (member) {
      case Member.OfPod of -> places.label(of.pod().key(), of.pod().metadata().labels(), name);
      case Member.OfTemplate of ->
          places.label(of.template().key(), of.template().podLabels(), name);
      case Member.OfEntry of -> PodPlaces.label(of.labels(), of.instance(), name);
      case Member.Bare _ -> PlaceLabels.SOMEWHERE;
    };
  }
}
