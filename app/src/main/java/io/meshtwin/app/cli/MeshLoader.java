package io.meshtwin.app.cli;

import io.meshtwin.app.json.CountWords;
import io.meshtwin.app.progress.Stage;
import io.meshtwin.ingest.codec.ReadError;
import io.meshtwin.ingest.source.ManifestContent;
import io.meshtwin.ingest.source.ManifestSource;
import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.finding.Finding;
import io.meshtwin.twin.finding.FindingCode;
import io.meshtwin.twin.image.MeshDelta;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.image.ResourceState;
import io.meshtwin.twin.resource.Foreign;
import io.meshtwin.twin.resource.ResourceReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the mesh that sources name into an image. */
final class MeshLoader {
  private static final int MOST_SAID = 20;
  private static final String ISTIO_GROUPS = ".istio.io";

  private final Terminal terminal;
  private final List<String> sources;
  private final ReadingOptions options;
  private Consumer<Finding> findings = this::say;
  private boolean inputRead;

  /**
   * Prepares to read.
   *
   * @param sources as {@code --mesh} takes them
   */
  MeshLoader(Terminal terminal, List<String> sources, ReadingOptions options) {
    this.terminal = terminal;
    this.sources = List.copyOf(sources);
    this.options = options;
  }

  /** Tells what reading finds to somebody else than standard error. */
  MeshLoader telling(Consumer<Finding> listener) {
    findings = listener;
    return this;
  }

  /**
   * The image of all sources together, later ones over earlier ones.
   *
   * @throws CommandException when something cannot be read; what is wrong is said on standard error
   */
  MeshImage load() {
    MeshImage image = base();
    sayWhatIsNotRead(image);
    sayViolations(violations(image));
    return image;
  }

  /** The same, without a word about foreign kinds, for a caller that has more to read. */
  MeshImage base() {
    MeshImage live = MeshImage.EMPTY;
    var files = new ArrayList<String>();
    String proxy = null;
    sources.stream().filter(LiveMesh::names).forEach(this::requireFirst);
    for (String source : sources) {
      if (EnvoyMesh.names(source)) {
        requireOne(proxy, source);
        proxy = source;
      } else if (LiveMesh.names(source)) {
        live = new LiveMesh(options, terminal).read(source);
      } else {
        files.add(source);
      }
    }
    if (proxy != null && sources.size() == 1) {
      return options.proxy(proxy, terminal).surroundings();
    }
    MeshImage image = live;
    if (!files.isEmpty()) {
      var delta = new MeshDelta(live);
      ManifestContent content = read(files);
      try (Stage _ = terminal.progress().stage("putting the mesh together")) {
        content.events().forEach(delta::replay);
        // Every question needs all of it sooner or later, and here all processors can read.
        image = delta.apply(live.position()).read();
      }
    }
    requireStrict(image);
    EmptyMesh.words(image, sources).ifPresent(terminal::say);
    return image;
  }

  /** The manifests in files, directories or standard input. */
  ManifestContent read(List<String> files) {
    requireInputOnce(files);
    ManifestContent content;
    try (Stage stage = terminal.progress().stage("reading manifests")) {
      content = new ManifestSource(files, terminal.in()).telling(stage::step).read(Instant.EPOCH);
    }
    content.notes().forEach(terminal::say);
    if (!content.errors().isEmpty()) {
      content.errors().stream().map(ReadError::toString).forEach(terminal.err()::println);
      throw new CommandException("nothing was done: the manifests above cannot be read");
    }
    content.findings().forEach(findings);
    return content;
  }

  /** What is read again is empty, and would be taken for a mesh or a change without objects. */
  private void requireInputOnce(List<String> files) {
    for (String file : files) {
      if (file.equals(ManifestSource.STANDARD_INPUT) && inputRead) {
        throw new CommandException(
            "standard input (-) is named twice; put one of the two into a file");
      }
      inputRead |= file.equals(ManifestSource.STANDARD_INPUT);
    }
  }

  private void say(Finding finding) {
    String at = finding.source() == null ? "" : finding.source() + ": ";
    String field = finding.field().isEmpty() ? "" : " " + finding.field();
    terminal
        .err()
        .println(at + finding.code() + " " + finding.resource() + field + " " + finding.message());
  }

  /** What the API server would refuse or prune; the rest of the mesh answers all the same. */
  private void sayViolations(List<Finding> violations) {
    violations.stream().limit(MOST_SAID).forEach(this::say);
    if (violations.size() > MOST_SAID) {
      int more = violations.size() - MOST_SAID;
      terminal.say(
          "and "
              + CountWords.of(more, "more finding", "more findings")
              + "; --strict lists them all");
    }
  }

  private void requireFirst(String source) {
    boolean first =
        sources.stream()
            .filter(other -> !EnvoyMesh.names(other))
            .findFirst()
            .orElse("")
            .equals(source);
    if (!first && LiveMesh.names(sources.getFirst())) {
      throw new CommandException(
          "one live mesh at a time: %s and %s; meshtwin equiv compares two"
              .formatted(sources.getFirst(), source));
    }
    if (!first) {
      throw new CommandException("--mesh " + source + " comes first; files go over it");
    }
  }

  private static void requireOne(@Nullable String before, String source) {
    if (before != null) {
      throw new CommandException(
          "one proxy at a time: %s and %s; meshtwin equiv compares two".formatted(before, source));
    }
  }

  /** What is there and not read: kinds that are not modelled, and Istio's where nobody said so. */
  void sayWhatIsNotRead(MeshImage image) {
    sayForeignKinds(image);
    sayIstioKinds(image);
  }

  private void sayIstioKinds(MeshImage image) {
    if (!options.dialects.fallsToSpec(image)) {
      return;
    }
    Set<String> kinds = new TreeSet<>();
    for (ResourceState state : image.resources().values()) {
      ResourceKey key = state.key();
      if (key.group().endsWith(ISTIO_GROUPS) && !(state.resource() instanceof Foreign)) {
        kinds.add(key.kind());
      }
    }
    if (!kinds.isEmpty()) {
      terminal.say(
          "the mesh does not show Istio at work, so its kinds are not read, and what"
              + " they can touch is unknown: "
              + String.join(", ", kinds)
              + "; --dialect istio reads them");
    }
  }

  /** Every repository has objects that are none of a mesh's: one line counts them. */
  private void sayForeignKinds(MeshImage image) {
    var kinds =
        image
            .all(Foreign.class)
            .map(foreign -> new Kind(foreign.key().kind(), foreign.key().group()))
            .collect(Collectors.groupingBy(k -> k, TreeMap::new, Collectors.counting()));
    if (!kinds.isEmpty()) {
      String words =
          kinds.entrySet().stream()
              .map(kind -> kind.getValue() + " " + kind.getKey().kind() + mistyped(kind.getKey()))
              .collect(Collectors.joining(", "));
      terminal.say("of kinds that are not modelled: " + words);
    }
  }

  private record Kind(String kind, String group) implements Comparable<Kind> {
    @Override
    public int compareTo(Kind other) {
      return Comparator.comparing(Kind::kind).thenComparing(Kind::group).compare(this, other);
    }
  }

  /** A kind that an API server has not, but for a letter or its case, is read as nothing at all. */
  private static String mistyped(Kind kind) {
    return ResourceReader.modelled(kind.group()).stream()
        .filter(known -> Nearest.isSlip(kind.kind(), known))
        .findFirst()
        .map(known -> " (did you mean " + known + "?)")
        .orElse("");
  }

  /** With {@code --strict} what the API server would refuse or prune is an error. */
  void requireStrict(MeshImage image) {
    if (!options.strict) {
      return;
    }
    List<Finding> violations = violations(image);
    violations.forEach(this::say);
    if (!violations.isEmpty()) {
      throw new CommandException(
          CountWords.of(violations.size(), "finding is an error", "findings are errors")
              + " with --strict; mend them or leave it out");
    }
  }

  private static List<Finding> violations(MeshImage image) {
    return image.resources().values().stream()
        .map(ResourceState::findings)
        .flatMap(List::stream)
        .filter(MeshLoader::isViolation)
        .sorted()
        .toList();
  }

  private static boolean isViolation(Finding finding) {
    return finding.code() == FindingCode.UNKNOWN_FIELD
        || finding.code() == FindingCode.INVALID_FIELD
        || finding.code() == FindingCode.DUPLICATE_FIELD;
  }
}
