package live.understudy.e2e;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;

/**
 * Opens a listening socket and becomes another program, which inherits it. Java itself never hands
 * a descriptor to a child.
 */
final class SocketHolder {

  private static final int AF_INET = 2;
  private static final int SOCK_STREAM = 1;
  private static final int SOL_SOCKET = 1;
  private static final int SO_REUSEADDR = 2;
  private static final int ADDRESS_BYTES = 16;
  private static final int BACKLOG = 128;

  private SocketHolder() {}

  /**
   * Arguments: the port on 127.0.0.1, the program's path, its arguments, with {fd} for the socket.
   */
  public static void main(String[] arguments) throws Throwable {
    try (Arena arena = Arena.ofConfined()) {
      int socket =
          (int)
              function("socket", JAVA_INT, JAVA_INT, JAVA_INT).invokeExact(AF_INET, SOCK_STREAM, 0);
      MemorySegment one = arena.allocateFrom(JAVA_INT, 1);
      require(
          (int)
              function("setsockopt", JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT)
                  .invokeExact(socket, SOL_SOCKET, SO_REUSEADDR, one, (int) JAVA_INT.byteSize()));
      MemorySegment address = arena.allocate(ADDRESS_BYTES);
      address.set(ValueLayout.JAVA_SHORT, 0, (short) AF_INET);
      ByteBuffer bigEndian = address.asByteBuffer();
      bigEndian.putShort(2, (short) Integer.parseInt(arguments[0])).putInt(4, 0x7F000001);
      require(
          (int)
              function("bind", JAVA_INT, ADDRESS, JAVA_INT)
                  .invokeExact(socket, address, ADDRESS_BYTES));
      require((int) function("listen", JAVA_INT, JAVA_INT).invokeExact(socket, BACKLOG));
      MemorySegment list = arena.allocate(ADDRESS, arguments.length);
      for (int i = 1; i < arguments.length; i++) {
        list.setAtIndex(
            ADDRESS,
            i - 1,
            arena.allocateFrom(arguments[i].replace("{fd}", Integer.toString(socket))));
      }
      list.setAtIndex(ADDRESS, arguments.length - 1, MemorySegment.NULL);
      require(
          (int)
              function("execv", ADDRESS, ADDRESS)
                  .invokeExact(arena.allocateFrom(arguments[1]), list));
    }
  }

  private static MethodHandle function(String name, ValueLayout... parameters) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow(name), FunctionDescriptor.of(JAVA_INT, parameters));
  }

  private static void require(int result) {
    if (result < 0) {
      throw new IllegalStateException("a system call failed");
    }
  }
}
