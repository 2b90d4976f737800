package io.meshtwin.twin.resource;

import java.util.List;

/** A Gateway API route: what the kinds have in common. */
public sealed interface Route extends Resource permits HttpRoute, GrpcRoute, StreamRoute {
  /** What it attaches to. */
  List<ParentRef> parents();

  /** Which hosts; empty for all. Ignored where the parent is a Service (GEP-1294). */
  List<String> hostnames();

  /** Every backend that it refers to, mirrors too, in the order of the manifest. */
  List<BackendRef> backends();
}
