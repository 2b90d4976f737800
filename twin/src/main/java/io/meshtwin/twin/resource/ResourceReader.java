package io.meshtwin.twin.resource;

import io.meshtwin.twin.event.Manifest;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.event.SourceLocation;
import io.meshtwin.twin.finding.Finding;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads manifests into resources. */
public final class ResourceReader {
  private static final String GATEWAY = ParentRef.GATEWAY_GROUP;
  private static final String SECURITY = "security.istio.io";

  private static final String ISTIO = IstioGateway.GROUP;

  private record Kind(String group, String name) {}

  private interface Reader {
    Resource read(Metadata metadata, Fields body);
  }

  private static final Map<Kind, Reader> READERS =
      Map.ofEntries(
          Map.entry(new Kind("", "Namespace"), Namespace::read),
          Map.entry(new Kind("", "Service"), Service::read),
          Map.entry(new Kind("", "Pod"), Pod::read),
          Map.entry(new Kind("", "Node"), Node::read),
          Map.entry(new Kind("", "ServiceAccount"), ServiceAccount::read),
          Map.entry(new Kind("", "Secret"), Secret::read),
          Map.entry(new Kind("", "ConfigMap"), ConfigMap::read),
          Map.entry(new Kind("networking.k8s.io", "NetworkPolicy"), NetworkPolicy::read),
          Map.entry(new Kind("discovery.k8s.io", "EndpointSlice"), EndpointSlice::read),
          Map.entry(new Kind("apps", "Deployment"), WorkloadTemplate::read),
          Map.entry(new Kind("apps", "StatefulSet"), WorkloadTemplate::read),
          Map.entry(new Kind("apps", "DaemonSet"), WorkloadTemplate::read),
          Map.entry(new Kind(GATEWAY, "GatewayClass"), GatewayClass::read),
          Map.entry(new Kind(GATEWAY, "Gateway"), Gateway::read),
          Map.entry(new Kind(GATEWAY, "ListenerSet"), ListenerSet::read),
          Map.entry(new Kind(ListenerSet.EXPERIMENTAL_GROUP, "XListenerSet"), ListenerSet::read),
          Map.entry(new Kind(GATEWAY, "BackendTLSPolicy"), BackendTlsPolicy::read),
          Map.entry(new Kind(GATEWAY, "HTTPRoute"), HttpRoute::read),
          Map.entry(new Kind(GATEWAY, "GRPCRoute"), GrpcRoute::read),
          Map.entry(new Kind(GATEWAY, "TCPRoute"), StreamRoute::read),
          Map.entry(new Kind(GATEWAY, "TLSRoute"), StreamRoute::read),
          Map.entry(new Kind(GATEWAY, "UDPRoute"), StreamRoute::read),
          Map.entry(new Kind(GATEWAY, "ReferenceGrant"), ReferenceGrant::read),
          Map.entry(new Kind(ISTIO, "Gateway"), IstioGateway::read),
          Map.entry(new Kind(SECURITY, "PeerAuthentication"), PeerAuthentication::read),
          Map.entry(new Kind(SECURITY, "RequestAuthentication"), RequestAuthentication::read),
          Map.entry(new Kind(SECURITY, "AuthorizationPolicy"), AuthorizationPolicy::read),
          Map.entry(new Kind(ISTIO, "ServiceEntry"), ServiceEntry::read),
          Map.entry(new Kind(ISTIO, "WorkloadEntry"), WorkloadEntry::read),
          Map.entry(new Kind(ISTIO, "WorkloadGroup"), WorkloadGroup::read),
          Map.entry(new Kind(ISTIO, "Sidecar"), Sidecar::read),
          Map.entry(new Kind(ISTIO, "ProxyConfig"), ProxyConfig::read),
          Map.entry(new Kind(ISTIO, "VirtualService"), VirtualService::read),
          Map.entry(new Kind(ISTIO, "DestinationRule"), DestinationRule::read));

  private ResourceReader() {}

  /** A resource and what was found while reading it. */
  public record Reading(Resource resource, List<Finding> findings) {
    public Reading {
      findings = List.copyOf(findings);
    }
  }

  /** Whether the kind is read into a record of its own. */
  public static boolean models(ResourceKey key) {
    return READERS.containsKey(new Kind(key.group(), key.kind()));
  }

  /** The kinds of a group that are read into records of their own, sorted. */
  public static List<String> modelled(String group) {
    return READERS.keySet().stream()
        .filter(kind -> kind.group().equals(group))
        .map(Kind::name)
        .sorted()
        .toList();
  }

  /**
   * Reads one manifest. Never fails: what cannot be read is a finding.
   *
   * @param location where the manifest stands, for the findings
   */
  public static Reading read(Manifest manifest, @Nullable SourceLocation location) {
    ResourceKey key = manifest.key();
    var problems = new Problems(key, location);
    var body = new Fields(manifest.body(), "", problems);
    body.ignore("apiVersion", "kind");
    Fields head = body.object("metadata");
    if (models(key)) {
      ObjectNames.check(head, key);
    }
    Metadata metadata = Metadata.read(head, key, location);
    Reader reader = READERS.getOrDefault(new Kind(key.group(), key.kind()), Foreign::read);
    Resource resource = reader.read(metadata, body);
    return new Reading(resource, problems.findings());
  }
}
