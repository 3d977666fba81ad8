// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.ring;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.nettyuring.sys.Syscalls;

/** A kernel of which a test answers some calls itself. */
final class InterceptedSyscalls {
    private InterceptedSyscalls() {}

    /** Answers a call, or leaves it to the kernel. */
    @FunctionalInterface
    interface Interceptor {
        /**
         * Sees one call.
         *
         * @param method name of the method of {@link Syscalls}
         * @param arguments boxed
         * @return the call's value, boxed as the method's return type, or null for the kernel's
         */
        Object answer(String method, Object[] arguments);
    }

    static Syscalls of(Syscalls kernel, Interceptor interceptor) {
        return (Syscalls) Proxy.newProxyInstance(
                Syscalls.class.getClassLoader(), new Class<?>[] {Syscalls.class}, (proxy, method, arguments) -> {
                    if (method.getDeclaringClass() == Object.class) {
                        return identity(proxy, method.getName(), arguments);
                    }
                    Object answer = interceptor.answer(method.getName(), arguments);
                    try {
                        return answer != null ? answer : method.invoke(kernel, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static Object identity(Object proxy, String method, Object[] arguments) {
        return switch (method) {
            case "equals" -> proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            default -> "intercepted";
        };
    }
}
