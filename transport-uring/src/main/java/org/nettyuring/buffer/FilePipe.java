// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.buffer;

import static org.nettyuring.abi.LinuxConstants.F_GETPIPE_SZ;
import static org.nettyuring.abi.LinuxConstants.F_SETPIPE_SZ;
import static org.nettyuring.abi.LinuxConstants.O_CLOEXEC;
import static org.nettyuring.abi.LinuxConstants.O_NONBLOCK;
import static org.nettyuring.abi.LinuxConstants.SPLICE_F_MORE;
import static org.nettyuring.abi.LinuxConstants.SPLICE_F_MOVE;
import static org.nettyuring.abi.LinuxConstants.SPLICE_F_NONBLOCK;

import io.netty.channel.FileRegion;
import java.io.IOException;
import org.nettyuring.memory.NativeRegion;
import org.nettyuring.sys.ErrnoException;
import org.nettyuring.sys.Syscalls;

/**
 * A pipe of the kernel that a file's bytes pass on their way to a socket: its pages move, nobody copies them. It is
 * filled only when it is empty, and never blocks. Made and kept by a {@link PipePool}. Loop thread only.
 */
public final class FilePipe {
    /** Bytes that one fill takes from the file, for fast readers; measured in docs/adr/0004-file-regions.md. */
    static final int LARGE = 1024 * 1024;
    /** The same of all others, and where the user has too many large ones. */
    static final int CAPACITY = 256 * 1024;
    /** What Linux gives without being asked. Less, which a user with very many pipes gets, is of no use. */
    private static final int LEAST_CAPACITY = 64 * 1024;

    private final PipePool pool;
    private final Syscalls syscalls;
    private final int readEnd;
    private final int writeEnd;
    private boolean large;
    private int bytes;

    private FilePipe(PipePool pool, Syscalls syscalls, int readEnd, int writeEnd) {
        this.pool = pool;
        this.syscalls = syscalls;
        this.readEnd = readEnd;
        this.writeEnd = writeEnd;
    }

    /**
     * {@return an empty pipe; null if the process has no descriptors left for it, or the user no memory}
     *
     * @param pool whose
     * @param syscalls the loop's kernel
     * @param large whether it is to be a large one
     */
    static FilePipe open(PipePool pool, Syscalls syscalls, boolean large) {
        FilePipe pipe;
        try (NativeRegion ends = syscalls.allocate(2 * Integer.BYTES, "ends of a pipe")) {
            if (syscalls.pipe2(ends.address(), O_CLOEXEC | O_NONBLOCK) < 0) {
                return null;
            }
            pipe = new FilePipe(pool, syscalls, ends.buffer().getInt(0), ends.buffer().getInt(Integer.BYTES));
        } catch (ErrnoException e) {
            return null;
        }
        pipe.large = large && syscalls.fcntl(pipe.writeEnd, F_SETPIPE_SZ, LARGE) >= 0;
        if (!pipe.large && syscalls.fcntl(pipe.writeEnd, F_SETPIPE_SZ, CAPACITY) < 0
                && syscalls.fcntl(pipe.writeEnd, F_GETPIPE_SZ, 0) < LEAST_CAPACITY) {
            pipe.close();
            return null;
        }
        return pipe;
    }

    int readEnd() {
        return readEnd;
    }

    int writeEnd() {
        return writeEnd;
    }

    boolean isLarge() {
        return large;
    }

    /** {@return bytes that are in the pipe} */
    public int bytes() {
        return bytes;
    }

    /**
     * Takes the region's next bytes, which count as {@linkplain FileRegion#transferred() transferred} from now on. The
     * pipe is empty.
     *
     * @param region reads with {@code FileChannel.transferTo}
     * @return bytes taken, 0 if the region had none
     * @throws IOException if the file cannot be read or is shorter than the region
     */
    public int fill(FileRegion region) throws IOException {
        if (bytes != 0) {
            throw new IllegalStateException(this + " is filled again");
        }
        bytes = (int) region.transferTo(pool.door(this).into(this), region.transferred());
        return bytes;
    }

    /**
     * Moves bytes into a socket, as many as it has room for.
     *
     * @param socketFd {@code O_NONBLOCK}
     * @param more whether bytes follow those in the pipe: the last segment waits for them, and is not sent half empty
     * @return bytes moved, or {@code -errno}; {@code -EAGAIN} if there is no room
     */
    public int spliceTo(int socketFd, boolean more) {
        int flags = SPLICE_F_MOVE | SPLICE_F_NONBLOCK | (more ? SPLICE_F_MORE : 0);
        int moved = (int) syscalls.splice(readEnd, socketFd, bytes, flags);
        bytes -= Math.max(0, moved);
        return moved;
    }

    /**
     * Copies bytes out into memory.
     *
     * @param address receives them
     * @param lengthBytes room
     * @return bytes read, or {@code -errno}
     */
    public int read(long address, int lengthBytes) {
        int read = (int) syscalls.read(readEnd, address, lengthBytes);
        bytes -= Math.max(0, read);
        return read;
    }

    void close() {
        syscalls.close(readEnd);
        syscalls.close(writeEnd);
    }

    @Override
    public String toString() {
        return "pipe " + writeEnd + " to " + readEnd + " with " + bytes + " bytes";
    }
}
