package io.meshtwin.testkit.scale;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Consumer;

/**
 * What happens to a mesh over time, the same for the same seed: first all of its objects, then Pods
 * that become ready and unready and are replaced, the EndpointSlices that follow them, and edits of
 * routes. Nine of ten steps are Pods and EndpointSlices, one is configuration.
 */
public final class MeshHistory {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final double CONFIGURATION = 0.1;

  /** Of ten Pods that something happens to, so many are replaced. */
  private static final int REPLACED = 3;

  private final ScaleMesh mesh;
  private final Random random;
  private final Duration pace;
  private final List<Place> places = new ArrayList<>();
  private final Map<String, ObjectNode> pods = new HashMap<>();
  private final Map<Integer, Integer> edits = new HashMap<>();
  private Instant now = START;
  private int left;
  private int replaced;

  /**
   * One step.
   *
   * @param object as it is from now on, or as it was before it went
   * @param gone whether it is gone
   * @param actor the field manager
   * @param time when
   */
  public record Step(ObjectNode object, boolean gone, String actor, Instant time) {}

  /** An endpoint of a slice. */
  private record Place(ObjectNode slice, int index) {}

  /**
   * Plans a history.
   *
   * @param pace between one step and the next
   */
  public MeshHistory(ScaleMesh mesh, long seed, Duration pace) {
    this.mesh = mesh;
    this.random = new Random(seed);
    this.pace = pace;
  }

  /** Hands over so many steps, in order; once. */
  public void run(int count, Consumer<Step> steps) {
    left = count;
    mesh.objects()
        .forEach(object -> {
          remember(object);
          step(object, false, "kubectl", steps);
        });
    while (left > 0) {
      if (random.nextDouble() < CONFIGURATION) {
        int route = random.nextInt(mesh.routes());
        step(mesh.route(route, edits.merge(route, 1, Integer::sum)), false, "argocd", steps);
      } else {
        endpoint(places.get(random.nextInt(places.size())), steps);
      }
    }
  }

  private void remember(ObjectNode object) {
    switch (object.path("kind").asText()) {
      case "Pod" -> pods.put(podKey(object.path("metadata")), object);
      case "EndpointSlice" -> {
        for (int i = 0; i < object.path("endpoints").size(); i++) {
          places.add(new Place(object, i));
        }
      }
      default -> {}
    }
  }

  private void endpoint(Place place, Consumer<Step> steps) {
    ObjectNode endpoint = (ObjectNode) place.slice().path("endpoints").get(place.index());
    ObjectNode pod = Objects.requireNonNull(pods.get(podKey(endpoint.path("targetRef"))));
    if (random.nextInt(10) < REPLACED) {
      ObjectNode next = replacement(pod, endpoint);
      step(pod, true, "kube-controller-manager", steps);
      step(next, false, "kubelet", steps);
    } else {
      boolean ready = !endpoint.at("/conditions/ready").asBoolean();
      ((ObjectNode) endpoint.path("conditions")).put("ready", ready);
      ArrayNode conditions = (ArrayNode) pod.at("/status/conditions");
      ((ObjectNode) conditions.get(0)).put("status", ready ? "True" : "False");
      step(pod, false, "kubelet", steps);
    }
    step(place.slice(), false, "kube-controller-manager", steps);
  }

  private ObjectNode replacement(ObjectNode pod, ObjectNode endpoint) {
    ObjectNode next = pod.deepCopy();
    String old = pod.at("/metadata/name").asText();
    String name =
        old.substring(0, old.lastIndexOf('-') + 1) + "r" + Integer.toString(++replaced, 36);
    Skeleton.metadata(next).put("name", name);
    String address =
        "100.%d.%d.%d".formatted(64 + random.nextInt(64), random.nextInt(256), random.nextInt(256));
    ((ObjectNode) next.path("status")).put("podIP", address);
    endpoint.putArray("addresses").add(address);
    ((ObjectNode) endpoint.path("targetRef")).put("name", name);
    pods.remove(podKey(pod.path("metadata")));
    pods.put(podKey(next.path("metadata")), next);
    return next;
  }

  private void step(ObjectNode object, boolean gone, String actor, Consumer<Step> steps) {
    if (left-- > 0) {
      now = now.plus(pace);
      steps.accept(new Step(object, gone, actor, now));
    }
  }

  private static String podKey(JsonNode named) {
    return named.path("namespace").asText() + "/" + named.path("name").asText();
  }
}
