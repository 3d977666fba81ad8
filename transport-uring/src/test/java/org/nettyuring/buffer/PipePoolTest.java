// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.buffer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.DefaultFileRegion;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.BiPredicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nettyuring.abi.Errno;
import org.nettyuring.abi.LinuxConstants;
import org.nettyuring.memory.NativeRegion;
import org.nettyuring.metrics.LoopCounters;
import org.nettyuring.sys.NativeSyscalls;
import org.nettyuring.sys.Syscalls;

/** Pipes of the real kernel. */
class PipePoolTest {
    private static final int LENGTH = 1_300_000;

    private final Syscalls syscalls = NativeSyscalls.get();
    private final LoopCounters counters = new LoopCounters();
    private final byte[] content = new byte[LENGTH];
    private PipePool pool = new PipePool(syscalls, counters);

    @TempDir
    private Path directory;

    @BeforeAll
    static void closeASocket() throws IOException {
        SocketChannel.open().close(); // the JDK keeps a socket from the first close to the end of the process
    }

    @AfterEach
    void close() {
        pool.close();
        assertEquals(0, counters.pipesInUse);
    }

    private File file() throws IOException {
        new Random(5).nextBytes(content);
        return Files.write(directory.resolve("content"), content).toFile();
    }

    /** This kernel, with one call failing. */
    private Syscalls without(String call, int result) {
        return without((method, arguments) -> method.equals(call), result);
    }

    private Syscalls without(BiPredicate<String, Object[]> call, int result) {
        return (Syscalls) Proxy.newProxyInstance(Syscalls.class.getClassLoader(), new Class<?>[] {Syscalls.class},
                (proxy, method, arguments) ->
                        call.test(method.getName(), arguments) ? result : method.invoke(syscalls, arguments));
    }

    private byte[] passThroughPipe(FilePipe pipe, DefaultFileRegion region) throws IOException {
        ByteArrayOutputStream passed = new ByteArrayOutputStream();
        try (NativeRegion memory = syscalls.allocate(FilePipe.CAPACITY, "test")) {
            while (region.transferred() < region.count()) {
                int filled = pipe.fill(region);
                assertEquals(region.transferred(), passed.size() + filled);
                while (pipe.bytes() > 0) {
                    byte[] part = new byte[pipe.read(memory.address(), 100_000)];
                    memory.buffer().get(0, part);
                    passed.writeBytes(part);
                }
            }
        }
        region.release();
        return passed.toByteArray();
    }

    @Test
    void shouldTakeAFilesPagesWithSendfile() throws IOException {
        FilePipe pipe = pool.take();
        assertInstanceOf(SendfileDoor.class, pool.door(pipe));
        byte[] passed = passThroughPipe(pipe, new DefaultFileRegion(file(), 1, LENGTH - 2));
        assertArrayEquals(Arrays.copyOfRange(content, 1, LENGTH - 1), passed);
        pool.giveBack(pipe);
    }

    @Test
    void shouldCopyWhereTheJdksDescriptorIsNotFound() throws IOException {
        pool = new PipePool(without("getsockname", -Errno.EACCES), counters);
        FilePipe pipe = pool.take();
        assertInstanceOf(CopyingPipeDoor.class, pool.door(pipe));
        byte[] passed = passThroughPipe(pipe, new DefaultFileRegion(file(), 1, LENGTH - 2));
        assertArrayEquals(Arrays.copyOfRange(content, 1, LENGTH - 1), passed);
        pool.giveBack(pipe);
    }

    @Test
    void shouldLeaveNothingOpenAfterADoorThatWasNotFound() throws IOException {
        List<String> before = sockets();
        pool = new PipePool(without("getsockname", -Errno.EACCES), counters);
        FilePipe pipe = pool.take();
        pool.door(pipe);
        pool.giveBack(pipe);
        pool.close();
        assertEquals(before, sockets());
    }

    private static List<String> sockets() throws IOException {
        List<String> open = new ArrayList<>();
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            for (Path descriptor : descriptors.sorted().toList()) {
                if (Files.isSymbolicLink(descriptor)) {
                    String target = Files.readSymbolicLink(descriptor).toString();
                    if (target.startsWith("socket:") || target.startsWith("pipe:")) {
                        open.add(descriptor + " " + target);
                    }
                }
            }
        }
        return open;
    }

    @Test
    void shouldStopFillingWhenThePipeIsFull() throws IOException {
        FilePipe pipe = pool.take();
        DefaultFileRegion region = new DefaultFileRegion(file(), 0, LENGTH);
        assertEquals(FilePipe.LARGE, pipe.fill(region));
        assertEquals(FilePipe.LARGE, region.transferred());
        assertThrows(IllegalStateException.class, () -> pipe.fill(region));
        region.release();
        pool.giveBack(pipe);
    }

    @Test
    void shouldGiveAnEmptyPipeToTheNextAndCloseOneWithBytes() throws IOException {
        FilePipe first = pool.take();
        pool.giveBack(first);
        FilePipe second = pool.take();
        assertSame(first, second);
        DefaultFileRegion region = new DefaultFileRegion(file(), 0, 10);
        second.fill(region);
        region.release();
        pool.giveBack(second);
        FilePipe third = pool.take();
        assertNotSame(second, third);
        assertEquals(0, third.bytes());
        pool.giveBack(third);
    }

    @Test
    void shouldOpenAnotherDoorWhenTheJdkClosedItsChannel() throws IOException {
        FilePipe pipe = pool.take();
        pool.door(pipe).into(pipe).close(); // what an interrupt does
        FilePipe other = pool.take(); // soon has the descriptor that the JDK closed
        byte[] passed = passThroughPipe(pipe, new DefaultFileRegion(file(), 0, LENGTH));
        assertArrayEquals(content, passed);
        assertArrayEquals(content, passThroughPipe(other, new DefaultFileRegion(file(), 0, LENGTH)));
        pool.giveBack(pipe);
        pool.giveBack(other);
    }

    @Test
    void shouldGiveOutOnlySoManyPipes() {
        List<FilePipe> taken = new ArrayList<>();
        for (int i = 0; i < PipePool.MAX_IN_USE; i++) {
            FilePipe pipe = pool.take();
            assertNotNull(pipe);
            taken.add(pipe);
        }
        assertNull(pool.take());
        assertEquals(PipePool.MAX_IN_USE, counters.pipesInUse);
        taken.forEach(pool::giveBack);
        FilePipe again = pool.take();
        assertNotNull(again);
        pool.giveBack(again);
    }

    @Test
    void shouldGiveNoPipeWithoutDescriptors() {
        pool = new PipePool(without("pipe2", -Errno.EMFILE), counters);
        assertNull(pool.take());
        assertEquals(0, counters.pipesInUse);
    }

    @Test
    void shouldUseAPipeThatCannotGrow() throws IOException {
        pool = new PipePool(without((method, arguments) ->
                method.equals("fcntl") && arguments[1].equals(LinuxConstants.F_SETPIPE_SZ), -Errno.EPERM), counters);
        FilePipe pipe = pool.take();
        assertArrayEquals(content, passThroughPipe(pipe, new DefaultFileRegion(file(), 0, LENGTH)));
        pool.giveBack(pipe);
    }

    @Test
    void shouldMakeAFewLargePipesAndTakeThemFirst() throws IOException {
        List<FilePipe> taken = new ArrayList<>();
        for (int i = 0; i < PipePool.MAX_LARGE + 3; i++) {
            taken.add(pool.take());
        }
        assertEquals(PipePool.MAX_LARGE, taken.stream().filter(FilePipe::isLarge).count());
        for (FilePipe pipe : taken) {
            DefaultFileRegion region = new DefaultFileRegion(file(), 0, LENGTH);
            assertEquals(pipe.isLarge() ? FilePipe.LARGE : FilePipe.CAPACITY, pipe.fill(region));
            region.release();
        }
        taken.forEach(pool::giveBack); // closed, for what is in them
        FilePipe first = pool.take();
        FilePipe second = pool.take();
        assertTrue(first.isLarge() && second.isLarge());
        List<FilePipe> others = Stream.generate(pool::take).limit(PipePool.MAX_LARGE).toList();
        FilePipe last = others.get(others.size() - 1);
        assertFalse(last.isLarge());
        pool.giveBack(first);
        pool.giveBack(last);
        assertSame(first, pool.take());
        assertSame(last, pool.take());
        pool.giveBack(first);
        pool.giveBack(second);
        others.forEach(pool::giveBack);
    }

    @Test
    void shouldMakeUsualPipesWhereTheUserHasNoMoreLargeOnes() throws IOException {
        pool = new PipePool(without((method, arguments) -> method.equals("fcntl")
                && Objects.equals(arguments[2], (long) FilePipe.LARGE), -Errno.EPERM), counters);
        FilePipe pipe = pool.take();
        assertFalse(pipe.isLarge());
        DefaultFileRegion region = new DefaultFileRegion(file(), 0, LENGTH);
        assertEquals(FilePipe.CAPACITY, pipe.fill(region));
        region.release();
        pool.giveBack(pipe);
    }

    @Test
    void shouldGiveNoPipeThatIsTiny() {
        pool = new PipePool(without("fcntl", -Errno.EPERM), counters);
        assertNull(pool.take());
        assertEquals(0, counters.pipesInUse);
    }

    @Test
    void shouldClosePipesThatComeBackAfterItsEnd() throws IOException {
        List<String> before = sockets();
        FilePipe pipe = pool.take();
        pool.door(pipe);
        pool.close();
        pool.giveBack(pipe);
        assertNull(pool.take());
        assertEquals(before, sockets());
    }
}
