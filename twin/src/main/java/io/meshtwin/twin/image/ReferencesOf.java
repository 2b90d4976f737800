package io.meshtwin.twin.image;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.image.Reference.Relation;
import io.meshtwin.twin.resource.AuthorizationPolicy;
import io.meshtwin.twin.resource.BackendTlsPolicy;
import io.meshtwin.twin.resource.ConfigMap;
import io.meshtwin.twin.resource.DestinationRule;
import io.meshtwin.twin.resource.EndpointSlice;
import io.meshtwin.twin.resource.Foreign;
import io.meshtwin.twin.resource.Gateway;
import io.meshtwin.twin.resource.GatewayClass;
import io.meshtwin.twin.resource.GatewayListener;
import io.meshtwin.twin.resource.IstioGateway;
import io.meshtwin.twin.resource.ListenerSet;
import io.meshtwin.twin.resource.Namespace;
import io.meshtwin.twin.resource.NetworkPolicy;
import io.meshtwin.twin.resource.Node;
import io.meshtwin.twin.resource.ObjectRef;
import io.meshtwin.twin.resource.PeerAuthentication;
import io.meshtwin.twin.resource.Pod;
import io.meshtwin.twin.resource.PolicyTarget;
import io.meshtwin.twin.resource.ProxyConfig;
import io.meshtwin.twin.resource.ReferenceGrant;
import io.meshtwin.twin.resource.RequestAuthentication;
import io.meshtwin.twin.resource.Resource;
import io.meshtwin.twin.resource.Route;
import io.meshtwin.twin.resource.Secret;
import io.meshtwin.twin.resource.Service;
import io.meshtwin.twin.resource.ServiceAccount;
import io.meshtwin.twin.resource.ServiceEntry;
import io.meshtwin.twin.resource.Sidecar;
import io.meshtwin.twin.resource.VirtualService;
import io.meshtwin.twin.resource.WorkloadEntry;
import io.meshtwin.twin.resource.WorkloadGroup;
import io.meshtwin.twin.resource.WorkloadTemplate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What a resource refers to: a pure function of the resource. */
final class ReferencesOf {
  private ReferencesOf() {}

  static List<Reference> resource(Resource resource) {
    return switch (resource) {
      case EndpointSlice slice when !slice.service().isEmpty() ->
          List.of(to(slice, Relation.SERVES, "", "Service", slice.service()));
      case EndpointSlice _ -> List.of();
      case Pod pod ->
          List.of(to(pod, Relation.RUNS_AS, "", "ServiceAccount", pod.serviceAccount()));
      case WorkloadTemplate template ->
          List.of(to(template, Relation.RUNS_AS, "", "ServiceAccount", template.serviceAccount()));
      case Gateway gateway -> gateway(gateway);
      case ListenerSet set -> listenerSet(set);
      case BackendTlsPolicy policy -> policy(policy);
      case Route route -> route(route);
      case Namespace _, Node _, Service _, ServiceAccount _, GatewayClass _, ReferenceGrant _ ->
          List.of();
      case RequestAuthentication policy -> targets(policy, policy.target());
      case AuthorizationPolicy policy -> targets(policy, policy.target());
      case PeerAuthentication _ -> List.of();
      case VirtualService service -> IstioReferences.of(service);
      case DestinationRule rule -> IstioReferences.of(rule);
      case NetworkPolicy _ -> List.of();
      case Secret _, ConfigMap _, IstioGateway _, Foreign _ -> List.of();
      // Istio's objects name hosts and labels, not objects.
      case ServiceEntry _, WorkloadEntry _, WorkloadGroup _, Sidecar _, ProxyConfig _ -> List.of();
    };
  }

  private static List<Reference> route(Route route) {
    var references = new ArrayList<>(parents(route));
    route.backends().stream()
        .map(ref -> new Reference(ref.backend(), Relation.FORWARDS, route.key()))
        .distinct()
        .forEach(references::add);
    return references;
  }

  private static List<Reference> parents(Route route) {
    return route.parents().stream()
        .map(ref -> new Reference(ref.parent(), Relation.ATTACHES, route.key()))
        .distinct()
        .toList();
  }

  private static List<Reference> gateway(Gateway gateway) {
    var references = new ArrayList<>(List.of(toClass(gateway)));
    Stream<ObjectRef> clients =
        Stream.concat(
                Stream.ofNullable(gateway.tls().clients()),
                gateway.tls().clientsByPort().values().stream()
                    .flatMap(stated -> Stream.ofNullable(stated.checks())))
            .flatMap(checks -> checks.authorities().stream());
    trusts(
            gateway,
            Stream.of(
                    certificates(gateway.listeners()),
                    clients,
                    Stream.ofNullable(gateway.tls().clientCertificate()))
                .flatMap(refs -> refs))
        .forEach(references::add);
    return references;
  }

  private static List<Reference> listenerSet(ListenerSet set) {
    return Stream.concat(
            Stream.of(new Reference(set.gateway(), Relation.ATTACHES, set.key())),
            trusts(set, certificates(set.listeners())))
        .toList();
  }

  private static List<Reference> policy(BackendTlsPolicy policy) {
    return Stream.concat(
            policy.targets().stream()
                .map(target -> new Reference(target.target(), Relation.ATTACHES, policy.key()))
                .distinct(),
            trusts(policy, policy.authorities().stream()))
        .toList();
  }

  private static List<Reference> targets(Resource policy, PolicyTarget target) {
    return target.refs().stream()
        .map(ref -> new Reference(ref.target(), Relation.ATTACHES, policy.key()))
        .distinct()
        .toList();
  }

  private static Stream<ObjectRef> certificates(List<GatewayListener> listeners) {
    return listeners.stream()
        .flatMap(listener -> Stream.ofNullable(listener.tls()))
        .flatMap(tls -> tls.certificates().stream());
  }

  private static Stream<Reference> trusts(Resource from, Stream<ObjectRef> refs) {
    return refs.map(ref -> new Reference(ref.target(), Relation.TRUSTS, from.key())).distinct();
  }

  private static Reference toClass(Gateway gateway) {
    return new Reference(gateway.classKey(), Relation.ATTACHES, gateway.key());
  }

  private static Reference to(
      Resource from, Relation relation, String group, String kind, String name) {
    ResourceKey key = from.key();
    return new Reference(
        new ResourceKey(key.cluster(), group, kind, key.namespace(), name), relation, key);
  }
}
