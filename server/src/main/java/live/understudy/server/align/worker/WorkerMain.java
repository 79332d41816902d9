package live.understudy.server.align.worker;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import live.understudy.failover.align.Sound;
import live.understudy.failover.align.SoundAnswer;
import live.understudy.failover.align.SoundComparison;
import live.understudy.failover.align.SoundWindow;
import live.understudy.server.align.SoundWire;

/**
 * Answers the questions on standard input, one after the other, until it ends. What it can't read
 * ends it too: the one who asks is the server, and it starts another one.
 */
public final class WorkerMain {

  /** The server waits for an answer before it asks again. */
  private static final int MAX_WAITING = 1;

  private WorkerMain() {}

  /** Takes no arguments. */
  public static void main(String[] args) {
    BlockingQueue<SoundWire.Request> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
    Thread.ofPlatform().name("compare").daemon().start(() -> compareAll(waiting));
    DataInputStream in = new DataInputStream(new BufferedInputStream(System.in));
    try {
      SoundWire.Request request = SoundWire.readRequest(in);
      while (request != null) {
        waiting.put(request);
        request = SoundWire.readRequest(in);
      }
    } catch (IOException e) {
      System.err.println("bad question: " + e.getMessage());
      Runtime.getRuntime().halt(2);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    // The server is gone, or wants no more: also where native code is still busy.
    Runtime.getRuntime().halt(0);
  }

  private static void compareAll(BlockingQueue<SoundWire.Request> waiting) {
    DataOutputStream out = new DataOutputStream(new BufferedOutputStream(System.out));
    try {
      while (true) {
        SoundWire.Request request = waiting.take();
        long beganNs = processorNs();
        SoundAnswer answer = compare(request.window());
        SoundWire.writeReply(
            new SoundWire.Reply(request.id(), answer, processorNs() - beganNs), out);
      }
    } catch (IOException | InterruptedException | RuntimeException | Error e) {
      System.err.println("comparing ended: " + e);
      Runtime.getRuntime().halt(3);
    }
  }

  /** Of all threads: compiling is part of the price. */
  private static long processorNs() {
    return ProcessHandle.current()
        .info()
        .totalCpuDuration()
        .map(java.time.Duration::toNanos)
        .orElse(0L);
  }

  private static SoundAnswer compare(SoundWindow window) {
    try {
      Sound primary = SoundDecoder.decode(window.primary());
      Sound backup = SoundDecoder.decode(window.backup());
      return SoundComparison.compare(primary, backup, window.expectedNs());
    } catch (UndecodableException e) {
      System.err.println("undecodable: " + e.getMessage());
      return new SoundAnswer.Refusal(SoundAnswer.Reason.UNDECODABLE);
    }
  }
}
