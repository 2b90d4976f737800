package io.meshtwin.twin.resolve;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.image.ResourceState;
import io.meshtwin.twin.resolve.RefProblem.Cause;
import io.meshtwin.twin.resource.ConfigMap;
import io.meshtwin.twin.resource.ObjectRef;
import io.meshtwin.twin.resource.Resource;
import io.meshtwin.twin.resource.Secret;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * References to certificates (Secrets of type {@code kubernetes.io/tls}) and to authorities
 * (ConfigMaps with {@code ca.crt}): which of them hold.
 */
final class TrustRefs {
  private final MeshImage image;
  private final Grants grants;

  TrustRefs(MeshImage image) {
    this.image = image;
    this.grants = new Grants(image);
  }

  /**
   * What references come to.
   *
   * @param valid the objects that hold, or that nobody has seen, in the order of the references
   * @param problems of the others, and of those that nobody has seen
   */
  record Checked(List<ResourceKey> valid, List<RefProblem> problems) {
    Checked {
      valid = List.copyOf(valid);
      problems = List.copyOf(problems);
    }
  }

  /** References to key pairs: Core is a Secret (ListenerTLSConfig.certificateRefs). */
  Checked certificates(ResourceKey referrer, List<ObjectRef> refs) {
    return checked(referrer, refs, "Secret");
  }

  /** References to authorities: Core is a ConfigMap (FrontendTLSValidation.caCertificateRefs). */
  Checked authorities(ResourceKey referrer, List<ObjectRef> refs) {
    return checked(referrer, refs, "ConfigMap");
  }

  private Checked checked(ResourceKey referrer, List<ObjectRef> refs, String kind) {
    var valid = new ArrayList<ResourceKey>();
    var problems = new ArrayList<RefProblem>();
    for (ObjectRef ref : refs) {
      RefProblem problem = problem(referrer, ref, kind);
      if (problem == null || problem.unseen()) {
        valid.add(ref.target());
      }
      if (problem != null) {
        problems.add(problem);
      }
    }
    return new Checked(valid, problems);
  }

  /** A grant is asked for before existence, so that nobody can probe another's namespace. */
  private @Nullable RefProblem problem(ResourceKey referrer, ObjectRef ref, String kind) {
    ResourceKey target = ref.target();
    if (!ref.isCore(kind)) {
      String message = "no object of kind " + target.kind() + " is supported, only " + kind;
      return new RefProblem(Cause.KIND, message, ref.field());
    }
    if (!grants.permit(referrer, target)) {
      String message = "no ReferenceGrant in " + target.namespace() + " permits " + target;
      return new RefProblem(Cause.NOT_PERMITTED, message, ref.field());
    }
    if (unseen(referrer, target)) {
      String message = target + " was not read: no object of its kind was";
      return new RefProblem(Cause.UNSEEN, message, ref.field());
    }
    String flaw = flaw(target);
    return flaw == null ? null : new RefProblem(Cause.INVALID, target + " " + flaw, ref.field());
  }

  /**
   * Whether an object is missing only because nobody asked the API server for its kind, as it is
   * with Secrets where a reader may not list them. In manifests what is missing is missing.
   */
  private boolean unseen(ResourceKey referrer, ResourceKey target) {
    Class<? extends Resource> kind =
        target.kind().equals("Secret") ? Secret.class : ConfigMap.class;
    return image.state(target) == null
        && live(referrer)
        && image.all(kind).filter(other -> !isMeshConfig(other)).noneMatch(o -> live(o.key()));
  }

  /** Whether an object was read from an API server. */
  private boolean live(ResourceKey key) {
    ResourceState state = image.state(key);
    return state != null && !state.provenance().resourceVersion().isEmpty();
  }

  /** The one ConfigMap that is always asked for. */
  private static boolean isMeshConfig(Resource resource) {
    return resource instanceof ConfigMap map && map.isMeshConfig();
  }

  /** What keeps an object from being used, null for nothing. */
  private @Nullable String flaw(ResourceKey target) {
    return switch (image.get(target, Resource.class)) {
      case Secret secret when !secret.type().equals(Secret.TLS) ->
          "is of type " + secret.type() + ", not " + Secret.TLS;
      case Secret secret when !secret.certificate().isUsable() -> "holds no usable certificate";
      case ConfigMap map when !map.authorities().isUsable() -> "holds no certificate in ca.crt";
      case null -> "does not exist";
      case Resource _ -> null;
    };
  }
}
