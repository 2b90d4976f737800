package io.meshtwin.twin.resource;

import java.util.List;

/**
 * A port that a container declares; Services may name it as their target.
 *
 * @param name the port's name, empty where it has none
 * @param port the number
 */
public record ContainerPort(String name, int port) {
  static List<ContainerPort> readAll(Fields podSpec) {
    return podSpec
        .list(
            "containers",
            container -> {
              List<ContainerPort> ports = container.list("ports", ContainerPort::read);
              container.ignoreRest();
              return ports;
            })
        .stream()
        .flatMap(List::stream)
        .toList();
  }

  private static ContainerPort read(Fields port) {
    var result =
        new ContainerPort(port.text("name", ""), port.integer("containerPort", 0, 1, 65535));
    port.ignoreRest();
    return result;
  }
}
