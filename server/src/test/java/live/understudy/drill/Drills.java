package live.understudy.drill;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import live.understudy.drill.Drill.Act;
import live.understudy.drill.Drill.Line;
import live.understudy.drill.Drill.Setup;
import live.understudy.drill.DrillCase.Encodes;
import live.understudy.media.Leg;

/** All drills, in the order in which they are run. */
final class Drills {
  private static final Set<Encodes> BOTH = Set.of(Encodes.values());
  private static final Set<Encodes> UNLIKE = Set.of(Encodes.UNLIKE);
  private static final Duration SUSPENDED = Duration.ofSeconds(6);
  private static final Duration SHORT = Duration.ofSeconds(10);
  private static final Duration MINUTE = Duration.ofSeconds(60);
  private static final Duration FLAP = Duration.ofSeconds(2);
  private static final int FLAPS = 30;
  private static final int OPERATOR_SWITCHES = 10;
  private static final Duration OPERATOR_PAUSE = Duration.ofSeconds(1);
  private static final Duration RETURN_AFTER = Duration.ofSeconds(3);

  private Drills() {}

  static final List<Drill> ALL =
      List.of(
          usual("none", "Nothing goes wrong: what the machine alone costs.", true, Drills::none),
          usual("kill", "`kill -9` of the primary's sender.", true, s -> s.kill(Leg.PRIMARY)),
          usual("stop", "`kill -STOP`; `kill -CONT` 6 s later.", true, Drills::suspend),
          new Drill(
              "vanish",
              "All packets of the primary vanish, without FIN or RST.",
              Promise.ONE_LEG,
              BOTH,
              true,
              Setup.line(Line.VANISHING),
              scene -> scene.fault(scene::vanish)),
          new Drill(
              "slow-link",
              "The primary's link carries half of its bitrate.",
              Promise.ONE_LEG,
              BOTH,
              false,
              Setup.line(Line.THROTTLED),
              scene -> scene.fault(scene::throttle)),
          usual(
              "no-audio",
              "The primary sends no more sound.",
              true,
              s -> s.fault(s.tap(Leg.PRIMARY)::loseAudio)),
          usual(
              "no-video",
              "The primary sends no more pictures.",
              true,
              s -> s.fault(s.tap(Leg.PRIMARY)::loseVideo)),
          new Drill(
              "frozen",
              "The primary's picture stands; sound and timestamps go on.",
              Promise.ONE_LEG,
              UNLIKE,
              false,
              Setup.USUAL,
              scene -> scene.fault(scene::freeze)),
          usual(
              "slow-encoder",
              "The primary makes 0.8 s of media in a second.",
              false,
              s -> s.fault(() -> s.tap(Leg.PRIMARY).slowDown(0.8))),
          other(
              "resolution", true, "Backup with twice the size.", Setup.backup(2, "-s", "648x360")),
          other("sample-rate", false, "Backup with 44.1 kHz.", Setup.backup(2, "-ar", "44100")),
          new Drill(
              "long-gop",
              "Backup with 8 s between keyframes; the primary is killed.",
              Promise.ONE_LEG,
              UNLIKE,
              false,
              Setup.backup(8),
              scene -> scene.kill(Leg.PRIMARY)),
          skewed(
              "behind",
              Promise.FAR_BEHIND,
              "Backup 3 s behind; the primary is killed.",
              Setup.delays(0, 3000)),
          skewed(
              "ahead",
              Promise.ONE_LEG,
              "Backup 3 s ahead; the primary is killed.",
              Setup.delays(3000, 0)),
          gone("both-10", "Both are killed; they return after 10 s.", true, s -> both(s, SHORT)),
          gone("both-60", "Both are killed; they return after 60 s.", false, s -> both(s, MINUTE)),
          usual(
              "flapping",
              "The primary dies or returns every 2 s, for a minute.",
              false,
              Drills::flap),
          usual(
              "return",
              "The primary is killed, returns 3 s later; then the backup is killed.",
              false,
              Drills::comeBack),
          usual(
              "operator", "An operator switches ten times, once a second.", true, Drills::operate),
          usual(
              "two-encoders",
              "A second encoder takes the primary's key, the first one takes it back.",
              false,
              Drills::takeOver));

  private static Drill usual(String id, String text, boolean quick, Act act) {
    return new Drill(id, text, Promise.ONE_LEG, BOTH, quick, Setup.USUAL, act);
  }

  private static Drill other(String id, boolean quick, String text, Setup setup) {
    String whole = text.replaceFirst("\\.$", "; the primary is killed.");
    Act kill = scene -> scene.kill(Leg.PRIMARY);
    return new Drill(id, whole, Promise.OTHER_CONFIGURATION, UNLIKE, quick, setup, kill);
  }

  private static Drill skewed(String id, Promise promise, String text, Setup setup) {
    Act kill = scene -> scene.kill(Leg.PRIMARY);
    return new Drill(id, text, promise, BOTH, false, setup, kill);
  }

  private static Drill gone(String id, String text, boolean quick, Act act) {
    return new Drill(id, text, Promise.BOTH_LEGS, BOTH, quick, Setup.USUAL, act);
  }

  private static void none(Scene scene) throws Exception {
    scene.fault(() -> {});
    scene.passTime(SHORT);
  }

  private static void suspend(Scene scene) throws Exception {
    scene.fault(scene.sender(Leg.PRIMARY)::suspend);
    scene.passTime(SUSPENDED);
    scene.sender(Leg.PRIMARY).resume();
  }

  private static void both(Scene scene, Duration gone) throws Exception {
    scene.fault(() -> {
      scene.sender(Leg.PRIMARY).kill();
      scene.sender(Leg.BACKUP).kill();
    });
    scene.passTime(gone);
    scene.send(Leg.PRIMARY);
    scene.send(Leg.BACKUP);
    scene.awaitOnAir();
  }

  private static void flap(Scene scene) throws Exception {
    scene.kill(Leg.PRIMARY);
    for (int i = 1; i < FLAPS; i++) {
      scene.passTime(FLAP);
      if (i % 2 == 1) {
        scene.send(Leg.PRIMARY);
      } else {
        scene.sender(Leg.PRIMARY).kill();
      }
    }
  }

  private static void comeBack(Scene scene) throws Exception {
    scene.kill(Leg.PRIMARY);
    scene.passTime(RETURN_AFTER);
    scene.send(Leg.PRIMARY);
    scene.awaitReceiving(Leg.PRIMARY);
    scene.passTime(SHORT);
    scene.sender(Leg.BACKUP).kill();
  }

  private static void operate(Scene scene) throws Exception {
    scene.fault(() -> {});
    for (int i = 0; i < OPERATOR_SWITCHES; i++) {
      scene.operatorSwitch(i % 2 == 0 ? Leg.BACKUP : Leg.PRIMARY);
      scene.passTime(OPERATOR_PAUSE);
    }
  }

  private static void takeOver(Scene scene) throws Exception {
    scene.fault(() -> scene.send(Leg.PRIMARY));
    scene.awaitReceiving(Leg.PRIMARY);
    scene.passTime(RETURN_AFTER);
    scene.send(Leg.PRIMARY);
  }
}
