package live.understudy.api.event;

import java.util.Locale;
import live.understudy.media.Leg;

/** Says in a sentence what a switch was. */
final class SwitchSentence {

  private SwitchSentence() {}

  static String of(SwitchEntry entry) {
    Leg leg = entry.to();
    if (leg == null) {
      return "No signal came any more; viewers saw the last picture.";
    }
    String to = name(leg);
    String other = name(leg.other());
    String why =
        switch (entry.trigger()) {
          case "START" ->
              entry.place().discontinuity()
                  ? "The program went on with the " + to + " after a restart."
                  : "The program began with the " + to + ".";
          case "DISCONNECT" -> "The " + other + " disconnected; the " + to + " took over.";
          case "LAG" -> "The " + other + " fell behind; the " + to + " took over.";
          case "LAST_SAFE_CUT" -> "The " + other + " was late; the " + to + " took over in time.";
          case "QUALITY" ->
              "The " + other + " was bad (" + fault(entry) + "); the " + to + " took over.";
          case "OPERATOR" -> "An operator put the " + to + " on air.";
          case "REVERT" -> "The " + to + " was clean again and went back on air.";
          case "RETURN" -> "The signal returned on the " + to + ".";
          default -> "The " + to + " took over.";
        };
    return entry.gapMs() == 0 ? why : why + " The picture stood for " + entry.gapMs() + " ms.";
  }

  private static String fault(SwitchEntry entry) {
    String fault = entry.fault();
    return fault == null ? "" : fault.toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static String name(Leg leg) {
    return leg.name().toLowerCase(Locale.ROOT);
  }
}
