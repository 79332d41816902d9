package live.understudy.tidy;

import java.util.List;
import java.util.regex.Pattern;

/**
 * One text file of the project.
 *
 * @param path from the project's root, with slashes
 */
record SourceFile(String path, String text) {
  private static final Pattern COMMENTS_AND_LITERALS =
      Pattern.compile(
          "\"\"\".*?\"\"\"|\"(?:\\\\.|[^\"\\\\\n])*\"|'(?:\\\\.|[^'\\\\\n])*'|/\\*.*?\\*/|//[^\n]*",
          Pattern.DOTALL);

  boolean isJava() {
    return path.endsWith(".java");
  }

  boolean isMainJava() {
    return isJava() && path.contains("/src/main/java/");
  }

  boolean isTestJava() {
    return isJava() && path.contains("/src/test/java/");
  }

  /** The folder below src/main/java or src/test/java, with dots. */
  String packageName() {
    String inPackages = path.replaceFirst(".*/src/(main|test)/java/", "");
    int end = inPackages.lastIndexOf('/');
    return end < 0 ? "" : inPackages.substring(0, end).replace('/', '.');
  }

  List<String> lines() {
    return text.lines().toList();
  }

  /** The program without what it says in comments, strings and characters. */
  String code() {
    return COMMENTS_AND_LITERALS.matcher(text).replaceAll("\"\"");
  }
}
