package io.meshtwin.testkit.scale;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshtwin.testkit.scale.MeshPlan.PlannedService;
import java.util.ArrayList;
import java.util.List;

/** A Service as a cluster lists it: its Deployments, Pods and EndpointSlices. */
final class ServiceObjects {
  /** As many as the control plane puts into one slice. */
  private static final int SLICE = 100;

  private static final String HASH = "7d4f8b9c6d";

  private final PlannedService service;
  private final boolean sidecars;
  private final int firstAddress;
  private final List<ObjectNode> objects = new ArrayList<>();

  private ServiceObjects(PlannedService service, boolean sidecars, int firstAddress) {
    this.service = service;
    this.sidecars = sidecars;
    this.firstAddress = firstAddress;
  }

  /**
   * The objects.
   *
   * @param sidecars whether Pods say that Istio's proxy is in them
   * @param firstAddress the number of the first Pod's address, unique in the mesh
   */
  static List<ObjectNode> of(PlannedService service, boolean sidecars, int firstAddress) {
    var all = new ServiceObjects(service, sidecars, firstAddress);
    all.service();
    all.workloads();
    return all.objects;
  }

  private void service() {
    ObjectNode object = Skeleton.of("v1", "Service", service.namespace(), service.name());
    ObjectNode spec = object.putObject("spec").put("clusterIP", address(10, service.number()));
    spec.putObject("selector").put("app", service.name());
    ArrayNode ports = spec.putArray("ports");
    ports.addObject().put("name", "http").put("port", 80).put("targetPort", 8080);
    if (service.grpc()) {
      ports.addObject().put("name", "grpc").put("port", 9090).put("targetPort", 9090);
    }
    objects.add(object);
  }

  private void workloads() {
    int second = service.twoVersions() ? Math.max(1, service.endpoints() / 5) : 0;
    List<String> pods = new ArrayList<>();
    version("v1", service.endpoints() - second, pods);
    if (second > 0) {
      version("v2", second, pods);
    }
    for (int from = 0; from < pods.size(); from += SLICE) {
      slice(pods, from, Math.min(pods.size(), from + SLICE));
    }
  }

  private void version(String version, int replicas, List<String> pods) {
    String name = service.name() + "-" + version;
    ObjectNode deployment = Skeleton.of("apps/v1", "Deployment", service.namespace(), name);
    ObjectNode spec = deployment.putObject("spec").put("replicas", replicas);
    labels(spec.putObject("selector").putObject("matchLabels"), version);
    ObjectNode template = spec.putObject("template");
    labels(template.putObject("metadata").putObject("labels"), version);
    container(template.putObject("spec"));
    objects.add(deployment);
    for (int i = 0; i < replicas; i++) {
      String pod = name + "-" + HASH + "-" + Integer.toString(36 * 36 + i, 36);
      pods.add(pod);
      pod(pod, name, version, firstAddress + pods.size() - 1);
    }
  }

  private void pod(String name, String deployment, String version, int number) {
    ObjectNode pod = Skeleton.of("v1", "Pod", service.namespace(), name);
    ObjectNode metadata = Skeleton.metadata(pod);
    labels(metadata.putObject("labels"), version).put("pod-template-hash", HASH);
    if (sidecars) {
      metadata.putObject("annotations").put("sidecar.istio.io/status", "{}");
    }
    ObjectNode owner = metadata.putArray("ownerReferences").addObject();
    owner.put("apiVersion", "apps/v1").put("kind", "ReplicaSet").put("controller", true);
    owner.put("name", deployment + "-" + HASH).put("uid", deployment);
    container(pod.putObject("spec"));
    ObjectNode status = pod.putObject("status").put("phase", "Running");
    status.put("podIP", address(100, number));
    status.putArray("conditions").addObject().put("type", "Ready").put("status", "True");
    objects.add(pod);
  }

  private void slice(List<String> pods, int from, int to) {
    String name = service.name() + "-" + Integer.toString(36 + from / SLICE, 36);
    ObjectNode slice =
        Skeleton.of("discovery.k8s.io/v1", "EndpointSlice", service.namespace(), name);
    Skeleton.metadata(slice).putObject("labels").put("kubernetes.io/service-name", service.name());
    slice.put("addressType", "IPv4");
    ArrayNode ports = slice.putArray("ports");
    ports.addObject().put("name", "http").put("port", 8080).put("protocol", "TCP");
    if (service.grpc()) {
      ports.addObject().put("name", "grpc").put("port", 9090).put("protocol", "TCP");
    }
    ArrayNode endpoints = slice.putArray("endpoints");
    for (int i = from; i < to; i++) {
      ObjectNode endpoint = endpoints.addObject();
      endpoint.putArray("addresses").add(address(100, firstAddress + i));
      endpoint.putObject("conditions").put("ready", true);
      ObjectNode pod = endpoint.putObject("targetRef").put("kind", "Pod");
      pod.put("name", pods.get(i)).put("namespace", service.namespace());
    }
    objects.add(slice);
  }

  private ObjectNode labels(ObjectNode labels, String version) {
    return labels.put("app", service.name()).put("version", version);
  }

  private static void container(ObjectNode spec) {
    ObjectNode container = spec.putArray("containers").addObject().put("name", "main");
    container.put("image", "example.com/main:1");
    container.putArray("ports").addObject().put("containerPort", 8080).put("name", "http");
  }

  private static String address(int first, int number) {
    return "%d.%d.%d.%d".formatted(first, 64 + number / 65_536, number / 256 % 256, number % 256);
  }
}
