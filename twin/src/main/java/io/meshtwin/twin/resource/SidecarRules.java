package io.meshtwin.twin.resource;

import io.meshtwin.twin.resource.Sidecar.Capture;
import java.util.HashSet;
import java.util.List;

/** What Istio's webhook demands of a Sidecar beside its fields' forms ({@code ValidateSidecar}). */
final class SidecarRules {
  private SidecarRules() {}

  static void check(Fields spec, Sidecar sidecar) {
    boolean empty =
        sidecar.ingress().isEmpty()
            && sidecar.egress().isEmpty()
            && sidecar.outbound() == null
            && !spec.has("inboundConnectionPool");
    if (empty) {
      spec.invalid("egress", "or ingress or outboundTrafficPolicy must be given");
    }
    ingress(spec, sidecar.ingress());
    egress(spec, sidecar.egress());
  }

  private static void ingress(Fields spec, List<Sidecar.Ingress> listeners) {
    var ports = new HashSet<Integer>();
    for (int i = 0; i < listeners.size(); i++) {
      int number = listeners.get(i).port().number();
      if (number == 0) {
        spec.invalid("ingress[" + i + "].port.number", "must be from 1 to 65535, found 0");
      } else if (!ports.add(number)) {
        spec.invalid(
            "ingress[" + i + "].port.number", "must be unique, found " + number + " again");
      }
    }
  }

  private static void egress(Fields spec, List<Sidecar.Egress> listeners) {
    var ports = new HashSet<Integer>();
    var sockets = new HashSet<String>();
    for (int i = 0; i < listeners.size(); i++) {
      Sidecar.Egress listener = listeners.get(i);
      Sidecar.Port port = listener.port();
      String at = "egress[" + i + "]";
      if (port == null) {
        if (i < listeners.size() - 1) {
          spec.invalid(at + ".port", "must be given but in the last listener");
        }
      } else if (port.number() == 0) {
        socket(spec, at, listener);
        if (!sockets.add(listener.bind())) {
          spec.invalid(at + ".bind", "must be unique");
        }
      } else {
        if (!ports.add(port.number())) {
          spec.invalid(at + ".port.number", "must be unique, found " + port.number() + " again");
        }
        if (!listener.bind().isEmpty() && !IstioForm.IP.accepts(listener.bind())) {
          spec.invalid(at + ".bind", "must be an IP address");
        }
      }
    }
  }

  private static void socket(Fields spec, String at, Sidecar.Egress listener) {
    if (!listener.bind().startsWith(WorkloadInstance.UNIX)) {
      spec.invalid(at + ".bind", "must be a socket, unix:// and a path, where the port is 0");
    }
    if (listener.capture() == Capture.IPTABLES) {
      spec.invalid(at + ".captureMode", "must be DEFAULT or NONE with a socket");
    }
  }
}
