package io.meshtwin.twin.resolve;

import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resolve.istiogateway.IstioGateways;
import io.meshtwin.twin.resolve.network.NetworkPolicies;
import io.meshtwin.twin.resolve.security.MeshSecurity;
import io.meshtwin.twin.resolve.security.SecuritySettings;
import io.meshtwin.twin.resolve.virtualservice.DeclaredTls;
import io.meshtwin.twin.resolve.virtualservice.Localities;
import io.meshtwin.twin.resolve.virtualservice.MeshView;
import io.meshtwin.twin.resolve.virtualservice.MeshVirtualServices;
import io.meshtwin.twin.resource.MeshConfig;
import io.meshtwin.twin.resource.Resource;
import io.meshtwin.twin.resource.Route;
import io.meshtwin.twin.resource.Sidecar;
import io.meshtwin.twin.resource.VirtualService;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the resources of a mesh say, whatever a proxy was seen to run: the parts that answer, each
 * given those that it asks. Making one costs nothing; parts resolve what they are asked for.
 */
final class WrittenMesh {
  private final MeshImage image;
  private final Dialect dialect;
  private final MeshConfig settings;
  private final ScopedWorkloads workloads;
  private final MeshTables tables;
  private final Caveats caveats;
  private final NetworkPolicies network;
  private final GatewayAttachments attachments;
  private final ServiceListeners serviceListeners;
  private final Standing standing;
  private final @Nullable MeshSecurity security;
  private final @Nullable InboundSide servers;
  private final OutboundSide sidecars;
  private final ClientSide clients;
  private final Dialing dialing;
  private final HostClusters clusters;
  private final GatewaySide gateways;

  /** The mesh of an image. */
  WrittenMesh(MeshImage image, Dialect dialect) {
    this(image, dialect, null, Kin.NONE);
  }

  /**
   * The mesh of which another is a fork, and which outlives it; null where they differ in more.
   *
   * @param inRules where they differ in VirtualServices alone, by which no Sidecar is led to other
   *     hosts
   * @param inRoutes where they differ in the Gateway API's routes alone
   */
  private record Kin(@Nullable WrittenMesh inRules, @Nullable WrittenMesh inRoutes) {
    static final Kin NONE = new Kin(null, null);
  }

  /**
   * The mesh of an image.
   *
   * @param before what of it is the same is kept, whoever lives longer; null for none
   * @param kin of which it is a fork
   */
  private WrittenMesh(MeshImage image, Dialect dialect, @Nullable WrittenMesh before, Kin kin) {
    this.image = image;
    this.dialect = dialect;
    settings = MeshSettings.of(image);
    tables = new MeshTables(image, settings, before == null ? null : before.tables);
    workloads =
        new ScopedWorkloads(
            image,
            dialect,
            settings.rootNamespace(),
            tables,
            before == null ? null : before.workloads);
    Workloads all = workloads.all();
    boolean istio = dialect.mesh().sidecars();
    caveats = new Caveats(image, dialect, workloads.rewriters());
    security = istio ? new MeshSecurity(image, SecuritySettings.of(settings)) : null;
    network = new NetworkPolicies(image, new NamespaceLabels(image)::of, all::named);
    attachments = new GatewayAttachments(image, dialect);
    var backends = new Backends(image, dialect);
    var rules = new HttpRules(backends, dialect);
    var endpoints = new Endpoints(image, all);
    var virtualServices =
        new MeshVirtualServices(
            image,
            settings,
            tables.rules(),
            tables.destinationRules(),
            new DeclaredTls(image),
            new Localities(image, settings, tables::near, tables::entries));
    serviceListeners =
        new ServiceListeners(
            dialect,
            new ServiceRoutes(image, dialect),
            rules,
            new StreamRules(backends),
            new ServiceCaveats(image, dialect, caveats));
    standing =
        new Standing(
            image,
            dialect,
            attachments,
            new ServiceAttachments(image, serviceListeners.routes()),
            backends);
    var hostEndpoints = new IstioEndpoints(image, endpoints, all, tables::entries, tables::near);
    sidecars = sidecars(rules, hostEndpoints, virtualServices);
    WrittenMesh alike = kin.inRules();
    servers = alike == null && security != null ? servers(security) : servers(alike);
    clients = new ClientSide(image, dialect, caveats, serviceListeners, sidecars, security);
    dialing = new Dialing(image, dialect, all, caveats, sidecars);
    clusters =
        kin.inRoutes() != null && !istio
            ? kin.inRoutes().clusters
            : new HostClusters(image, endpoints, caveats, all, istio ? sidecars : null, servers);
    gateways = gateways(rules, virtualServices, kin);
  }

  /** What another image says, best a fork of this one's: what both share is kept. */
  WrittenMesh next(MeshImage other) {
    return new WrittenMesh(other, dialect, this, Kin.NONE);
  }

  /** The same for a fork that does not outlive this: it may ask this for what is the same. */
  WrittenMesh fork(MeshImage other) {
    var kin =
        new Kin(
            differsInRulesAlone(other) ? this : null,
            differsAloneIn(Route.class, other) ? this : null);
    return new WrittenMesh(other, dialect, this, kin);
  }

  /** Whether nothing but VirtualServices differs, by which no Sidecar is led to other hosts. */
  boolean differsInRulesAlone(MeshImage other) {
    return image.all(Sidecar.class).findAny().isEmpty()
        && differsAloneIn(VirtualService.class, other);
  }

  private boolean differsAloneIn(Class<? extends Resource> type, MeshImage other) {
    return other.changesSince(image).values().stream()
        .flatMap(update -> Stream.of(update.before(), update.after()).filter(Objects::nonNull))
        .allMatch(state -> type.isInstance(state.resource()));
  }

  private static @Nullable InboundSide servers(@Nullable WrittenMesh alike) {
    return alike == null ? null : alike.servers;
  }

  private InboundSide servers(MeshSecurity policies) {
    var pools =
        new ServerPools(
            tables.destinationRules(),
            settings,
            (workload, host) -> {
              ClientScope scope = workloads.scopes().of(workload);
              return sidecars.mesh(scope).scope(scope).service(host) != null;
            });
    return new InboundSide(image, workloads.scopes(), policies, pools);
  }

  private OutboundSide sidecars(
      HttpRules rules, IstioEndpoints hosts, MeshVirtualServices virtualServices) {
    var hostRules = new IstioHostRules(image, serviceListeners, rules, hosts, virtualServices);
    return new OutboundSide(
        image,
        security == null ? hostRules : new SecuredRules(hostRules, new ClientSecurity(security)),
        hosts,
        caveats,
        new ClientsApart(
            image, virtualServices, caveats, at -> hostRules.routed(at.service(), at.port())),
        tables);
  }

  private GatewaySide gateways(HttpRules rules, MeshVirtualServices virtualServices, Kin kin) {
    Function<ClientScope, MeshView> views = sidecars::atGateway;
    WrittenMesh routed = kin.inRoutes();
    WrittenMesh alike = kin.inRules();
    var listeners =
        new GatewayListeners(
            image,
            dialect,
            caveats,
            rules,
            routed == null ? null : routed.gateways.api().listeners());
    var policies = new GatewayPolicies(image, workloads.all(), caveats, settings, security);
    return new GatewaySide(
        image,
        dialect,
        attachments,
        new ApiGateways(dialect, listeners, policies, virtualServices, sidecars::atGateway),
        new Lazy<>(() ->
            alike == null
                ? IstioGateways.of(
                    image, workloads.all().all(), settings, virtualServices, views, policies)
                : alike.gateways.istio().with(image, settings, virtualServices, views)),
        security);
  }

  MeshImage image() {
    return image;
  }

  Dialect dialect() {
    return dialect;
  }

  ScopedWorkloads workloads() {
    return workloads;
  }

  MeshTables tables() {
    return tables;
  }

  Caveats caveats() {
    return caveats;
  }

  NetworkPolicies network() {
    return network;
  }

  GatewayAttachments attachments() {
    return attachments;
  }

  ServiceRoutes serviceRoutes() {
    return serviceListeners.routes();
  }

  Standing standing() {
    return standing;
  }

  /** Istio's security policies; null where proxies have no say in them (dialect {@code spec}). */
  @Nullable MeshSecurity security() {
    return security;
  }

  /** What workloads' own proxies do with what comes in; null as {@link #security}. */
  @Nullable InboundSide servers() {
    return servers;
  }

  OutboundSide sidecars() {
    return sidecars;
  }

  ClientSide clients() {
    return clients;
  }

  Dialing dialing() {
    return dialing;
  }

  HostClusters clusters() {
    return clusters;
  }

  GatewaySide gateways() {
    return gateways;
  }
}
