package io.meshtwin.testkit.scale;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * What a mesh has, before it is written out.
 *
 * @param namespaces their names, the largest first
 * @param services by namespace, in the order of the namespaces
 * @param routes in the order of their numbers
 * @param gateways their names, {@code namespace/name}
 */
record MeshPlan(
    List<String> namespaces,
    List<List<PlannedService>> services,
    List<PlannedRoute> routes,
    List<String> gateways) {
  private static final int ROUTES_OF_A_GATEWAY = 40;
  private static final double NAMESPACE_SKEW = 0.6;
  private static final double ENDPOINT_SKEW = 0.7;
  private static final List<String> TEAMS =
      List.of("shop", "pay", "search", "media", "ads", "mail", "maps", "data", "auth", "ops");

  private static final List<String> WORDS =
      List.of("cart", "orders", "users", "stock", "prices", "images", "events", "billing");

  /** A Service of the plan. */
  record PlannedService(String namespace, String name, int number, int endpoints) {
    /** A fifth of them are run in two versions. */
    boolean twoVersions() {
      return number % 5 == 0 && endpoints > 1;
    }

    /** A quarter of them speak gRPC at a second port. */
    boolean grpc() {
      return number % 4 == 1;
    }
  }

  /** Where a route acts. */
  enum Place {
    /** At a Service, for all clients. */
    PRODUCER,
    /** At a Service of another namespace, for clients of its own. */
    CONSUMER,
    /** At a Gateway. */
    GATEWAY
  }

  /**
   * A route of the plan.
   *
   * @param at the Service that it is about
   * @param gateway the Gateway, as a number; without meaning for other places
   */
  record PlannedRoute(int number, Place place, String namespace, PlannedService at, int gateway) {
    String name() {
      return "r" + number;
    }
  }

  static MeshPlan of(MeshSize size, long seed) {
    var random = new Random(seed);
    List<String> namespaces = new ArrayList<>();
    for (int i = 0; i < size.namespaces(); i++) {
      namespaces.add(TEAMS.get(i % TEAMS.size()) + "-" + i / TEAMS.size());
    }
    int[] perNamespace = Spread.of(size.services(), size.namespaces(), 1, NAMESPACE_SKEW);
    List<Integer> endpoints = new ArrayList<>();
    for (int count : Spread.of(size.endpoints(), size.services(), 1, ENDPOINT_SKEW)) {
      endpoints.add(count);
    }
    Collections.shuffle(endpoints, random);
    List<List<PlannedService>> services = new ArrayList<>();
    List<PlannedService> all = new ArrayList<>();
    for (int i = 0; i < size.namespaces(); i++) {
      List<PlannedService> own = new ArrayList<>();
      for (int n = 0; n < perNamespace[i]; n++) {
        int number = all.size();
        String name = WORDS.get(n % WORDS.size()) + "-" + n / WORDS.size();
        var service = new PlannedService(namespaces.get(i), name, number, endpoints.get(number));
        own.add(service);
        all.add(service);
      }
      services.add(own);
    }
    int gateways = Math.max(1, size.routes() / 3 / ROUTES_OF_A_GATEWAY);
    List<String> names = new ArrayList<>();
    for (int i = 0; i < gateways; i++) {
      names.add(namespaces.get(i % namespaces.size()) + "/edge-" + i);
    }
    List<PlannedRoute> routes = new ArrayList<>();
    Collections.shuffle(all, random);
    for (int i = 0; i < size.routes(); i++) {
      routes.add(route(i, all, namespaces, gateways, random));
    }
    return new MeshPlan(namespaces, services, routes, names);
  }

  /** Of twenty routes seven are at Gateways and one is a consumer's. */
  private static PlannedRoute route(
      int number, List<PlannedService> all, List<String> namespaces, int gateways, Random random) {
    PlannedService at = all.get(number % all.size());
    int place = number % 20;
    if (place < 7) {
      return new PlannedRoute(
          number, Place.GATEWAY, at.namespace(), at, number / 20 * 7 % gateways);
    }
    if (place == 7) {
      String client = namespaces.get(random.nextInt(namespaces.size()));
      return new PlannedRoute(number, Place.CONSUMER, client, at, 0);
    }
    return new PlannedRoute(number, Place.PRODUCER, at.namespace(), at, 0);
  }
}
