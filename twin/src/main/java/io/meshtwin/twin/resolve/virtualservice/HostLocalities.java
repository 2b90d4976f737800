package io.meshtwin.twin.resolve.virtualservice;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.resolve.virtualservice.HostMembers.Member;
import io.meshtwin.twin.resource.Locality;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where the endpoints of hosts are: of a Pod {@link PodPlaces}; one without a Pod is nowhere.
 * istiod reads no zone of an EndpointSlice: it stands for the Nodes where the mesh has none, as
 * manifests usually have none.
 */
final class HostLocalities {
  private final HostMembers members;
  private final PodPlaces places;
  private final Map<ResourceKey, Set<Locality>> known = new HashMap<>();

  /** Hosts of which some endpoints are where nobody says. */
  private final Set<ResourceKey> doubted = new HashSet<>();

  HostLocalities(HostMembers members) {
    this.members = members;
    this.places = new PodPlaces(members.image());
  }

  /** The localities of a host's endpoints, {@link Locality#NONE} among them. */
  synchronized Set<Locality> of(ResourceKey host) {
    Set<Locality> found = known.get(host);
    if (found == null) {
      found =
          members.of(host).flatMap(one -> of(host, one)).collect(Collectors.toUnmodifiableSet());
      known.put(host, found);
    }
    return found;
  }

  /** Whether there are several. */
  boolean several(ResourceKey host) {
    return of(host).size() > 1;
  }

  /** Whether manifests say of all endpoints of a host where they are. */
  synchronized boolean sure(ResourceKey host) {
    of(host);
    return !doubted.contains(host);
  }

  private Stream<Locality> of(ResourceKey host, Member member) {
    return switch (member) {
      case Member.OfPod of -> {
        Locality own = places.of(of.pod());
        yield Stream.of(own.equals(Locality.NONE) ? unplaced(host, of.zone()) : own);
      }
      case Member.OfEntry of -> Stream.of(of.instance().place());
      // What it makes may be anywhere.
      case Member.OfTemplate _ -> Stream.empty();
      case Member.Bare of -> {
        doubted.add(host);
        yield Stream.of(unplaced(host, of.zone()));
      }
    };
  }

  private Locality unplaced(ResourceKey host, String zone) {
    if (places.nodes(host.cluster())) {
      return Locality.NONE;
    }
    doubted.add(host);
    return new Locality("", zone, "");
  }
}
