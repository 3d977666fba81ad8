// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.sys.ffm;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;

/**
 * Downcall handles of the C library. Addresses and {@code size_t} are {@code long}, so that a call makes no
 * {@link MemorySegment}. Every handle takes the calling thread's {@link #errnoState()} first; none is critical, since
 * any of the calls may block and the JVM must be able to stop meanwhile.
 */
final class FfmLibc {
    private static final StructLayout CAPTURE = Linker.Option.captureStateLayout();
    private static final long ERRNO_OFFSET = CAPTURE.byteOffset(MemoryLayout.PathElement.groupElement("errno"));

    /** Where a thread's calls leave their {@code errno}; allocated with its first call, freed with the thread. */
    private static final ThreadLocal<MemorySegment> ERRNO =
            ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(CAPTURE));

    static final MethodHandle SYSCALL =
            variadic("syscall", 1, long.class, long.class, // the number, then up to six arguments
                    long.class, long.class, long.class, long.class, long.class, long.class);
    static final MethodHandle MMAP =
            function("mmap", long.class, long.class, long.class, int.class, int.class, int.class, long.class);
    static final MethodHandle MUNMAP = function("munmap", int.class, long.class, long.class);
    static final MethodHandle CLOSE = function("close", int.class, int.class);
    static final MethodHandle READ = function("read", long.class, int.class, long.class, long.class);
    static final MethodHandle WRITE = function("write", long.class, int.class, long.class, long.class);
    static final MethodHandle EVENTFD = function("eventfd", int.class, int.class, int.class);
    static final MethodHandle OPENAT = variadic("openat", 3, int.class, int.class, long.class, int.class, int.class);
    static final MethodHandle PIPE2 = function("pipe2", int.class, long.class, int.class);
    static final MethodHandle FCNTL = variadic("fcntl", 2, int.class, int.class, int.class, long.class);
    static final MethodHandle DUP3 = function("dup3", int.class, int.class, int.class, int.class);
    static final MethodHandle SPLICE =
            function("splice", long.class, int.class, long.class, int.class, long.class, long.class, int.class);
    static final MethodHandle SOCKET = function("socket", int.class, int.class, int.class, int.class);
    static final MethodHandle SOCKETPAIR =
            function("socketpair", int.class, int.class, int.class, int.class, long.class);
    static final MethodHandle BIND = function("bind", int.class, int.class, long.class, int.class);
    static final MethodHandle LISTEN = function("listen", int.class, int.class, int.class);
    static final MethodHandle CONNECT = function("connect", int.class, int.class, long.class, int.class);
    static final MethodHandle SHUTDOWN = function("shutdown", int.class, int.class, int.class);
    static final MethodHandle SEND = function("send", long.class, int.class, long.class, long.class, int.class);
    static final MethodHandle RECV = function("recv", long.class, int.class, long.class, long.class, int.class);
    static final MethodHandle SETSOCKOPT =
            function("setsockopt", int.class, int.class, int.class, int.class, long.class, int.class);
    static final MethodHandle GETSOCKOPT =
            function("getsockopt", int.class, int.class, int.class, int.class, long.class, long.class);
    static final MethodHandle GETSOCKNAME = function("getsockname", int.class, int.class, long.class, long.class);
    static final MethodHandle GETPEERNAME = function("getpeername", int.class, int.class, long.class, long.class);

    private FfmLibc() {}

    /** {@return the calling thread's place for {@code errno}} */
    static MemorySegment errnoState() {
        return ERRNO.get();
    }

    /**
     * The error of the call that was made with this state.
     *
     * @param state from {@link #errnoState()}
     * @return a positive error number
     */
    static int errno(MemorySegment state) {
        return state.get(JAVA_INT, ERRNO_OFFSET);
    }

    /**
     * A handle for a C function.
     *
     * @param name the function
     * @param returnType {@code int.class} or {@code long.class}
     * @param parameterTypes likewise
     * @return takes the errno state, then the parameters
     */
    private static MethodHandle function(String name, Class<?> returnType, Class<?>... parameterTypes) {
        return link(name, returnType, List.of(), parameterTypes);
    }

    /**
     * A handle for a variadic C function.
     *
     * @param name the function
     * @param firstVariadic index of the first argument after the named ones
     * @param returnType {@code int.class} or {@code long.class}
     * @param types likewise
     * @return takes the errno state, then the parameters
     */
    private static MethodHandle variadic(String name, int firstVariadic, Class<?> returnType, Class<?>... types) {
        return link(name, returnType, List.of(Linker.Option.firstVariadicArg(firstVariadic)), types);
    }

    private static MethodHandle link(String name, Class<?> returnType, List<Linker.Option> more, Class<?>... types) {
        Linker linker = Linker.nativeLinker();
        MemorySegment symbol = linker.defaultLookup().find(name).orElseThrow(() -> new UnsatisfiedLinkError(name));
        List<Linker.Option> options = new ArrayList<>(more);
        options.add(Linker.Option.captureCallState("errno"));
        MemoryLayout[] parameters = new MemoryLayout[types.length];
        for (int i = 0; i < types.length; i++) {
            parameters[i] = layout(types[i]);
        }
        FunctionDescriptor descriptor = FunctionDescriptor.of(layout(returnType), parameters);
        return linker.downcallHandle(symbol, descriptor, options.toArray(Linker.Option[]::new));
    }

    private static MemoryLayout layout(Class<?> type) {
        return type == int.class ? JAVA_INT : JAVA_LONG;
    }
}
