// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.real;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.Future;
import java.io.EOFException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.nettyuring.abi.Errno;
import org.nettyuring.abi.LinuxConstants;
import org.nettyuring.channel.IoUringEventLoopGroup;
import org.nettyuring.file.FileOpener;
import org.nettyuring.file.FileStatus;
import org.nettyuring.file.IoUringFile;
import org.nettyuring.file.IoUringFiles;
import org.nettyuring.sys.ErrnoException;
import org.nettyuring.testsuite.Mode;
import org.nettyuring.testsuite.NoLeaks;
import org.nettyuring.testsuite.TransportUnderTest;

/** Each operation on files, on the kernel that there is, in each mode. */
@ExtendWith(NoLeaks.class)
@Timeout(60)
class FileTest {
    private static final String TEXT = "nettyuring";

    private final IoUringEventLoopGroup group = Mode.selected().newGroup(1);
    private final EventLoop loop = group.next();

    @TempDir
    private Path folder;

    @AfterEach
    void end() throws Exception {
        assertThat(group.shutdownGracefully(0, 10, TimeUnit.SECONDS).await(20_000)).isTrue();
        assertThat(group.counters().get(0).failedTurns).isZero();
    }

    private static <V> V get(Future<V> future) throws Exception {
        return future.get(30, TimeUnit.SECONDS);
    }

    private static Throwable causeOf(Future<?> future) throws Exception {
        assertThat(future.await(30, TimeUnit.SECONDS)).isTrue();
        return future.cause();
    }

    private IoUringFile open(Path path, OpenOption... options) throws Exception {
        return get(IoUringFile.open(loop, path, options));
    }

    private IoUringFile create(String name) throws Exception {
        return open(folder.resolve(name), READ, WRITE, CREATE_NEW);
    }

    private static ByteBuf bytes(String text) {
        return Unpooled.directBuffer().writeBytes(text.getBytes(UTF_8));
    }

    private static String release(ByteBuf buffer) {
        String text = buffer.toString(UTF_8);
        buffer.release();
        return text;
    }

    @Test
    void shouldWriteAndReadAtPositionsFromAnyThread() throws Exception {
        IoUringFile file = create("file");
        ByteBuf src = bytes(TEXT);
        ByteBuf dst = Unpooled.directBuffer(4, 4);

        assertThat(get(file.writeFully(src, 3))).isEqualTo(TEXT.length());
        assertThat(src.refCnt()).as("a write releases").isZero();
        assertThat(get(file.read(dst, 8))).isEqualTo(4);
        assertThat(release(dst)).isEqualTo("urin");
        assertThat(get(loop.submit(() -> file.fsync()).get())).isNull();
        get(file.close());

        assertThat(Files.readString(folder.resolve("file"))).isEqualTo("\0\0\0" + TEXT);
    }

    @Test
    void shouldCopyBuffersOfTheHeap() throws Exception {
        IoUringFile file = create("file");
        ByteBuf dst = Unpooled.buffer(20, 20).writeByte('>');

        get(file.writeFully(Unpooled.copiedBuffer(TEXT, UTF_8), 0));
        assertThat(get(file.read(dst, 5))).isEqualTo(5);

        assertThat(dst.writerIndex()).isEqualTo(6);
        assertThat(release(dst)).isEqualTo(">uring");
        get(file.close());
    }

    @Test
    void shouldGatherAndScatter() throws Exception {
        IoUringFile file = create("file");
        CompositeByteBuf composite = Unpooled.compositeBuffer()
                .addComponents(true, bytes("net"), Unpooled.EMPTY_BUFFER, bytes("ty"));
        ByteBuf heap = Unpooled.copiedBuffer("uring", UTF_8);

        assertThat(get(file.writeFully(new ByteBuf[] {composite, heap}, 0))).isEqualTo(TEXT.length());
        ByteBuf[] dsts = {Unpooled.directBuffer(2, 2), Unpooled.buffer(3, 3), Unpooled.directBuffer(9, 9)};
        assertThat(get(file.read(dsts, 0))).isEqualTo(TEXT.length());

        assertThat(composite.refCnt()).isZero();
        assertThat(release(dsts[0]) + '|' + release(dsts[1]) + '|' + release(dsts[2])).isEqualTo("ne|tty|uring");
        get(file.close());
    }

    @Test
    void shouldGatherMoreThanOneOperationCarries() throws Exception {
        IoUringFile file = create("file");
        ByteBuf[] srcs = new ByteBuf[3000];
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < srcs.length; i++) {
            srcs[i] = bytes(Integer.toString(i));
            expected.append(i);
        }

        assertThat(get(file.writeFully(srcs, 0))).isEqualTo(expected.length());

        get(file.close());
        assertThat(Files.readString(folder.resolve("file"))).isEqualTo(expected.toString());
    }

    @Test
    void shouldTellTheEndOfTheFile() throws Exception {
        IoUringFile file = create("file");
        get(file.writeFully(bytes(TEXT), 0));
        ByteBuf dst = Unpooled.directBuffer(16, 16);

        assertThat(get(file.read(dst, 100))).isEqualTo(-1);
        assertThat(get(file.read(Unpooled.EMPTY_BUFFER, 0))).isZero();
        assertThat(causeOf(file.readFully(dst, 5))).isInstanceOf(EOFException.class)
                .hasMessageContaining(folder.resolve("file").toString()).hasMessageContaining("11 bytes");
        assertThat(release(dst)).as("what there was").isEqualTo("uring");
        ByteBuf end = get(file.read(100L, 10));
        assertThat(end.isReadable()).isFalse();
        end.release();
        get(file.close());
    }

    @Test
    void shouldReadIntoBuffersThatTheKernelChooses() throws Exception {
        byte[] content = new byte[300_000];
        new Random(1).nextBytes(content);
        Path path = Files.write(folder.resolve("file"), content);
        IoUringFile file = open(path);
        List<ByteBuf> kept = new ArrayList<>();

        ByteBuf all = Unpooled.buffer();
        for (long position = 0; position < content.length; ) {
            ByteBuf part = get(file.read(position, 10_000));
            position += part.readableBytes();
            all.writeBytes(part.duplicate());
            kept.add(part); // until the loop's buffers are used up
        }

        assertThat(all.equals(Unpooled.wrappedBuffer(content))).isTrue();
        kept.forEach(ByteBuf::release);
        get(file.close());
    }

    @Test
    void shouldKeepTheOrderOfAppends() throws Exception {
        IoUringFile file = open(folder.resolve("file"), WRITE, CREATE);
        IoUringFile appending = open(folder.resolve("file"), APPEND);
        StringBuilder expected = new StringBuilder();
        List<Future<Integer>> futures = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            futures.add(file.append(bytes(i + ",")));
            expected.append(i).append(',');
        }
        for (Future<Integer> future : futures) {
            get(future);
        }
        get(appending.append(bytes("end")));

        get(file.close());
        get(appending.close());
        assertThat(Files.readString(folder.resolve("file"))).isEqualTo(expected + "end");
    }

    @Test
    void shouldSyncAllocateTruncateAndAdvise() throws Exception {
        IoUringFile file = create("file");
        get(file.writeFully(bytes(TEXT), 0));

        get(file.fdatasync());
        get(file.fsync());
        get(file.syncFileRange(0, 4, LinuxConstants.SYNC_FILE_RANGE_WRITE));
        get(file.fallocate(0, 0, 8192));
        assertThat(get(file.statx()).size()).isEqualTo(8192);
        get(file.advise(0, Long.MAX_VALUE, LinuxConstants.POSIX_FADV_WILLNEED));
        Throwable noTruncate = causeOf(file.truncate(6));

        if (noTruncate == null) {
            assertThat(get(file.statx()).size()).isEqualTo(6);
        } else {
            assertThat(noTruncate).isInstanceOf(UnsupportedOperationException.class)
                    .hasMessageContaining("IORING_OP_FTRUNCATE").hasMessageContaining("Linux 6.9");
        }
        get(file.close());
    }

    @Test
    void shouldDoWithNamesWhatTheJdkDoes() throws Exception {
        Path directory = folder.resolve("directory");
        Path one = directory.resolve("one");
        Path other = directory.resolve("other");
        Set<PosixFilePermission> permissions = PosixFilePermissions.fromString("rwxr-x---");

        get(IoUringFiles.mkdir(loop, directory, permissions));
        assertThat(Files.getPosixFilePermissions(directory)).isEqualTo(permissions);
        IoUringFile file = get(FileOpener.defaults().withPermissions(EnumSet.of(PosixFilePermission.OWNER_READ))
                .open(loop, one, WRITE, CREATE_NEW));
        get(file.writeFully(bytes(TEXT), 0));
        get(file.close());
        assertThat(Files.getPosixFilePermissions(one)).containsExactly(PosixFilePermission.OWNER_READ);
        get(IoUringFiles.rename(loop, one, other));
        FileStatus status = get(IoUringFiles.statx(loop, other));

        assertThat(status.isRegularFile()).isTrue();
        assertThat(status.isDirectory()).isFalse();
        assertThat(status.size()).isEqualTo(TEXT.length());
        assertThat(status.mode() & 0777).isEqualTo(0400);
        assertThat(status.inode()).isEqualTo(Files.getAttribute(other, "unix:ino"));
        assertThat(status.links()).isEqualTo(1);
        assertThat(status.uid()).isEqualTo(Files.getAttribute(other, "unix:uid"));
        assertThat(status.modified()).isEqualTo(Files.getLastModifiedTime(other).toInstant());
        assertThat(get(IoUringFiles.statx(loop, directory)).isDirectory()).isTrue();
        assertThat(causeOf(IoUringFiles.rmdir(loop, directory))).hasMessageContaining("ENOTEMPTY");
        get(IoUringFiles.unlink(loop, other));
        get(IoUringFiles.rmdir(loop, directory));
        assertThat(directory).doesNotExist();
    }

    @Test
    void shouldReplaceAndTruncateAsAskedForAtTheOpen() throws Exception {
        Path path = Files.writeString(folder.resolve("file"), TEXT);

        assertThat(causeOf(IoUringFile.open(loop, path, WRITE, CREATE_NEW))).isInstanceOf(ErrnoException.class)
                .hasMessage("openat2(" + path + "): EEXIST (17)");
        get(open(path, READ, TRUNCATE_EXISTING).close());
        assertThat(path).hasContent(TEXT);
        get(open(path, WRITE, TRUNCATE_EXISTING).close());

        assertThat(path).isEmptyFile();
    }

    @Test
    void shouldNameOperationPathAndErrno() throws Exception {
        Path missing = folder.resolve("missing");
        IoUringFile readOnly = open(Files.createFile(folder.resolve("file")));

        Throwable cause = causeOf(IoUringFile.open(loop, missing));
        ByteBuf src = bytes(TEXT);
        Throwable refused = causeOf(readOnly.writeFully(src, 0));

        assertThat(cause).isInstanceOf(ErrnoException.class).hasMessage("openat2(" + missing + "): ENOENT (2)");
        assertThat(((ErrnoException) cause).errno()).isEqualTo(Errno.ENOENT);
        assertThat(refused).hasMessage("write(" + folder.resolve("file") + "): EBADF (9)");
        assertThat(src.refCnt()).isZero();
        assertThat(causeOf(readOnly.read(Unpooled.EMPTY_BUFFER, -1))).isInstanceOf(IllegalArgumentException.class);
        assertThat(causeOf(readOnly.read(0, 0))).isInstanceOf(IllegalArgumentException.class);
        get(readOnly.close());
    }

    @Test
    void shouldRefuseWhatIsNoLoopOfOurs() throws Exception {
        EventLoopGroup epoll = TransportUnderTest.EPOLL.newGroup(1);

        assertThatThrownBy(() -> IoUringFile.open(epoll.next(), folder)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("IoUringEventLoopGroup");

        epoll.shutdownGracefully(0, 10, TimeUnit.SECONDS).sync();
    }

    @Test
    void shouldFinishWhatWasCalledBeforeTheCloseAndFailWhatComesAfter() throws Exception {
        IoUringFile file = create("file");
        List<Future<Integer>> before = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            before.add(file.writeFully(bytes("x"), i));
        }
        Future<Void> closed = file.close();
        ByteBuf late = bytes("y");
        Throwable cause = causeOf(file.writeFully(late, 0));

        get(closed);
        assertThat(before).allSatisfy(future -> assertThat(future.isSuccess()).isTrue());
        assertThat(cause).isInstanceOf(ClosedChannelException.class).hasMessageContaining(file(file));
        assertThat(late.refCnt()).isZero();
        assertThat(file.close()).isSameAs(closed);
        assertThat(file.isOpen()).isFalse();
        assertThat(Files.readString(folder.resolve("file"))).isEqualTo("x".repeat(100));
    }

    private static String file(IoUringFile file) {
        return file.toString().replaceAll(".*\\(|, closed|\\)", "");
    }

    @Test
    void shouldCloseItsFilesWhenTheLoopEnds() throws Exception {
        IoUringEventLoopGroup ending = Mode.selected().newGroup(1);
        EventLoop last = ending.next();
        IoUringFile file = get(IoUringFile.open(last, folder.resolve("file"), WRITE, CREATE));
        IoUringFile fifo = openFifo(last);
        ByteBuf dst = Unpooled.directBuffer(10);
        Future<Integer> never = fifo.read(dst, 0);
        get(file.writeFully(bytes(TEXT), 0));

        assertThat(ending.shutdownGracefully(0, 10, TimeUnit.SECONDS).await(20_000)).isTrue();

        assertThat(never.cause()).isInstanceOf(ClosedChannelException.class);
        assertThat(dst.refCnt()).isEqualTo(1);
        dst.release();
        assertThat(file.isOpen()).isFalse();
        assertThat(file.close().isSuccess()).isTrue();
        assertThat(causeOf(file.fsync())).isInstanceOf(ClosedChannelException.class);
        assertThat(causeOf(IoUringFile.open(last, folder))).isNotNull();
    }

    /** For reading and writing, so that it opens without a second process, and never ends. */
    private IoUringFile openFifo(EventLoop on) throws Exception {
        Path path = folder.resolve("fifo");
        assertThat(new ProcessBuilder("mkfifo", path.toString()).start().waitFor()).isZero();
        return get(IoUringFile.open(on, path, READ, WRITE));
    }

    @Test
    void shouldCancelAReadThatWaits() throws Exception {
        IoUringFile fifo = openFifo(loop);
        ByteBuf dst = Unpooled.directBuffer(10);
        Future<Integer> read = fifo.read(dst, 0);
        get(loop.submit(() -> { }));

        assertThat(read.cancel(false)).as("it is the kernel's until it has let go").isFalse();

        assertThat(causeOf(read)).isInstanceOf(CancellationException.class);
        get(fifo.writeFully(bytes(TEXT), 0));
        assertThat(get(fifo.readFully(dst, 0))).isEqualTo(TEXT.length());
        dst.release();
        get(fifo.close());
    }
}
