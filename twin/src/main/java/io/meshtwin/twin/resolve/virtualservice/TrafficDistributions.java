package io.meshtwin.twin.resolve.virtualservice;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resource.Metadata;
import io.meshtwin.twin.resource.Namespace;
import io.meshtwin.twin.resource.Node;
import io.meshtwin.twin.resource.PlaceLabels;
import io.meshtwin.twin.resource.Resource;
import io.meshtwin.twin.resource.Service;
import io.meshtwin.twin.resource.ServiceEntry;
import io.meshtwin.twin.routing.Origin;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which endpoints a host itself wants its clients to prefer: a Service's field, else the annotation
 * of the Service or ServiceEntry, else that of its namespace ({@code GetTrafficDistribution}).
 * istiod takes it for labels in order ({@code GetEffectiveLbSetting}).
 */
public final class TrafficDistributions {
  /** What asks for it where the field does not. */
  public static final String ANNOTATION = "networking.istio.io/traffic-distribution";

  private final HostMembers members;
  private final Map<ResourceKey, Asked> known = new ConcurrentHashMap<>();

  TrafficDistributions(HostMembers members) {
    this.members = members;
  }

  /** What is preferred. */
  enum Distribution {
    /** Nothing. */
    ANY,
    /** Network, region and zone. */
    SAME_ZONE,
    /** The Node after all of these. */
    SAME_NODE,
    /** That on which ServiceEntries of one host do not agree. */
    DISPUTED;

    /** The labels that say so, in order. */
    List<String> labels() {
      return switch (this) {
        case ANY, DISPUTED -> List.of();
        case SAME_ZONE -> List.of(PlaceLabels.NETWORK, Node.REGION, Node.ZONE);
        case SAME_NODE ->
            List.of(
                PlaceLabels.NETWORK, Node.REGION, Node.ZONE, Node.SUBZONE, PlaceLabels.HOSTNAME);
      };
    }
  }

  /**
   * What a host asks for.
   *
   * @param by the first object of the host
   */
  record Asked(Distribution distribution, Origin by) {}

  /** Of a Service or the host of ServiceEntries. */
  Asked of(ResourceKey host) {
    return known.computeIfAbsent(host, this::read);
  }

  private Asked read(ResourceKey host) {
    var key = new ResourceKey(host.cluster(), "", "Namespace", "", host.namespace());
    MeshImage image = members.image();
    Namespace namespace = image.get(key, Namespace.class);
    Distribution around = namespace == null ? null : annotated(namespace.metadata());
    Service service = image.get(host, Service.class);
    List<Distribution> said =
        service != null
            ? List.of(of(service, around))
            : members
                .entriesOf(host)
                .map(e -> or(annotated(e.metadata()), around))
                .distinct()
                .toList();
    Distribution one = said.isEmpty() ? Distribution.ANY : said.getFirst();
    return new Asked(said.size() > 1 ? Distribution.DISPUTED : one, new Origin(host, "", null));
  }

  private static Distribution of(Service service, @Nullable Distribution around) {
    return switch (service.distribution()) {
      case "PreferClose", "PreferSameZone" -> Distribution.SAME_ZONE;
      case "PreferSameNode" -> Distribution.SAME_NODE;
      default -> or(annotated(service.metadata()), around);
    };
  }

  private static Distribution or(@Nullable Distribution own, @Nullable Distribution around) {
    if (own != null) {
      return own;
    }
    return around == null ? Distribution.ANY : around;
  }

  /** An annotation that means nothing asks for nothing, and keeps the namespace's away. */
  private static @Nullable Distribution annotated(Metadata metadata) {
    String value = metadata.annotations().getOrDefault(ANNOTATION, "");
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "" -> null;
      case "preferclose", "prefersamezone" -> Distribution.SAME_ZONE;
      case "prefersamenode" -> Distribution.SAME_NODE;
      default -> Distribution.ANY;
    };
  }

  /** What a Service, a ServiceEntry or a Namespace itself asks for. */
  private static Distribution own(Resource resource) {
    return resource instanceof Service service
        ? of(service, null)
        : or(annotated(resource.metadata()), null);
  }

  /** Whether a Service, a ServiceEntry or a Namespace itself asks for something. */
  public static boolean asks(Resource resource) {
    return (resource instanceof Service
            || resource instanceof ServiceEntry
            || resource instanceof Namespace)
        && own(resource) != Distribution.ANY;
  }

  /** Whether two states of a Namespace, or one alone, ask for different things. */
  public static boolean annotatedApart(Namespace one, @Nullable Resource other) {
    return annotated(one.metadata()) != (other == null ? null : annotated(other.metadata()));
  }

  /** All that is asked for in a mesh. */
  static Stream<Distribution> all(MeshImage image) {
    return Stream.of(
            image.all(Service.class), image.all(ServiceEntry.class), image.all(Namespace.class))
        .flatMap(kind -> kind.map(TrafficDistributions::own));
  }
}
