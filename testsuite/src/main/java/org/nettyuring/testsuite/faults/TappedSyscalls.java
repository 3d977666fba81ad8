// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.faults;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.nettyuring.abi.IoUringConstants;
import org.nettyuring.abi.RingLayouts.Params;
import org.nettyuring.abi.RsrcLayouts.RsrcUpdate;
import org.nettyuring.sys.Syscalls;

/** A kernel whose rings a {@link RingTap} watches. It learns where their queues are from the calls that map them. */
public final class TappedSyscalls implements InvocationHandler {
    private final Syscalls kernel;
    private final RingTap tap;
    private final ConcurrentMap<Integer, TappedRing> rings = new ConcurrentHashMap<>();
    /** Registered ring indices are each thread's own, as in the kernel. */
    private final ThreadLocal<Map<Integer, TappedRing>> registered = ThreadLocal.withInitial(HashMap::new);

    private TappedSyscalls(Syscalls kernel, RingTap tap) {
        this.kernel = kernel;
        this.tap = tap;
    }

    /**
     * Decorates a kernel.
     *
     * @param kernel does the work
     * @param tap sees what is asked of rings
     * @return the kernel to be used
     */
    public static Syscalls of(Syscalls kernel, RingTap tap) {
        return (Syscalls) Proxy.newProxyInstance(Syscalls.class.getClassLoader(), new Class<?>[] {Syscalls.class},
                new TappedSyscalls(kernel, tap));
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        return switch (method.getName()) {
            case "ioUringSetup" -> setup((int) arguments[0], (long) arguments[1]);
            case "mmap" -> map(arguments);
            case "ioUringRegister" -> register(arguments);
            case "ioUringEnter" -> tap.enter(find(arguments), new Enter(kernel, arguments));
            case "close" -> close((int) arguments[0]);
            case "equals" -> proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            default -> call(method, arguments);
        };
    }

    private int setup(int entries, long paramsAddress) {
        int fd = kernel.ioUringSetup(entries, paramsAddress);
        if (fd >= 0) {
            rings.put(fd, new TappedRing(fd, entries, kernel.view(paramsAddress, Params.SIZE)));
        }
        return fd;
    }

    private long map(Object... arguments) {
        long lengthBytes = (long) arguments[0];
        int fd = (int) arguments[3];
        long offset = (long) arguments[4];
        long address = kernel.mmap(lengthBytes, (int) arguments[1], (int) arguments[2], fd, offset);
        TappedRing ring = rings.get(fd);
        if (ring != null && (address > 0 || address < -4095)) {
            ring.mapped(offset, kernel.view(address, Math.toIntExact(lengthBytes)));
        }
        return address;
    }

    private int register(Object... arguments) {
        int fd = (int) arguments[0];
        int opcode = (int) arguments[1];
        long argument = (long) arguments[2];
        int result = tap.register(new RingTap.Registration(fd, opcode, argument),
                () -> kernel.ioUringRegister(fd, opcode, argument, (int) arguments[3]));
        if (result == 1 && opcode == IoUringConstants.IORING_REGISTER_RING_FDS) {
            ByteBuffer update = kernel.view(argument, RsrcUpdate.SIZE);
            registered.get().put(update.getInt(RsrcUpdate.OFFSET_OFFSET),
                    rings.get((int) update.getLong(RsrcUpdate.DATA_OFFSET)));
        }
        return result;
    }

    private TappedRing find(Object... arguments) {
        boolean byIndex = ((int) arguments[3] & IoUringConstants.IORING_ENTER_REGISTERED_RING) != 0;
        TappedRing ring = byIndex ? registered.get().get(arguments[0]) : rings.get(arguments[0]);
        if (ring == null) {
            throw new AssertionError("enter of an unknown ring: fd or index " + arguments[0]);
        }
        return ring;
    }

    /** Forgets the ring first: its descriptor may be another's as soon as it is closed. */
    private int close(int fd) {
        rings.remove(fd);
        return kernel.close(fd);
    }

    private Object call(Method method, Object... arguments) throws Throwable {
        try {
            return method.invoke(kernel, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
