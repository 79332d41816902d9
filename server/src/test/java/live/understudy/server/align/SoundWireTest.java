package live.understudy.server.align;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import live.understudy.failover.align.CodedSound;
import live.understudy.failover.align.SoundAnswer;
import live.understudy.failover.align.SoundWindow;
import live.understudy.media.AccessUnit;
import live.understudy.media.AudioConfig;
import live.understudy.media.ByteSlice;
import live.understudy.media.TrackType;
import org.junit.jupiter.api.Test;

/** Both directions: what is written is read, and nothing else is taken for it. */
class SoundWireTest {

  static CodedSound sound(int units, int bytes) {
    AudioConfig config =
        new AudioConfig("mp4a", ByteSlice.of(new byte[] {0x11, (byte) 0x90}), "", 48_000, 2, 1024);
    List<AccessUnit> list = new ArrayList<>();
    for (int i = 0; i < units; i++) {
      byte[] data = new byte[bytes];
      new Random(i).nextBytes(data);
      list.add(new AccessUnit(TrackType.AUDIO, 1024L * i - 500, 0, true, ByteSlice.of(data), 0, 0));
    }
    return new CodedSound(0, config, list);
  }

  static SoundWindow window() {
    return new SoundWindow(sound(3, 20), sound(2, 10), -123_456_789L);
  }

  private static byte[] request(SoundWire.Request request) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    SoundWire.writeRequest(request, new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  private static byte[] reply(SoundWire.Reply reply) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    SoundWire.writeReply(reply, new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  private static DataInputStream in(byte[] bytes) {
    return new DataInputStream(new ByteArrayInputStream(bytes));
  }

  @Test
  void request_writtenAndRead_isTheSame() throws IOException {
    SoundWire.Request sent = new SoundWire.Request(77, window());
    DataInputStream in = in(request(sent));
    assertEquals(sent, SoundWire.readRequest(in));
    assertNull(SoundWire.readRequest(in), "a clean end");
  }

  @Test
  void reply_everyAnswer_isTheSame() throws IOException {
    List<SoundAnswer> answers = new ArrayList<>();
    answers.add(new SoundAnswer.Match(-5_000_000_123L, 0.75, 3_600_000_000_000L));
    for (SoundAnswer.Reason reason : SoundAnswer.Reason.values()) {
      answers.add(new SoundAnswer.Refusal(reason));
    }
    for (SoundAnswer answer : answers) {
      SoundWire.Reply sent = new SoundWire.Reply(5, answer, 1_000);
      assertEquals(sent, SoundWire.readReply(in(reply(sent))));
    }
  }

  @Test
  void request_everyTruncation_refused() throws IOException {
    byte[] whole = request(new SoundWire.Request(1, window()));
    for (int length = 1; length < whole.length; length++) {
      byte[] part = Arrays.copyOf(whole, length);
      assertThrows(IOException.class, () -> SoundWire.readRequest(in(part)), "length " + length);
    }
  }

  @Test
  void reply_everyTruncation_refused() throws IOException {
    byte[] whole = reply(new SoundWire.Reply(1, new SoundAnswer.Match(1, 0.5, 2), 3));
    for (int length = 0; length < whole.length; length++) {
      byte[] part = Arrays.copyOf(whole, length);
      assertThrows(IOException.class, () -> SoundWire.readReply(in(part)), "length " + length);
    }
    assertThrows(EOFException.class, () -> SoundWire.readReply(in(new byte[0])));
  }

  @Test
  void read_everyByteChanged_aValueOrAnIoException() throws IOException {
    byte[] asked = request(new SoundWire.Request(1, window()));
    byte[] told = reply(new SoundWire.Reply(1, new SoundAnswer.Match(1, 0.5, 2), 3));
    int refused = 0;
    for (int at = 0; at < asked.length; at++) {
      for (int flip : new int[] {0x01, 0x80, 0xFF}) {
        byte[] broken = asked.clone();
        broken[at] ^= (byte) flip;
        refused += isRefused(() -> assertNotNull(SoundWire.readRequest(in(broken)))) ? 1 : 0;
      }
    }
    for (int at = 0; at < told.length; at++) {
      byte[] broken = told.clone();
      broken[at] ^= (byte) 0xFF;
      refused += isRefused(() -> assertNotNull(SoundWire.readReply(in(broken)))) ? 1 : 0;
    }
    assertTrue(refused > 50, refused + " were refused");
  }

  private interface Reading {
    void read() throws IOException;
  }

  private static boolean isRefused(Reading reading) {
    try {
      reading.read();
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  @Test
  void read_garbage_refused() {
    byte[] garbage = new byte[4096];
    new Random(1).nextBytes(garbage);
    assertThrows(IOException.class, () -> SoundWire.readRequest(in(garbage)));
    assertThrows(IOException.class, () -> SoundWire.readReply(in(garbage)));
  }

  @Test
  void readReply_longerThanAnyAnswer_refusedBeforeItIsRead() throws IOException {
    byte[] huge = reply(new SoundWire.Reply(1, new SoundAnswer.Match(1, 0.5, 2), 3));
    Arrays.fill(huge, 6, 10, (byte) 0x7F);
    DataInputStream in = in(huge);
    assertThrows(IOException.class, () -> SoundWire.readReply(in));
    assertTrue(in.available() > 0, "the body was not read");
  }

  @Test
  void writeRequest_moreThanAFrame_refused() {
    SoundWindow large = new SoundWindow(sound(9, 1 << 20), sound(1, 1), 0);
    SoundWindow many = new SoundWindow(sound(SoundWire.MAX_UNITS + 1, 1), sound(1, 1), 0);
    assertThrows(IOException.class, () -> request(new SoundWire.Request(1, large)));
    assertThrows(IOException.class, () -> request(new SoundWire.Request(1, many)));
  }

  @Test
  void units_afterTheWire_haveTheirBytesAndTimes() throws IOException {
    SoundWire.Request read = SoundWire.readRequest(in(request(new SoundWire.Request(1, window()))));
    assertNotNull(read);
    AccessUnit unit = read.window().primary().units().get(1);
    assertEquals(524, unit.pts());
    byte[] wanted = new byte[20];
    new Random(1).nextBytes(wanted);
    assertArrayEquals(wanted, unit.data().toArray());
  }
}
