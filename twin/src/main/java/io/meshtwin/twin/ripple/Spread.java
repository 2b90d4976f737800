package io.meshtwin.twin.ripple;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.image.MeshDelta.Update;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.image.Reference;
import io.meshtwin.twin.image.Reference.Relation;
import io.meshtwin.twin.image.ResourceState;
import io.meshtwin.twin.resolve.virtualservice.TrafficDistributions;
import io.meshtwin.twin.resource.AuthorizationPolicy;
import io.meshtwin.twin.resource.BackendTlsPolicy;
import io.meshtwin.twin.resource.ConfigMap;
import io.meshtwin.twin.resource.DestinationRule;
import io.meshtwin.twin.resource.EndpointSlice;
import io.meshtwin.twin.resource.Foreign;
import io.meshtwin.twin.resource.Gateway;
import io.meshtwin.twin.resource.GatewayClass;
import io.meshtwin.twin.resource.IstioGateway;
import io.meshtwin.twin.resource.ListenerSet;
import io.meshtwin.twin.resource.Namespace;
import io.meshtwin.twin.resource.NetworkPolicy;
import io.meshtwin.twin.resource.Node;
import io.meshtwin.twin.resource.PeerAuthentication;
import io.meshtwin.twin.resource.Pod;
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
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Follows references from what changed, on both sides. */
final class Spread {
  private final List<MeshImage> images;
  private final boolean istio;
  private final IstioSpread istioSpread;
  private final WorkloadSpread workloads;
  private final Set<ResourceKey> services = new TreeSet<>();
  private final Set<ResourceKey> gateways = new TreeSet<>();
  private final Set<ResourceKey> subjects = new TreeSet<>();
  private @Nullable String everything;

  Spread(MeshImage before, MeshImage after, boolean istio) {
    this.images = List.of(before, after);
    this.istio = istio;
    this.istioSpread = new IstioSpread(this, images);
    this.workloads = new WorkloadSpread(this, images, istio ? istioSpread : null);
  }

  Ripple ripple() {
    workloads.askWhereClientsAre();
    if (everything == null) {
      attached();
    }
    var places = new TreeSet<ResourceKey>();
    if (everything == null) {
      places.addAll(services);
      places.addAll(gateways);
      subjects.forEach(subject -> places(subject, places));
    }
    return new Ripple(
        everything,
        new TreeSet<>(services),
        new TreeSet<>(gateways),
        new TreeSet<>(subjects),
        places);
  }

  private void places(ResourceKey subject, Set<ResourceKey> into) {
    for (MeshImage image : images) {
      switch (image.get(subject, Resource.class)) {
        case Route route -> route.parents().forEach(ref -> place(ref.parent(), into));
        case VirtualService found when istio -> istioSpread.places(found, into);
        case null, default -> {}
      }
    }
  }

  private void place(ResourceKey parent, Set<ResourceKey> into) {
    into.add(parent);
    for (MeshImage image : images) {
      ListenerSet set = image.get(parent, ListenerSet.class);
      if (set != null) {
        into.add(set.gateway());
      }
    }
  }

  /** Of what attaches to one place each says something of the others. */
  private void attached() {
    for (MeshImage image : images) {
      Stream.concat(services.stream(), gateways.stream()).forEach(key -> around(image, key));
    }
  }

  private void around(MeshImage image, ResourceKey key) {
    subjects.add(key);
    image
        .referrers(key, Relation.ATTACHES)
        .forEach(source -> {
          subjects.add(source);
          if (image.get(source, ListenerSet.class) != null) {
            image.referrers(source, Relation.ATTACHES).forEach(subjects::add);
          }
        });
  }

  /** All of the mesh, and why. */
  void everything(String why) {
    if (everything == null) {
      everything = why;
    }
  }

  void add(ResourceKey key, Update update) {
    subjects.add(key);
    Resource before = resource(update.before());
    Resource after = resource(update.after());
    workloads.told(before, after);
    one(before, after);
    one(after, before);
  }

  private static @Nullable Resource resource(@Nullable ResourceState state) {
    return state == null ? null : state.resource();
  }

  /** What one side of a change touches; {@code other} is the other side. */
  private void one(@Nullable Resource own, @Nullable Resource other) {
    switch (own) {
      case null -> {}
      case Route route -> {
        route(route);
        if (istio) {
          istioSpread.route(route);
        }
      }
      case Service service -> {
        if (istio) {
          istioSpread.service(service, other);
        }
        endpoints(service.key());
      }
      case EndpointSlice slice -> {
        if (!slice.service().isEmpty()) {
          endpoints(sibling(slice.key(), slice.service()));
        }
      }
      case Pod pod -> workloads.changed(pod, pod.metadata().labels(), other);
      case Node node -> workloads.on(node);
      case WorkloadTemplate template -> workloads.changed(template, template.podLabels(), other);
      case Gateway gateway -> gateways.add(gateway.key());
      case ListenerSet set -> gateways.add(set.gateway());
      case GatewayClass found -> referring(found.key(), Relation.ATTACHES);
      case BackendTlsPolicy policy -> policy.targets().forEach(t -> endpoints(t.target()));
      case ReferenceGrant grant -> grant(grant);
      case Secret secret -> trusted(secret.key());
      case ConfigMap config -> {
        if (config.isMeshConfig()) {
          everything(config.key() + " is for all of the mesh");
        }
        trusted(config.key());
      }
      case Namespace namespace -> namespace(namespace, other);
      case NetworkPolicy policy -> everything(policy.key() + " may close any connection");
      case Foreign foreign -> {
        if (foreign.concernsTraffic()) {
          everything(foreign.key() + " is not modelled");
        }
      }
      case ServiceAccount _ -> {}
      case VirtualService found -> istios(found, () -> istioSpread.virtualService(found, other));
      case DestinationRule rule -> istios(rule, () -> istioSpread.destinationRule(rule));
      case PeerAuthentication policy -> istios(policy, () -> istioSpread.policy(policy));
      case RequestAuthentication policy -> istios(policy, () -> istioSpread.policy(policy));
      case AuthorizationPolicy policy -> istios(policy, () -> istioSpread.policy(policy));
      case IstioGateway gateway -> istios(gateway, istioSpread::allGateways);
      case ServiceEntry _, WorkloadEntry _, WorkloadGroup _, Sidecar _, ProxyConfig _ ->
          everything(own.key() + " says what clients see");
    }
  }

  /** Where Istio's objects do not say what proxies do, they are a reason to say unknown. */
  private void istios(Resource own, Runnable spread) {
    if (istio) {
      spread.run();
    } else {
      everything(own.key() + " is not modelled in this dialect");
    }
  }

  private void route(Route route) {
    subjects.add(route.key());
    route.parents().forEach(ref -> parent(ref.parent()));
  }

  private void parent(ResourceKey key) {
    if (key.kind().equals("Service")) {
      services.add(key);
      return;
    }
    gateways.add(key);
    for (MeshImage image : images) {
      ListenerSet set = image.get(key, ListenerSet.class);
      if (set != null) {
        gateways.add(set.gateway());
      }
    }
  }

  /** A Service, or who is behind it: clients of whatever forwards to it notice. */
  void endpoints(ResourceKey service) {
    services.add(service);
    referring(service, Relation.FORWARDS);
  }

  private void referring(ResourceKey target, Relation relation) {
    for (MeshImage image : images) {
      image.referrers(target, relation).forEach(source -> source(image, source));
    }
  }

  /** Something that rests on what changed. */
  private void source(MeshImage image, ResourceKey source) {
    subjects.add(source);
    switch (image.get(source, Resource.class)) {
      case Route route -> route(route);
      case Gateway gateway -> gateways.add(gateway.key());
      case ListenerSet set -> gateways.add(set.gateway());
      case BackendTlsPolicy policy -> policy.targets().forEach(t -> endpoints(t.target()));
      case VirtualService found -> istios(found, () -> istioSpread.places(found));
      case null, default -> {}
    }
  }

  /** What may be referred to in a namespace: by routes of others, and by what trusts it. */
  private void grant(ReferenceGrant grant) {
    ResourceKey own = grant.key();
    for (MeshImage image : images) {
      for (String kind : List.of("Service", "Secret", "ConfigMap")) {
        image
            .referencesInto(new ResourceKey(own.cluster(), "", kind, own.namespace(), ""))
            .filter(ref -> !ref.source().namespace().equals(own.namespace()))
            .map(Reference::source)
            .forEach(source -> source(image, source));
      }
    }
  }

  private void trusted(ResourceKey key) {
    referring(key, Relation.TRUSTS);
    if (istio) {
      istioSpread.allGateways();
    }
  }

  private void namespace(Namespace own, @Nullable Resource other) {
    var labels = own.metadata().labels();
    var others = other == null ? Map.<String, String>of() : other.metadata().labels();
    if (!Objects.equals(labels, others)) {
      everything("the labels of " + own.key() + " are read by selectors");
    }
    if (istio && TrafficDistributions.annotatedApart(own, other)) {
      everything("which endpoints are preferred is said by " + own.key());
    }
  }

  /** A destination itself, not what forwards to it. */
  void destination(ResourceKey service) {
    services.add(service);
  }

  void subject(ResourceKey resource) {
    subjects.add(resource);
  }

  void gateway(ResourceKey gateway) {
    gateways.add(gateway);
  }

  static ResourceKey sibling(ResourceKey key, String service) {
    return new ResourceKey(key.cluster(), "", "Service", key.namespace(), service);
  }
}
