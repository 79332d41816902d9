package live.understudy.server.config;

/**
 * One value that is not the default, as it was written.
 *
 * @param key the dotted key, such as {@code http.port}
 * @param source where it was written, for people: {@code understudy.yaml:12} or a variable's name
 */
record Setting(String key, String value, String source) {

  /** Values may be secrets; only {@link ConfigPrinter} decides what is shown. */
  @Override
  public String toString() {
    return key + " from " + source;
  }
}
