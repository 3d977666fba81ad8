// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.file;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import org.nettyuring.abi.IoUringConstants;
import org.nettyuring.file.TransferOp.Kind;

/**
 * An open file of one event loop. Nothing here blocks: what would, the kernel does on threads of its own.
 *
 * <p><b>Threads.</b> Any thread may call; futures complete on the loop. <b>Order.</b> Operations of one file run at the
 * same time and end in any order: wait for a future before the next call where order matters. Only appends take effect
 * in the order of their calls. There is no position of the file; positions are bytes from its beginning.
 *
 * <p><b>Buffers.</b> A read goes into the writable bytes that the caller's buffer has at the call, and the buffer stays
 * the caller's. A write takes the readable bytes and releases the buffer, whatever comes of it. Until the future is
 * done the kernel may use the memory: leave it alone. Then the index has moved by what was transferred. Buffers on the
 * heap are copied; composite ones are one vectored operation.
 *
 * <p><b>Errors.</b> A future fails with an {@link org.nettyuring.sys.ErrnoException} that names operation, path and
 * errno, with a {@link java.nio.channels.ClosedChannelException} after {@link #close()}, with
 * {@link IllegalArgumentException} for what cannot be, and with {@link UnsupportedOperationException} where the kernel
 * lacks the operation. {@code EINTR} and {@code EAGAIN} are tried again. {@link Future#cancel} asks the kernel to stop
 * and returns false: the future is done, perhaps with a result, when the kernel has let go of the memory.
 *
 * <p><b>The end.</b> {@link #close()} lets finish what was called before. A loop that shuts down cancels what is in
 * flight and closes its files.
 */
public final class IoUringFile {
    private final FileHandle handle;
    private final FileTransfers transfers;

    IoUringFile(FileHandle handle, DirectAlignment alignment) {
        this.handle = handle;
        transfers = new FileTransfers(handle, alignment);
    }

    /**
     * Opens a file with the settings of {@link FileOpener#defaults()}.
     *
     * @param loop an io_uring event loop
     * @param path absolute, or relative to the working directory
     * @param options as of {@code FileChannel.open}, and {@link IoUringOpenOption}; none is for reading
     * @return the file, owned by the caller; since 5.6
     * @throws IllegalArgumentException if the loop is another transport's, or options exclude each other
     */
    public static Future<IoUringFile> open(EventLoop loop, Path path, OpenOption... options) {
        return FileOpener.defaults().open(loop, path, options);
    }

    /**
     * Opens a file below this directory; {@link IoUringOpenOption#BENEATH} keeps it there.
     *
     * @param path relative to this
     * @param options as of {@link #open}
     * @return the file, on the same loop
     */
    public Future<IoUringFile> openAt(String path, OpenOption... options) {
        return FileOpener.defaults().openAt(this, path, options);
    }

    /**
     * Reads once: what there is, up to the buffer's room.
     *
     * @param dst to write into
     * @param position first byte in the file
     * @return bytes read, perhaps fewer than there was room for; -1 at the end of the file
     */
    public Future<Integer> read(ByteBuf dst, long position) {
        return transfers.read(Kind.READ, position, Math::toIntExact, dst);
    }

    /**
     * Reads until the buffer is full.
     *
     * @param dst to write into
     * @param position first byte in the file
     * @return bytes read: the buffer's room. Fails with {@link java.io.EOFException} if the file ends before, with what
     *     was read in the buffer
     */
    public Future<Integer> readFully(ByteBuf dst, long position) {
        return transfers.read(Kind.READ_FULLY, position, Math::toIntExact, dst);
    }

    /**
     * Reads once into several buffers, one after the other.
     *
     * @param dsts to write into; the first 1,024 pieces of memory count
     * @param position first byte in the file
     * @return bytes read in total; -1 at the end of the file
     */
    public Future<Long> read(ByteBuf[] dsts, long position) {
        return transfers.read(Kind.READ, position, Long::valueOf, dsts);
    }

    /**
     * Reads until several buffers are full.
     *
     * @param dsts to write into
     * @param position first byte in the file
     * @return as of {@link #readFully(ByteBuf, long)}
     */
    public Future<Long> readFully(ByteBuf[] dsts, long position) {
        return transfers.read(Kind.READ_FULLY, position, Long::valueOf, dsts);
    }

    /**
     * Reads once into a buffer that the kernel chooses out of the loop's when it has the bytes: no memory waits with
     * the read. Without such buffers (before 5.19, or all of them lent) into one of the allocator.
     *
     * @param position first byte in the file
     * @param maxLength bytes at most; one read brings no more than 65,536
     * @return what was read, owned by the caller; empty at the end of the file
     */
    public Future<ByteBuf> read(long position, int maxLength) {
        return transfers.readProvided(position, maxLength);
    }

    /**
     * Reads once into the writable bytes of a registered buffer's content.
     *
     * @param dst of this file's loop
     * @param position first byte in the file
     * @return bytes read; -1 at the end of the file
     */
    public Future<Integer> read(RegisteredBuffer dst, long position) {
        return transfers.transfer(Kind.READ, dst, position);
    }

    /**
     * Writes once: perhaps not all.
     *
     * @param src released when the future is done; retain it to write the rest
     * @param position where its first byte goes
     * @return bytes written
     */
    public Future<Integer> write(ByteBuf src, long position) {
        return transfers.write(Kind.WRITE, position, Math::toIntExact, src);
    }

    /**
     * Writes all.
     *
     * @param src released when the future is done
     * @param position where its first byte goes
     * @return bytes written: all. After a failure, {@code ENOSPC} for example, the reader index tells how many were
     */
    public Future<Integer> writeFully(ByteBuf src, long position) {
        return transfers.write(Kind.WRITE_FULLY, position, Math::toIntExact, src);
    }

    /**
     * Writes several buffers once, one after the other: perhaps not all.
     *
     * @param srcs released when the future is done
     * @param position where the first byte goes
     * @return bytes written in total
     */
    public Future<Long> write(ByteBuf[] srcs, long position) {
        return transfers.write(Kind.WRITE, position, Long::valueOf, srcs);
    }

    /**
     * Writes all of several buffers.
     *
     * @param srcs released when the future is done
     * @param position where the first byte goes
     * @return bytes written in total
     */
    public Future<Long> writeFully(ByteBuf[] srcs, long position) {
        return transfers.write(Kind.WRITE_FULLY, position, Long::valueOf, srcs);
    }

    /**
     * Writes all of the readable bytes of a registered buffer's content, which is not released.
     *
     * @param src of this file's loop
     * @param position where its first byte goes
     * @return bytes written: all
     */
    public Future<Integer> writeFully(RegisteredBuffer src, long position) {
        return transfers.transfer(Kind.WRITE_FULLY, src, position);
    }

    /**
     * Writes all at the end of the file, behind the appends that were called before. Another process's appends may come
     * between two parts of a large one.
     *
     * @param src released when the future is done
     * @return bytes written: all
     */
    public Future<Integer> append(ByteBuf src) {
        return transfers.write(Kind.APPEND, 0, Math::toIntExact, src);
    }

    /**
     * Has everything written to the device, size and times too. It covers writes whose futures are done.
     *
     * @return done when the device has it; since 5.1. Fails with {@code EIO} if something written before was lost
     */
    public Future<Void> fsync() {
        return handle.start(CallOp.fsync(handle, 0));
    }

    /**
     * As {@link #fsync()}, without what is not needed to read the data again.
     *
     * @return done when the device has it; since 5.1
     */
    public Future<Void> fdatasync() {
        return handle.start(CallOp.fsync(handle, IoUringConstants.IORING_FSYNC_DATASYNC));
    }

    /**
     * sync_file_range(2): starts, or waits for, the writing of a range. Promises nothing about a crash.
     *
     * @param position first byte
     * @param length bytes; 0, and what does not fit into 32 bits, for all to the end
     * @param flags {@code LinuxConstants.SYNC_FILE_RANGE_*}
     * @return done when the call is; since 5.2
     */
    public Future<Void> syncFileRange(long position, long length, int flags) {
        return handle.start(CallOp.syncFileRange(handle, position, length, flags));
    }

    /**
     * fallocate(2): gives a range room on the device, or takes it.
     *
     * @param mode {@code LinuxConstants.FALLOC_FL_*}, or 0 to have room, the file made longer if need be
     * @param position first byte
     * @param length bytes
     * @return done when the call is; since 5.6
     */
    public Future<Void> fallocate(int mode, long position, long length) {
        return handle.start(CallOp.fallocate(handle, mode, position, length));
    }

    /**
     * ftruncate(2): cuts the file, or makes it longer, with zeros.
     *
     * @param size in bytes
     * @return done when it has the size; since 6.9
     */
    public Future<Void> truncate(long size) {
        return handle.start(CallOp.truncate(handle, size));
    }

    /**
     * posix_fadvise(2): says how a range will be used.
     *
     * @param position first byte
     * @param length bytes; 0, and what does not fit into 32 bits, for all to the end
     * @param advice {@code LinuxConstants.POSIX_FADV_*}
     * @return done when the call is; since 5.6
     */
    public Future<Void> advise(long position, long length, int advice) {
        return handle.start(CallOp.advise(handle, position, length, advice));
    }

    /** {@return its status now; since 5.6} */
    public Future<FileStatus> statx() {
        return handle.start(StatxOp.ofOpenFile(handle));
    }

    /**
     * Ends the file: what was called before finishes, later calls fail, the descriptor is closed last. An operation
     * that does not end by itself, a read of an empty FIFO for example, wants to be cancelled. Idempotent.
     *
     * @return done when the descriptor is closed; the same for each call. Fails if the device reports that something
     *     written was lost; the file is closed nevertheless
     */
    public Future<Void> close() {
        return handle.closeFile();
    }

    /** {@return whether calls are taken} */
    public boolean isOpen() {
        return handle.isOpen();
    }

    /** {@return the loop on which its futures complete} */
    public EventLoop eventLoop() {
        return handle.loop();
    }

    FileHandle handle() {
        return handle;
    }

    /** {@return the path that it was opened by} */
    @Override
    public String toString() {
        return "IoUringFile(" + handle.path() + (isOpen() ? ")" : ", closed)");
    }
}
