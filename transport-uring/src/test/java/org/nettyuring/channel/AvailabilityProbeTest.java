// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.nettyuring.abi.IoUringConstants.IORING_OP_SENDMSG;
import static org.nettyuring.abi.IoUringConstants.IORING_REGISTER_PROBE;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.nettyuring.abi.RegisterLayouts.Probe;
import org.nettyuring.abi.RegisterLayouts.ProbeOp;
import org.nettyuring.memory.NativeRegion;
import org.nettyuring.sys.NativeSyscalls;
import org.nettyuring.sys.Syscalls;

/** The probe on kernels that lack something. */
@Timeout(60)
class AvailabilityProbeTest {
    private NativeRegion answer;

    @Test
    void shouldNameAnOperationThatThereIsNoDoingWithout() {
        assumeTrue(IoUring.isAvailable(), () -> "io_uring: " + IoUring.unavailabilityCause());
        assertThatCode(() -> AvailabilityProbe.run(kernelWithout(-1))).doesNotThrowAnyException();
        assertThatThrownBy(() -> AvailabilityProbe.run(kernelWithout(IORING_OP_SENDMSG)))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("IORING_OP_SENDMSG").hasMessageContaining("5.6");
    }

    /** The kernel, but {@code IORING_REGISTER_PROBE} denies an opcode; -1 for none. */
    private Syscalls kernelWithout(int opcode) {
        return (Syscalls) Proxy.newProxyInstance(Syscalls.class.getClassLoader(), new Class<?>[] {Syscalls.class},
                (proxy, method, arguments) -> {
                    if (method.getDeclaringClass() == Object.class) { // a key of the cache of capabilities
                        return switch (method.getName()) {
                            case "equals" -> proxy == arguments[0];
                            case "hashCode" -> System.identityHashCode(proxy);
                            default -> "kernel without " + opcode;
                        };
                    }
                    Object result;
                    try {
                        result = method.invoke(NativeSyscalls.get(), arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                    if (method.getName().equals("allocate") && arguments[1].equals("io_uring_probe")) {
                        answer = (NativeRegion) result;
                    }
                    if (method.getName().equals("ioUringRegister") && arguments[1].equals(IORING_REGISTER_PROBE)
                            && opcode >= 0) {
                        answer.buffer().putShort(
                                Probe.OPS_OFFSET + opcode * ProbeOp.SIZE + ProbeOp.FLAGS_OFFSET, (short) 0);
                    }
                    return result;
                });
    }
}
