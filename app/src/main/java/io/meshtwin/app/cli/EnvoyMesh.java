package io.meshtwin.app.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshtwin.app.json.Json;
import io.meshtwin.bridge.dump.ConfigDump;
import io.meshtwin.bridge.dump.DumpException;
import io.meshtwin.bridge.dump.DumpReader;
import io.meshtwin.bridge.dump.EndpointNames;
import io.meshtwin.bridge.dump.MeshNames;
import io.meshtwin.bridge.dump.ProxyIdentity;
import io.meshtwin.ingest.source.ManifestSource;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.image.MeshDelta;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.image.Position;
import io.meshtwin.twin.resolve.ResolvedMesh;
import io.meshtwin.twin.resolve.Workload;
import io.meshtwin.twin.resource.ParentRef;
import io.meshtwin.twin.routing.ObservedProxy;
import io.meshtwin.twin.routing.ObservedProxy.Role;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one proxy really runs, as a mesh or in the place of what a mesh says of it. */
final class EnvoyMesh {
  static final String PREFIX = "envoy:";

  private final String source;
  private final ConfigDump dump;
  private final ProxyIdentity who;
  private final Terminal terminal;

  private EnvoyMesh(String source, ConfigDump dump, ProxyIdentity who, Terminal terminal) {
    this.source = source;
    this.dump = dump;
    this.who = who;
    this.terminal = terminal;
  }

  static boolean names(String source) {
    return source.startsWith(PREFIX);
  }

  /**
   * Reads a dump.
   *
   * @param as whose proxy it is, null for what the dump says
   * @throws CommandException when it cannot be read; the message says what to do
   */
  static EnvoyMesh read(String source, @Nullable String as, Terminal terminal) {
    String place = source.substring(PREFIX.length());
    try {
      ConfigDump dump = ConfigDump.parse(DumpText.read(place, terminal), place);
      ProxyIdentity who = as == null ? ProxyIdentity.of(dump) : ProxyIdentity.parse(as);
      return new EnvoyMesh(source, dump, who, terminal);
    } catch (DumpException e) {
      throw new CommandException(String.valueOf(e.getMessage()), e);
    }
  }

  /** The same dump as that of another proxy: two moments of one are compared. */
  EnvoyMesh as(EnvoyMesh other) {
    return new EnvoyMesh(source, dump, other.who, terminal);
  }

  /** Whose proxy it is, as {@code --as} takes it. */
  String proxy() {
    String word = who.role() == Role.SIDECAR ? "sidecar~" : "gateway~";
    return word + who.namespace() + "/" + who.name();
  }

  /** All that is known where no mesh is named beside the dump: the proxy's own pod. */
  MeshImage surroundings() {
    if (who.role() == Role.GATEWAY) {
      return MeshImage.EMPTY;
    }
    ObjectNode pod = Json.object().put("apiVersion", "v1").put("kind", "Pod");
    ObjectNode metadata = pod.putObject("metadata");
    metadata.put("namespace", who.namespace()).put("name", who.name());
    ObjectNode labels = metadata.putObject("labels");
    who.labels().forEach(labels::put);
    if (dump.facesWorkload()) {
      // What injection leaves: then the mesh has sidecars, and they are asked who may enter.
      metadata.putObject("annotations").put(Workload.SIDECAR_STATUS, "{}");
    }
    ObjectNode spec = pod.putObject("spec");
    spec.putArray("containers").addObject().put("name", "app").put("image", "unknown");
    if (!who.serviceAccount().isEmpty()) {
      spec.put("serviceAccountName", who.serviceAccount());
    }
    if (!who.address().isEmpty()) {
      ObjectNode status = pod.putObject("status").put("podIP", who.address());
      status.putArray("podIPs").addObject().put("ip", who.address());
    }
    var text = new ByteArrayInputStream(Json.line(pod).getBytes(StandardCharsets.UTF_8));
    var delta = new MeshDelta(MeshImage.EMPTY);
    new ManifestSource(List.of("-"), text).read(Instant.EPOCH).events().forEach(delta::replay);
    return delta.apply(Position.START);
  }

  /** A mesh in which the proxy runs what the dump says. */
  ResolvedMesh in(ResolvedMesh mesh) {
    boolean known = !mesh.workloads().isEmpty() || !mesh.servicePorts(ResourceKey.LOCAL).isEmpty();
    EndpointNames names = known ? new MeshNames(mesh) : EndpointNames.UNKNOWN;
    try {
      ObservedProxy proxy =
          DumpReader.read(dump, who.role(), key(mesh, known), who.address(), names);
      proxy.notes().forEach(note -> terminal.say(source + ": " + note));
      return mesh.running(proxy);
    } catch (DumpException e) {
      throw new CommandException(source + ": " + e.getMessage(), e);
    }
  }

  /** The proxy's Gateway or workload; a mesh that has others and not this one is refused. */
  private ResourceKey key(ResolvedMesh mesh, boolean known) {
    ResourceKey own = who.role() == Role.GATEWAY ? gateway(mesh) : workload(mesh);
    if (own != null) {
      return own;
    }
    boolean gateway = who.role() == Role.GATEWAY;
    if (known) {
      String name = who.namespace() + "/" + who.name();
      List<String> names = gateway ? gateways(mesh) : workloads(mesh);
      throw new CommandException(
          "%s is the proxy of %s, and the mesh has no %s %s%s; say whose it is with --as"
              .formatted(
                  source,
                  proxy(),
                  gateway ? "Gateway" : "workload",
                  name,
                  Nearest.words(name, names)));
    }
    return gateway
        ? new ResourceKey(
            ResourceKey.LOCAL, ParentRef.GATEWAY_GROUP, "Gateway", who.namespace(), who.name())
        : new ResourceKey(ResourceKey.LOCAL, "", "Pod", who.namespace(), who.name());
  }

  private @Nullable ResourceKey gateway(ResolvedMesh mesh) {
    return mesh.gatewayNamed(ResourceKey.LOCAL, who.namespace(), who.name());
  }

  /** A Pod or template, or the first Pod of a Deployment that is named. */
  private @Nullable ResourceKey workload(ResolvedMesh mesh) {
    String name = who.namespace() + "/" + who.name();
    Workload workload = mesh.workload(ResourceKey.LOCAL, name);
    return workload != null
        ? workload.key()
        : mesh.workloads().stream()
            .filter(one -> one.owner().equals(name))
            .map(Workload::key)
            .min(Comparator.naturalOrder())
            .orElse(null);
  }

  private static List<String> gateways(ResolvedMesh mesh) {
    return mesh.gateways().stream().map(ResourceKey::qualifiedName).toList();
  }

  private static List<String> workloads(ResolvedMesh mesh) {
    return mesh.workloads().stream().map(Workload::owner).distinct().toList();
  }
}
