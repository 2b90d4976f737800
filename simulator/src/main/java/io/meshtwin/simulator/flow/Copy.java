package io.meshtwin.simulator.flow;

import io.meshtwin.twin.routing.Endpoint;
import io.meshtwin.twin.routing.Origin;
import java.util.List;

/**
 * A copy of some requests, whose answer is thrown away. Fractions are of the requests that go to an
 * endpoint, 0 to 1.
 *
 * @param fraction what comes to the target
 * @param closed what is lost because NetworkPolicies close endpoints, which a proxy chooses all the
 *     same
 * @param target who gets it
 * @param origin the filter
 */
public record Copy(double fraction, double closed, Target target, Origin origin) {
  /** One that is not closed to the client. */
  Copy(double fraction, Target target, Origin origin) {
    this(fraction, 0, target, origin);
  }

  /** What some of the endpoints get of it: the proxy chooses among all. */
  Copy only(List<Endpoint> some) {
    return some.size() == target.endpoints().size()
        ? this
        : new Copy(part(some), closed, target.only(some), origin);
  }

  /** The same where NetworkPolicies let the client reach some of the endpoints only. */
  Copy open(List<Endpoint> some) {
    double open = part(some);
    return new Copy(open, fraction - open, target.only(some), origin);
  }

  private double part(List<Endpoint> some) {
    return fraction * Endpoint.weight(some) / Endpoint.weight(target.endpoints());
  }
}
