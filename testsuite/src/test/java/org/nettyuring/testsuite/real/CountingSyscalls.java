// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.real;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.nettyuring.sys.NativeSyscalls;
import org.nettyuring.sys.Syscalls;

/** This machine's kernel, with every call counted by its name. */
final class CountingSyscalls {
    private final Map<String, AtomicInteger> calls = new ConcurrentHashMap<>();
    private final Syscalls real = NativeSyscalls.get();
    private final Syscalls counting = (Syscalls) Proxy.newProxyInstance(Syscalls.class.getClassLoader(),
            new Class<?>[] {Syscalls.class}, (proxy, method, args) -> {
                calls.computeIfAbsent(method.getName(), name -> new AtomicInteger()).incrementAndGet();
                try {
                    return method.invoke(real, args);
                } catch (InvocationTargetException e) {
                    throw e.getCause();
                }
            });

    /** {@return the kernel to be used} */
    Syscalls syscalls() {
        return counting;
    }

    /**
     * {@return how often a call was made}
     *
     * @param name of the method, e.g. {@code "getpeername"}
     */
    int of(String name) {
        AtomicInteger count = calls.get(name);
        return count == null ? 0 : count.get();
    }

    /** {@return how many calls were made altogether} */
    int total() {
        return calls.values().stream().mapToInt(AtomicInteger::get).sum();
    }
}
