package live.understudy.server.cli;

import picocli.CommandLine.IVersionProvider;

/** The version, from the jar's manifest. */
public final class VersionText implements IVersionProvider {

  /** Such as {@code 0.1.0}; {@code development} when the classes do not come from a jar. */
  public static String version() {
    String version = VersionText.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  @Override
  public String[] getVersion() {
    return new String[] {line()};
  }

  static String line() {
    return "understudy " + version() + " (Java " + Runtime.version() + ")";
  }
}
