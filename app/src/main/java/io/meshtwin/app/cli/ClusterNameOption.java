package io.meshtwin.app.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that names the cluster where events are seen. */
final class ClusterNameOption {
  @Option(
      names = "--cluster-name",
      paramLabel = "NAME",
      description =
          "What history calls the cluster where this is seen. Default: what the kubeconfig calls"
              + " it; local for manifests.")
  private @Nullable String name;

  /**
   * The name, null for the source's own.
   *
   * @throws CommandException when keys of the log cannot hold it
   */
  @Nullable String name() {
    if (name != null && (name.isBlank() || name.indexOf('/') >= 0)) {
      throw new CommandException(
          "--cluster-name '%s': a name without slashes is needed, such as prod-eu".formatted(name));
    }
    return name;
  }
}
