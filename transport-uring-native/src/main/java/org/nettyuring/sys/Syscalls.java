// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.sys;

import java.nio.ByteBuffer;
import org.nettyuring.memory.NativeRegion;

/**
 * The whole border to the kernel, one method per system call. Each returns the call's value, which is {@code >= 0}, or
 * {@code -errno}; none throws. Two bindings exist, JNA and {@code java.lang.foreign}, and tests bring their own kernel.
 * Any thread, unless the kernel says otherwise.
 */
public interface Syscalls extends SocketSyscalls, FileSyscalls {
    /** {@return which binding this is, for diagnostics: {@code "JNA"}, {@code "FFM"} or a test's name} */
    String bindingName();

    /**
     * {@code io_uring_setup(2)}.
     *
     * @param entries submission queue entries
     * @param paramsAddress a {@code struct io_uring_params}, read and written
     * @return the ring descriptor or {@code -errno}
     */
    int ioUringSetup(int entries, long paramsAddress);

    /**
     * {@code io_uring_enter2(2)}. May block; a thread signalled meanwhile gets {@code -EINTR}.
     *
     * @param fd ring descriptor, or its registered index with {@code IORING_ENTER_REGISTERED_RING}
     * @param toSubmit entries to take from the submission queue
     * @param minComplete completions to wait for with {@code IORING_ENTER_GETEVENTS}
     * @param flags {@code IORING_ENTER_*}
     * @param argAddress 0, a {@code sigset_t}, or a {@code struct io_uring_getevents_arg} with {@code EXT_ARG}
     * @param argSize its size in bytes
     * @return entries consumed or {@code -errno}
     */
    int ioUringEnter(int fd, int toSubmit, int minComplete, int flags, long argAddress, long argSize);

    /**
     * {@code io_uring_register(2)}.
     *
     * @param fd ring descriptor; -1 for opcodes that need none
     * @param opcode {@code IORING_REGISTER_*}
     * @param argAddress opcode specific
     * @param nrArgs opcode specific
     * @return opcode specific value or {@code -errno}
     */
    int ioUringRegister(int fd, int opcode, long argAddress, int nrArgs);

    /**
     * {@code mmap(2)} without an address hint.
     *
     * @param lengthBytes bytes
     * @param prot {@code PROT_*}
     * @param flags {@code MAP_*}
     * @param fd descriptor or -1
     * @param offset offset in the file
     * @return the address, or {@code -errno} (in -4095..-1)
     */
    long mmap(long lengthBytes, int prot, int flags, int fd, long offset);

    /**
     * {@code munmap(2)}.
     *
     * @param address page aligned
     * @param lengthBytes bytes
     * @return 0 or {@code -errno}
     */
    int munmap(long address, long lengthBytes);

    /**
     * A direct buffer over memory that somebody else keeps alive. No system call.
     *
     * @param address first byte
     * @param lengthBytes bytes
     * @return a buffer in native byte order
     */
    ByteBuffer view(long address, int lengthBytes);

    /**
     * The address of a direct buffer's first byte (index 0, not its position). No system call. The caller keeps the
     * buffer reachable while the address is in use.
     *
     * @param direct a direct buffer
     * @return the address
     */
    long addressOf(ByteBuffer direct);

    /**
     * Anonymous, zeroed, page-aligned memory.
     *
     * @param lengthBytes bytes, at least 1
     * @param purpose what it is for; named in errors and leak reports
     * @return a region that the caller owns
     * @throws ErrnoException if the kernel refuses
     */
    NativeRegion allocate(int lengthBytes, String purpose) throws ErrnoException;
}
