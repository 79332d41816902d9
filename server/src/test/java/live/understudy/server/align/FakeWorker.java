package live.understudy.server.align;

import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Children that misbehave; the first argument says how. */
final class FakeWorker {
  private FakeWorker() {}

  public static void main(String[] args) throws IOException {
    switch (args[0]) {
      case "hang" -> hang();
      case "die" -> Runtime.getRuntime().halt(7);
      case "garbage" -> {
        SoundWire.readRequest(new DataInputStream(System.in));
        System.out.write(new byte[1 << 16]);
        System.out.flush();
        hang();
      }
      case "chatter" -> {
        for (int i = 0; i < 100_000; i++) {
          System.err.println("chatter ".repeat(100));
        }
        Runtime.getRuntime().halt(1);
      }
      case "hog" -> hog();
      default -> throw new IllegalArgumentException(args[0]);
    }
  }

  private static void hang() {
    while (true) {
      LockSupport.park();
    }
  }

  /** Takes memory outside of the heap, as native code does, until there is none. */
  private static void hog() {
    List<java.lang.foreign.MemorySegment> held = new ArrayList<>();
    while (true) {
      java.lang.foreign.MemorySegment next = java.lang.foreign.Arena.global().allocate(8 << 20);
      next.fill((byte) 1);
      held.add(next);
      if (held.size() > 100) {
        throw new IllegalStateException("nothing stopped me");
      }
    }
  }
}
