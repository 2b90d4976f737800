package io.meshtwin.testkit.scale;

/** How large a mesh is. */
public enum MeshSize {
  /** A team's. */
  S(10, 100, 1_000, 100),
  /** A company's. */
  M(60, 1_000, 10_000, 1_000),
  /** A large company's. */
  L(500, 10_000, 100_000, 5_000);

  private final int namespaces;
  private final int services;
  private final int endpoints;
  private final int routes;

  MeshSize(int namespaces, int services, int endpoints, int routes) {
    this.namespaces = namespaces;
    this.services = services;
    this.endpoints = endpoints;
    this.routes = routes;
  }

  /** Namespaces that have Services. */
  public int namespaces() {
    return namespaces;
  }

  /** Services, over all namespaces. */
  public int services() {
    return services;
  }

  /** Endpoints of all Services together; each is a Pod. */
  public int endpoints() {
    return endpoints;
  }

  /** Routes, or in Istio's style VirtualServices. */
  public int routes() {
    return routes;
  }
}
