package io.meshtwin.testkit.scale;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshtwin.testkit.scale.MeshPlan.PlannedRoute;
import io.meshtwin.testkit.scale.MeshPlan.PlannedService;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/** A mesh of a given size, the same for the same seed. */
public final class ScaleMesh {
  private static final int ROUNDS = 31;

  private final MeshSize size;
  private final MeshStyle style;
  private final long seed;
  private final MeshPlan plan;
  private final TrafficObjects traffic;
  private final Map<String, List<PlannedService>> services = new HashMap<>();

  /** Plans a mesh; its objects are made when they are asked for. */
  public ScaleMesh(MeshSize size, MeshStyle style, long seed) {
    this.size = size;
    this.style = style;
    this.seed = seed;
    this.plan = MeshPlan.of(size, seed);
    this.traffic =
        switch (style) {
          case GATEWAY_API -> new GatewayApiObjects();
          case ISTIO -> new IstioTrafficObjects();
        };
    for (int i = 0; i < plan.namespaces().size(); i++) {
      services.put(plan.namespaces().get(i), plan.services().get(i));
    }
  }

  /** How large it is. */
  public MeshSize size() {
    return size;
  }

  /** All objects: what there is once, then one namespace after the other. */
  public Stream<ObjectNode> objects() {
    return Stream.concat(
        traffic.ofMesh().stream(), parts().flatMap(part -> part.objects().stream()));
  }

  /** How many routes there are. */
  public int routes() {
    return plan.routes().size();
  }

  /** A route as the mesh has it. */
  public ObjectNode route(int number) {
    return route(number, 0);
  }

  /**
   * A route after it was edited: other rules under the same name, at the same place.
   *
   * @param edit which edit; 0 is the route as the mesh has it
   */
  public ObjectNode route(int number, int edit) {
    PlannedRoute route = plan.routes().get(number);
    String gateway = plan.gateways().get(route.gateway());
    List<PlannedService> own = services.getOrDefault(route.at().namespace(), List.of());
    var random = new Random((seed * ROUNDS + number) * ROUNDS + edit);
    random.nextInt(); // seeds that lie close together begin alike
    return traffic.route(route, gateway, own, random);
  }

  /** Whether a route is at a Gateway. */
  public boolean atGateway(int number) {
    return plan.routes().get(number).place() == MeshPlan.Place.GATEWAY;
  }

  /**
   * Writes one file for each namespace, and one for what there is once, as {@code kubectl get -o
   * yaml} prints objects.
   *
   * @param directory is made where it does not exist
   * @throws IOException when a file cannot be written
   */
  public void write(Path directory) throws IOException {
    Files.createDirectories(directory);
    write(directory.resolve("mesh.yaml"), traffic.ofMesh());
    for (Part part : parts().toList()) {
      write(directory.resolve(part.namespace() + ".yaml"), part.objects());
    }
  }

  private static void write(Path file, List<ObjectNode> objects) throws IOException {
    var options = new DumperOptions();
    options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
    options.setExplicitStart(true);
    options.setSplitLines(false);
    var mapper = new ObjectMapper();
    try (Writer out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
      new Yaml(options)
          .dumpAll(
              objects.stream().map(object -> mapper.convertValue(object, Object.class)).iterator(),
              out);
    }
  }

  /** The objects of a namespace. */
  private record Part(String namespace, List<ObjectNode> objects) {}

  /** One after the other, so that no more than one is in memory. */
  private Stream<Part> parts() {
    return Stream.iterate(0, i -> i < plan.namespaces().size(), i -> i + 1)
        .map(i -> new Part(plan.namespaces().get(i), namespace(i)));
  }

  private List<ObjectNode> namespace(int index) {
    String namespace = plan.namespaces().get(index);
    List<ObjectNode> objects = new ArrayList<>();
    ObjectNode own = Skeleton.of("v1", "Namespace", "", namespace);
    if (style == MeshStyle.ISTIO) {
      Skeleton.metadata(own).putObject("labels").put("istio-injection", "enabled");
    }
    objects.add(own);
    int address = firstAddress(index);
    for (PlannedService service : plan.services().get(index)) {
      objects.addAll(ServiceObjects.of(service, style == MeshStyle.ISTIO, address));
      objects.addAll(traffic.ofService(service));
      address += service.endpoints();
    }
    gateways(namespace, objects::add);
    plan.routes().stream()
        .filter(route -> route.namespace().equals(namespace))
        .forEach(route -> objects.add(route(route.number())));
    return objects;
  }

  private void gateways(String namespace, Consumer<ObjectNode> to) {
    for (String gateway : plan.gateways()) {
      int slash = gateway.indexOf('/');
      if (gateway.substring(0, slash).equals(namespace)) {
        to.accept(traffic.gateway(namespace, gateway.substring(slash + 1)));
      }
    }
  }

  private int firstAddress(int index) {
    return plan.services().subList(0, index).stream()
        .flatMap(List::stream)
        .mapToInt(PlannedService::endpoints)
        .sum();
  }
}
