package io.meshtwin.twin.graph;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.graph.MeshEdge.Relation;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.image.Reference;
import io.meshtwin.twin.resource.Pod;
import io.meshtwin.twin.resource.Resource;
import io.meshtwin.twin.resource.Service;
import io.meshtwin.twin.resource.WorkloadTemplate;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jgrapht.GraphType;
import org.jgrapht.graph.AbstractGraph;
import org.jgrapht.graph.DefaultGraphType;
import org.jspecify.annotations.Nullable;

/** A mesh as a read-only directed graph; nothing is copied from the image. */
public final class MeshGraph extends AbstractGraph<ResourceKey, MeshEdge> {
  private static final GraphType TYPE =
      new DefaultGraphType.Builder()
          .directed()
          .weighted(false)
          .allowMultipleEdges(true)
          .allowSelfLoops(true)
          .modifiable(false)
          .build();

  private static final Set<Relation> LEADS = EnumSet.of(Relation.FORWARDS, Relation.SELECTS);

  private final MeshImage image;
  private final Selections selections;

  /** The graph of an image. */
  public MeshGraph(MeshImage image) {
    this.image = image;
    this.selections = new Selections(image);
  }

  /**
   * Everything that acts on one of these resources, directly or through others: what a change of
   * them can be felt by.
   */
  public SortedSet<ResourceKey> upstream(Set<ResourceKey> of) {
    var found = new TreeSet<ResourceKey>();
    Set<ResourceKey> edge = of;
    while (!edge.isEmpty()) {
      edge =
          edge.stream()
              .flatMap(key -> incomingEdgesOf(key).stream())
              .map(MeshEdge::source)
              .filter(found::add)
              .collect(Collectors.toSet());
    }
    return found;
  }

  /**
   * Where requests can get to through some resources: from a Service or a Gateway to the routes
   * attached to it, from a route to its backends, from a Service to the workloads that it selects.
   * Only the first Service's routes count: a backend does not enter its own again (GEP-1294).
   */
  public Downstream downstream(Set<ResourceKey> of) {
    var services = new TreeSet<ResourceKey>();
    var workloads = new TreeSet<ResourceKey>();
    var seen = new TreeSet<>(of);
    Set<ResourceKey> edge = of;
    int hops = 0;
    for (int hop = 0; !edge.isEmpty(); hop++) {
      hops = hop;
      boolean first = hop == 0;
      edge =
          edge.stream()
              .flatMap(key -> next(key, first))
              .filter(seen::add)
              .collect(Collectors.toSet());
      edge.forEach(key -> {
        if (key.kind().equals("Service")) {
          services.add(key);
        } else if (image.get(key, Resource.class) instanceof Pod
            || image.get(key, Resource.class) instanceof WorkloadTemplate) {
          workloads.add(key);
        }
      });
    }
    return new Downstream(services, workloads, hops);
  }

  private Stream<ResourceKey> next(ResourceKey key, boolean entering) {
    Stream<ResourceKey> leads =
        outgoingEdgesOf(key).stream()
            .filter(edge -> LEADS.contains(edge.relation()))
            .map(MeshEdge::target);
    Stream<ResourceKey> routes =
        !entering
            ? Stream.empty()
            : incomingEdgesOf(key).stream()
                .filter(edge -> edge.relation() == Relation.ATTACHES)
                .map(MeshEdge::source);
    return Stream.concat(leads, routes);
  }

  @Override
  public Set<ResourceKey> vertexSet() {
    return Collections.unmodifiableSet(image.resources().keySet());
  }

  @Override
  public boolean containsVertex(ResourceKey key) {
    return image.state(key) != null;
  }

  @Override
  public Set<MeshEdge> edgeSet() {
    return edges(vertexSet().stream().flatMap(key -> outgoingEdgesOf(key).stream()));
  }

  @Override
  public Set<MeshEdge> outgoingEdgesOf(ResourceKey key) {
    Resource resource = image.get(key, Resource.class);
    if (resource == null) {
      return Set.of();
    }
    Stream<MeshEdge> references =
        Reference.of(resource).stream()
            .filter(reference -> containsVertex(reference.target()))
            .map(MeshGraph::edge);
    return resource instanceof Service service
        ? edges(Stream.concat(references, selections.by(service)))
        : edges(references);
  }

  @Override
  public Set<MeshEdge> incomingEdgesOf(ResourceKey key) {
    Resource resource = image.get(key, Resource.class);
    if (resource == null) {
      return Set.of();
    }
    Stream<MeshEdge> references = image.referencesTo(key).map(MeshGraph::edge);
    boolean workload = resource instanceof Pod || resource instanceof WorkloadTemplate;
    return edges(workload ? Stream.concat(references, selections.of(resource)) : references);
  }

  @Override
  public Set<MeshEdge> edgesOf(ResourceKey key) {
    return edges(Stream.concat(outgoingEdgesOf(key).stream(), incomingEdgesOf(key).stream()));
  }

  @Override
  public boolean containsEdge(MeshEdge edge) {
    return outgoingEdgesOf(edge.source()).contains(edge);
  }

  @Override
  public Set<MeshEdge> getAllEdges(ResourceKey source, ResourceKey target) {
    return edges(outgoingEdgesOf(source).stream().filter(edge -> edge.target().equals(target)));
  }

  @Override
  public @Nullable MeshEdge getEdge(ResourceKey source, ResourceKey target) {
    return getAllEdges(source, target).stream().findFirst().orElse(null);
  }

  @Override
  public ResourceKey getEdgeSource(MeshEdge edge) {
    return edge.source();
  }

  @Override
  public ResourceKey getEdgeTarget(MeshEdge edge) {
    return edge.target();
  }

  @Override
  public double getEdgeWeight(MeshEdge edge) {
    return 1;
  }

  @Override
  public int degreeOf(ResourceKey key) {
    return inDegreeOf(key) + outDegreeOf(key);
  }

  @Override
  public int inDegreeOf(ResourceKey key) {
    return incomingEdgesOf(key).size();
  }

  @Override
  public int outDegreeOf(ResourceKey key) {
    return outgoingEdgesOf(key).size();
  }

  @Override
  public GraphType getType() {
    return TYPE;
  }

  @Override
  public @Nullable Supplier<ResourceKey> getVertexSupplier() {
    return null;
  }

  @Override
  public @Nullable Supplier<MeshEdge> getEdgeSupplier() {
    return null;
  }

  @Override
  public MeshEdge addEdge(ResourceKey source, ResourceKey target) {
    throw readOnly();
  }

  @Override
  public boolean addEdge(ResourceKey source, ResourceKey target, MeshEdge edge) {
    throw readOnly();
  }

  @Override
  public ResourceKey addVertex() {
    throw readOnly();
  }

  @Override
  public boolean addVertex(ResourceKey key) {
    throw readOnly();
  }

  @Override
  public MeshEdge removeEdge(ResourceKey source, ResourceKey target) {
    throw readOnly();
  }

  @Override
  public boolean removeEdge(MeshEdge edge) {
    throw readOnly();
  }

  @Override
  public boolean removeVertex(ResourceKey key) {
    throw readOnly();
  }

  @Override
  public void setEdgeWeight(MeshEdge edge, double weight) {
    throw readOnly();
  }

  private static UnsupportedOperationException readOnly() {
    return new UnsupportedOperationException("the graph shows an image, which never changes");
  }

  private static MeshEdge edge(Reference reference) {
    Relation relation =
        switch (reference.relation()) {
          case ATTACHES -> Relation.ATTACHES;
          case SERVES -> Relation.SERVES;
          case FORWARDS -> Relation.FORWARDS;
          case RUNS_AS -> Relation.RUNS_AS;
          case TRUSTS -> Relation.TRUSTS;
        };
    return new MeshEdge(reference.source(), relation, reference.target());
  }

  private static Set<MeshEdge> edges(Stream<MeshEdge> edges) {
    return edges.sorted().collect(Collectors.toCollection(LinkedHashSet::new));
  }
}
