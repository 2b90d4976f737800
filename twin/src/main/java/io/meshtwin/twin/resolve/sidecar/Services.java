package io.meshtwin.twin.resolve.sidecar;

import io.meshtwin.twin.resource.ExportTo;
import io.meshtwin.twin.resource.IstioProtocol;
import io.meshtwin.twin.resource.Metadata;
import io.meshtwin.twin.resource.Service;
import io.meshtwin.twin.routing.Origin;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Kubernetes' Services in the registry ({@code serviceregistry/kube}, {@code ConvertService}). */
public final class Services {
  private static final String EXPORT_TO = "networking.istio.io/exportTo";

  /** What every Service's whole name ends with. */
  public static final String SUFFIX = ".svc.cluster.local";

  /** SMTP, DNS, MySQL, MongoDB: the server speaks first, so Istio never looks there. */
  private static final Set<Integer> NEVER_LOOKED_INTO = Set.of(25, 53, 3306, 27017);

  private Services() {}

  /** The service; none where it has no name that Istio could route. */
  static List<MeshService> of(Service service) {
    Metadata metadata = service.metadata();
    String host = host(service);
    return List.of(
        new MeshService(
            service.key(),
            host,
            true,
            created(metadata),
            addresses(service),
            resolution(service),
            service.ports().stream().map(Services::port).toList(),
            new MeshService.Attributes(metadata.labels(), service.selector(), exportTo(metadata)),
            target(service),
            new Origin(service.key(), "", metadata.source(""))));
  }

  /** The whole name. */
  public static String host(Service service) {
    String name = service.key().name() + "." + service.key().namespace() + SUFFIX;
    return name.toLowerCase(Locale.ROOT);
  }

  /**
   * Where it is dialed. In manifests no address is given out yet: then a name of its own stands for
   * the one that the cluster will give.
   */
  static List<String> addresses(Service service) {
    boolean none = service.headless() || service.type().equals("ExternalName");
    if (none) {
      return List.of();
    }
    return service.addresses().isEmpty() ? List.of(placeholder(service)) : service.addresses();
  }

  /** What stands for the address of a Service that has none yet; no address is like it. */
  public static String placeholder(Service service) {
    return "#" + service.key().qualifiedName().replace('/', '.');
  }

  /** Whether an address is only a placeholder. */
  static boolean isPlaceholder(String address) {
    return address.startsWith("#");
  }

  static Instant created(Metadata metadata) {
    Instant created = metadata.created();
    return created == null ? Instant.MIN : created;
  }

  private static MeshService.Resolution resolution(Service service) {
    if (service.headless()) {
      return MeshService.Resolution.ORIGINAL;
    }
    return service.externalName() == null
        ? MeshService.Resolution.KNOWN
        : MeshService.Resolution.ALIAS;
  }

  /** What an ExternalName points to. */
  private static List<MeshService.Alias> target(Service service) {
    String target = service.externalName();
    return target == null
        ? List.of()
        : List.of(new MeshService.Alias("", target.toLowerCase(Locale.ROOT)));
  }

  /**
   * The namespaces to which a Service says that it is visible (the annotation {@code exportTo}).
   */
  public static ExportTo exportTo(Metadata metadata) {
    String written = metadata.annotations().getOrDefault(EXPORT_TO, "");
    return new ExportTo(
        written.isEmpty()
            ? List.of()
            : Arrays.stream(written.split(",", -1)).map(String::strip).toList());
  }

  private static MeshService.Port port(Service.Port port) {
    return new MeshService.Port(port.port(), port.name(), protocol(port), 0);
  }

  /**
   * What a port carries: its {@code appProtocol}, else its name's prefix ({@code ConvertProtocol}).
   */
  public static IstioProtocol protocol(Service.Port port) {
    if (!port.protocol().equals("TCP")) {
      return IstioProtocol.UDP;
    }
    String app = port.appProtocol();
    String name = app == null ? port.name() : app;
    IstioProtocol standard = app == null ? null : standard(app);
    if (standard != null) {
      return standard;
    }
    if (name.toLowerCase(Locale.ROOT).startsWith("grpc-web")) {
      return IstioProtocol.GRPC_WEB;
    }
    int hyphen = name.indexOf('-');
    IstioProtocol prefix = IstioProtocol.of(hyphen < 0 ? name : name.substring(0, hyphen));
    return prefix == IstioProtocol.UNSUPPORTED && NEVER_LOOKED_INTO.contains(port.port())
        ? IstioProtocol.TCP
        : prefix;
  }

  private static @Nullable IstioProtocol standard(String appProtocol) {
    return switch (appProtocol) {
      case "kubernetes.io/h2c" -> IstioProtocol.HTTP2;
      case "kubernetes.io/ws" -> IstioProtocol.HTTP;
      case "kubernetes.io/wss" -> IstioProtocol.HTTPS;
      default -> null;
    };
  }
}
