// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.lifecycle;

import io.netty.channel.unix.UnixChannel;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.nettyuring.abi.LinuxConstants;
import org.nettyuring.abi.SocketConstants;
import org.nettyuring.loop.IoUringIoOps.Preparation;
import org.nettyuring.loop.OperationKind;
import org.nettyuring.loop.OperationLimits;
import org.nettyuring.loop.RingFuture;
import org.nettyuring.loop.RingOperation;
import org.nettyuring.loop.RingOperations;
import org.nettyuring.memory.NativeRegion;
import org.nettyuring.sys.ErrnoException;
import org.nettyuring.sys.Syscalls;
import org.nettyuring.testsuite.kernel.FakeKernel;

/** Explicit operations of one caller on a scene's loop, and what they are applied to. */
final class OperationScene {
    private static final int MEMORY_BYTES = 32 * 1024;
    /** What every operation that transfers bytes may use. */
    private static final int COMMON_BYTES = 1024;
    private static final int ALIGNMENT = 64;
    private static final int MSGHDR_SIZE = 56;
    private static final int MSG_IOV = 16;
    static final int POLLIN = 1;

    final Scene scene;
    final Syscalls kernel;
    final RingOperations operations;
    final List<RingFuture> futures = new ArrayList<>();
    final SceneFiles files;
    /** The device of files answers nothing until it is woken; of the fake kernel only. */
    private final boolean held;
    private final NativeRegion memory;
    /** Bytes of the memory that are given away. */
    private int used = COMMON_BYTES;
    /** Each is closed once. */
    private final List<Integer> fds = new ArrayList<>();
    /** Not ready. */
    final int eventfd;
    /** Never ready. */
    private final int never;
    RingOperations caller;
    /** The file of {@link OperationRow.On#FILE}; -1 before. */
    private int file = -1;
    /** Lets what waits in the kernel complete. */
    Runnable wake = this::ring;
    private int submitted;
    private int released;

    OperationScene(Scene scene, boolean held) {
        this.scene = scene;
        this.held = held;
        kernel = scene.syscalls();
        files = new SceneFiles(kernel);
        if (kernel instanceof FakeKernel fake) {
            fake.validator().allowBadDescriptors().allowConcurrentSends();
        }
        memory = allocate();
        eventfd = own(kernel.eventfd(0, 0));
        never = own(kernel.eventfd(0, 0));
        operations = RingOperations.of(scene.loop());
    }

    private NativeRegion allocate() {
        try {
            return kernel.allocate(MEMORY_BYTES, "a scene's memory");
        } catch (ErrnoException e) {
            throw new AssertionError(e);
        }
    }

    int own(int fd) {
        fds.add(fd);
        return fd;
    }

    void close(Integer fd) {
        if (fds.remove(fd)) {
            kernel.close(fd);
        }
    }

    /** {@return memory that operations share: at least 1000 bytes} */
    long address() {
        return memory.address();
    }

    /** {@return memory of one operation's own, zeroed} */
    long room(int bytes) {
        int at = used;
        used += (bytes + ALIGNMENT - 1) & -ALIGNMENT;
        if (used > MEMORY_BYTES) {
            throw new AssertionError("more than " + MEMORY_BYTES + " bytes");
        }
        return memory.address() + at;
    }

    private int offset(long address) {
        return (int) (address - memory.address());
    }

    void putLong(long address, long value) {
        memory.buffer().putLong(offset(address), value);
    }

    int getInt(long address) {
        return memory.buffer().getInt(offset(address));
    }

    /** {@return the text with a zero} */
    long text(String text) {
        byte[] bytes = (text + "\0").getBytes(StandardCharsets.UTF_8);
        long at = room(bytes.length);
        memory.buffer().put(offset(at), bytes);
        return at;
    }

    /** {@return a {@code struct iovec}} */
    long iovec(long address, int bytes) {
        long at = room(2 * Long.BYTES);
        putLong(at, address);
        putLong(at + Long.BYTES, bytes);
        return at;
    }

    /** {@return a {@code struct msghdr} with one piece of memory} */
    long message(int bytes) {
        long iovec = iovec(room(bytes), bytes);
        long at = room(MSGHDR_SIZE);
        putLong(at + MSG_IOV, iovec);
        putLong(at + MSG_IOV + Long.BYTES, 1);
        return at;
    }

    /** {@return a {@code struct sockaddr_in}} */
    long sockaddr(InetSocketAddress address) {
        long at = room(ALIGNMENT);
        ByteBuffer buffer = memory.buffer();
        buffer.putShort(offset(at), (short) SocketConstants.AF_INET);
        buffer.put(offset(at) + 2, (byte) (address.getPort() >> 8));
        buffer.put(offset(at) + 3, (byte) address.getPort());
        buffer.put(offset(at) + 4, address.getAddress().getAddress());
        return at;
    }

    /** {@return a file that is open for reading and writing, this scene's to close} */
    int file() {
        file = own(files.open(text(files.put("file"))));
        return file;
    }

    /** The file means another one from now on: its number is nobody else's to get. */
    void closeFile() {
        if (kernel instanceof FakeKernel) {
            close(file);
        } else {
            int nothing = kernel.open(text("/dev/null"), LinuxConstants.O_RDWR | LinuxConstants.O_CLOEXEC, 0);
            kernel.dup3(nothing, file, LinuxConstants.O_CLOEXEC);
            kernel.close(nothing);
        }
    }

    /** {@return both ends of a pipe that blocks, this scene's to close} */
    int[] pipe() {
        long fds = room(2 * Integer.BYTES);
        if (kernel.pipe2(fds, LinuxConstants.O_CLOEXEC) != 0) {
            throw new AssertionError("no pipe");
        }
        return new int[] {own(getInt(fds)), own(getInt(fds + Integer.BYTES))};
    }

    /** {@return where to read from what comes when this is woken} */
    int pipeThatWakes() {
        int[] ends = pipe();
        wake = () -> kernel.write(ends[1], address(), 1);
        return ends[0];
    }

    List<RingFuture> submit(RingOperation operation) {
        return List.of(caller.submit(operation));
    }

    /** {@return the same; descriptors that they make are closed} */
    List<RingFuture> closing(List<RingFuture> made) {
        made.get(0).addListener(done -> {
            if (done.isSuccess()) {
                kernel.close((Integer) done.getNow());
            }
        });
        return made;
    }

    /** {@return whether the kernel keeps it until something happens} */
    boolean keeps(OperationRow row) {
        return row.waits || held && row.isOfADevice();
    }

    /** Its operations are submitted, and no enter has come. */
    void holdDevice(OperationRow row) {
        if (held && row.isOfADevice()) {
            files.hold(true);
            wake = () -> files.hold(false);
        }
    }

    int channelFd() {
        return ((UnixChannel) scene.channel).fd().intValue();
    }

    /** Makes the eventfd ready. */
    private void ring() {
        long counter = room(Long.BYTES);
        putLong(counter, 1);
        kernel.write(eventfd, counter, Long.BYTES);
    }

    RingOperation counted(RingOperation operation) {
        submitted++;
        return operation.release(() -> released++);
    }

    RingOperation of(OperationKind kind, Preparation preparation) {
        return counted(RingOperation.of(kind, "a scene", preparation));
    }

    RingOperation nop() {
        return of(OperationKind.NOP, sqe -> sqe.prepNop());
    }

    RingOperation read() {
        return of(OperationKind.READ, sqe -> sqe.prepRead(eventfd, address(), Long.BYTES, -1));
    }

    RingOperation poll(int fd) {
        return of(OperationKind.POLL_ADD, sqe -> sqe.prepPollAdd(fd, POLLIN));
    }

    /** A caller that may have so many operations under way, and goes with the channel, if there is one. */
    void newCaller(int limit) {
        caller = operations.newCaller(OperationLimits.ofLoop().inFlight(limit));
        RingOperations made = caller;
        if (scene.channel != null) {
            scene.channel.closeFuture().addListener(closed -> made.close());
        }
    }

    /** Takes the caller's room away. */
    void block() {
        futures.add(caller.submit(poll(never)));
    }

    void awaitAll() {
        scene.await("all futures", () -> futures.stream().allMatch(RingFuture::isDone));
    }

    /** Ends what an ending may leave, and checks that nothing is left. */
    void finish(boolean mayFail) {
        if (scene.loop().isShuttingDown()) {
            scene.await("end of the loop", () -> scene.loop().isTerminated());
        } else {
            caller.close();
        }
        awaitAll();
        for (RingFuture future : futures) {
            Throwable cause = future.cause();
            boolean ordinary = cause == null || future.isCancelled() || cause instanceof RejectedExecutionException
                    || cause instanceof UnsupportedOperationException && !(kernel instanceof FakeKernel)
                    || mayFail && cause instanceof ErrnoException;
            if (!ordinary) {
                throw new AssertionError("failed: " + future, cause);
            }
        }
        if (released != submitted) {
            throw new AssertionError("released " + released + " of " + submitted);
        }
        if (scene.channel != null) {
            if (scene.loop().isTerminated()) {
                scene.channel.unsafe().closeForcibly();
            } else {
                scene.await("channel closed", scene.channel.close()::isDone);
                scene.await("unregistered", () -> !scene.channel.isRegistered());
            }
        }
        for (int fd : List.copyOf(fds)) {
            close(fd);
        }
        files.close();
        memory.close();
        scene.story.kept.release();
        scene.close();
    }

    @Override
    public String toString() {
        return futures + ", released " + released + " of " + submitted + "\n" + scene;
    }
}
