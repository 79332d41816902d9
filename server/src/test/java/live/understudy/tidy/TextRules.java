package live.understudy.tidy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Rules that a file's text alone can break. Each answers one line per violation. */
final class TextRules {
  static final int LONGEST_FILE = 500;

  private static final Pattern MEASURED = Pattern.compile(".*\\.(java|ts|tsx|css|mjs)");
  private static final Pattern PROSE_AND_CODE =
      Pattern.compile(".*\\.(java|ts|tsx|css|mjs|js|html|xml|ya?ml|sql|sh)");

  // Taken apart, so that this file does not hold the words that it forbids.
  private static final Pattern LEFTOVER = Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b");
  private static final Pattern SLEEP =
      Pattern.compile("\\bThread\\s*\\.\\s*sleep\\b|\\b(NANO|MICRO|MILLI)?SECONDS\\.sleep\\b");
  private static final Pattern CONSOLE = Pattern.compile("\\bSystem\\s*\\.\\s*(out|err)\\b");
  private static final List<Pattern> FOREIGN_WORDS =
      List.of(
          Pattern.compile("repo\\d?\\.maven\\." + "(apache\\.)?org"),
          Pattern.compile("registry\\.(npm" + "js|yarn" + "pkg)\\.(org|com)"),
          Pattern.compile("(deb|security)\\.debian\\." + "org"),
          Pattern.compile("(?<![\\w.-])/(wo" + "rk|ro" + "ot|Us" + "ers)/"),
          Pattern.compile("/tmp/" + "(wt|house|brief)"),
          Pattern.compile("shared/(to" + "ols|ref" + "erence|des" + "ign)"));

  private TextRules() {}

  static List<String> all(SourceFile file) {
    List<String> violations = new ArrayList<>();
    violations.addAll(length(file));
    violations.addAll(leftovers(file));
    violations.addAll(sleeps(file));
    violations.addAll(console(file));
    violations.addAll(foreignWords(file));
    return violations;
  }

  static List<String> length(SourceFile file) {
    int lines = file.lines().size();
    return MEASURED.matcher(file.path()).matches() && lines > LONGEST_FILE
        ? List.of(file.path() + " has " + lines + " lines; the limit is " + LONGEST_FILE)
        : List.of();
  }

  static List<String> leftovers(SourceFile file) {
    return PROSE_AND_CODE.matcher(file.path()).matches()
        ? matches(file, file.text(), LEFTOVER, "leaves work behind")
        : List.of();
  }

  /** A test waits for a condition with a deadline; a sleep is either too short or too long. */
  static List<String> sleeps(SourceFile file) {
    return file.isTestJava() ? matches(file, file.code(), SLEEP, "sleeps in a test") : List.of();
  }

  static List<String> console(SourceFile file) {
    // A worker is a process of its own: what it prints is how it answers.
    boolean mayPrint =
        file.packageName().endsWith(".server.cli")
            || file.packageName().endsWith(".server.align.worker")
            || file.path().startsWith("benchmarks/");
    return file.isMainJava() && !mayPrint
        ? matches(file, file.code(), CONSOLE, "writes to the console")
        : List.of();
  }

  static List<String> foreignWords(SourceFile file) {
    List<String> violations = new ArrayList<>();
    for (Pattern pattern : FOREIGN_WORDS) {
      violations.addAll(
          matches(file, file.text(), pattern, "names a host or path of somebody's machine"));
    }
    return violations;
  }

  private static List<String> matches(
      SourceFile file, String text, Pattern pattern, String complaint) {
    List<String> violations = new ArrayList<>();
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      violations.add(file.path() + " " + complaint + ": " + matcher.group());
    }
    return violations;
  }

  /** Packages of main code, and of tests that have no main code, without a marked package-info. */
  static List<String> unmarkedPackages(List<SourceFile> files) {
    Set<String> marked =
        files.stream()
            .filter(file -> file.path().endsWith("/package-info.java"))
            .filter(file -> file.code().contains("@NullMarked") && file.text().contains("/**"))
            .map(SourceFile::packageName)
            .collect(Collectors.toSet());
    Set<String> unmarked =
        files.stream()
            .filter(file -> file.isMainJava() || file.isTestJava())
            .map(SourceFile::packageName)
            .filter(name -> !marked.contains(name))
            .collect(Collectors.toCollection(TreeSet::new));
    return unmarked.stream()
        .map(name -> name + " has no package-info.java with a docstring and @NullMarked")
        .toList();
  }
}
