package live.understudy.server.align;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import live.understudy.failover.align.CodedSound;
import live.understudy.failover.align.SoundAnswer;
import live.understudy.failover.align.SoundWindow;
import live.understudy.media.AccessUnit;
import live.understudy.media.AudioConfig;
import live.understudy.media.ByteSlice;
import live.understudy.media.TrackType;
import org.jspecify.annotations.Nullable;

/**
 * What the server and its child say to each other: frames of {@code magic u32, version u16, length
 * u32, body}, big-endian. Neither side trusts the other's lengths.
 */
public final class SoundWire {

  private static final int MAGIC = 0x55534e44;
  private static final int VERSION = 1;

  /** A frame at most; 12 s of two legs at 512 kbit/s are a fifth of it. */
  static final int MAX_BODY_BYTES = 8 << 20;

  static final int MAX_UNITS = 8192;
  static final int MAX_CONFIG_BYTES = 4096;
  private static final int MAX_UNIT_BYTES = 1 << 20;
  private static final int ANSWER_BYTES = 64;

  private static final int MATCH = 0;

  /**
   * One comparison that is wanted.
   *
   * @param id comes back with the answer
   */
  public record Request(long id, SoundWindow window) {}

  /**
   * What the child says.
   *
   * @param id of the request
   * @param cpuNs processor time that it took, nanoseconds
   */
  public record Reply(long id, SoundAnswer answer, long cpuNs) {}

  private SoundWire() {}

  /** Throws {@link IOException} when the window is larger than any that can be told. */
  static void writeRequest(Request request, DataOutputStream out) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream body = new DataOutputStream(bytes);
    body.writeLong(request.id());
    body.writeLong(request.window().expectedNs());
    writeSound(request.window().primary(), body);
    writeSound(request.window().backup(), body);
    writeFrame(bytes, MAX_BODY_BYTES, out);
  }

  private static void writeSound(CodedSound sound, DataOutputStream body) throws IOException {
    AudioConfig config = sound.config();
    body.writeUTF(config.fourCc());
    body.writeInt(config.sampleRate());
    body.writeInt(config.channels());
    body.writeInt(config.samplesPerFrame());
    writeBytes(config.decoderConfig(), body);
    body.writeInt(limited(sound.units().size(), MAX_UNITS));
    for (AccessUnit unit : sound.units()) {
      body.writeLong(unit.pts());
      writeBytes(unit.data().bytes(), body);
    }
  }

  private static void writeBytes(ByteSlice bytes, DataOutputStream body) throws IOException {
    body.writeInt(bytes.length());
    body.write(bytes.array(), bytes.offset(), bytes.length());
  }

  /** The next request; null where the stream ends before it. */
  public static @Nullable Request readRequest(DataInputStream in) throws IOException {
    DataInputStream body = readFrame(in, MAX_BODY_BYTES);
    if (body == null) {
      return null;
    }
    long id = body.readLong();
    long expectedNs = body.readLong();
    CodedSound primary = readSound(body);
    CodedSound backup = readSound(body);
    requireEnd(body);
    return new Request(id, new SoundWindow(primary, backup, expectedNs));
  }

  private static CodedSound readSound(DataInputStream body) throws IOException {
    String fourCc = body.readUTF();
    int sampleRate = body.readInt();
    int channels = body.readInt();
    int samplesPerFrame = body.readInt();
    if (sampleRate <= 0 || samplesPerFrame <= 0) {
      throw new IOException("sound without a rate");
    }
    ByteSlice decoderConfig = readBytes(body, MAX_CONFIG_BYTES);
    AudioConfig config =
        new AudioConfig(fourCc, decoderConfig, "", sampleRate, channels, samplesPerFrame);
    int count = limited(body.readInt(), MAX_UNITS);
    List<AccessUnit> units = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      long pts = body.readLong();
      ByteSlice data = readBytes(body, MAX_UNIT_BYTES);
      units.add(new AccessUnit(TrackType.AUDIO, pts, 0, true, data, 0, 0));
    }
    return new CodedSound(0, config, units);
  }

  private static ByteSlice readBytes(DataInputStream body, int max) throws IOException {
    byte[] bytes = new byte[limited(body.readInt(), Math.min(max, body.available()))];
    body.readFully(bytes);
    return ByteSlice.of(bytes);
  }

  /** Tells the answer. */
  public static void writeReply(Reply reply, DataOutputStream out) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream body = new DataOutputStream(bytes);
    body.writeLong(reply.id());
    body.writeLong(reply.cpuNs());
    switch (reply.answer()) {
      case SoundAnswer.Match match -> {
        body.writeByte(MATCH);
        body.writeLong(match.primaryMinusBackupNs());
        body.writeDouble(match.confidence());
        body.writeLong(match.atPrimaryNs());
      }
      case SoundAnswer.Refusal refusal -> body.writeByte(1 + refusal.reason().ordinal());
    }
    writeFrame(bytes, ANSWER_BYTES, out);
  }

  /** The next reply; throws {@link IOException} when there is none, or none that makes sense. */
  static Reply readReply(DataInputStream in) throws IOException {
    DataInputStream body = readFrame(in, ANSWER_BYTES);
    if (body == null) {
      throw new EOFException("ended without an answer");
    }
    long id = body.readLong();
    long cpuNs = body.readLong();
    int kind = body.readUnsignedByte();
    SoundAnswer.Reason[] reasons = SoundAnswer.Reason.values();
    if (kind > reasons.length) {
      throw new IOException("no such answer: " + kind);
    }
    SoundAnswer answer =
        kind == MATCH ? readMatch(body) : new SoundAnswer.Refusal(reasons[kind - 1]);
    requireEnd(body);
    return new Reply(id, answer, cpuNs);
  }

  private static SoundAnswer readMatch(DataInputStream body) throws IOException {
    long offsetNs = body.readLong();
    double confidence = body.readDouble();
    if (!(confidence >= 0 && confidence <= 1)) {
      throw new IOException("no such confidence: " + confidence);
    }
    return new SoundAnswer.Match(offsetNs, confidence, body.readLong());
  }

  private static void writeFrame(ByteArrayOutputStream body, int max, DataOutputStream out)
      throws IOException {
    int length = limited(body.size(), max);
    out.writeInt(MAGIC);
    out.writeShort(VERSION);
    out.writeInt(length);
    body.writeTo(out);
    out.flush();
  }

  private static @Nullable DataInputStream readFrame(DataInputStream in, int max)
      throws IOException {
    int first = in.read();
    if (first < 0) {
      return null;
    }
    int magic = first << 24 | in.readUnsignedByte() << 16 | in.readUnsignedShort();
    if (magic != MAGIC || in.readUnsignedShort() != VERSION) {
      throw new IOException("not a frame of this version");
    }
    byte[] body = new byte[limited(in.readInt(), max)];
    in.readFully(body);
    return new DataInputStream(new ByteArrayInputStream(body));
  }

  private static int limited(int count, int max) throws IOException {
    if (count < 0 || count > max) {
      throw new IOException(count + " where at most " + max + " are allowed");
    }
    return count;
  }

  private static void requireEnd(DataInputStream body) throws IOException {
    if (body.read() >= 0) {
      throw new IOException("more than a frame says");
    }
  }
}
