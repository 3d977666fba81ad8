// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.loop;

import org.nettyuring.sys.Syscalls;

/**
 * Settings of one loop's ring and receive memory; immutable, made by a {@link Builder}. Defaults come from
 * {@code -Dorg.nettyuring.*}.
 */
public final class IoUringIoHandlerConfig {
    private final Builder values;

    private IoUringIoHandlerConfig(Builder values) {
        this.values = values;
    }

    /** {@return a builder with the defaults} */
    public static Builder builder() {
        return new Builder();
    }

    /** {@return submission queue entries} */
    public int ringSize() {
        return values.ringSize;
    }

    /** {@return completion queue entries} */
    public int cqSize() {
        return values.cqSize;
    }

    /** {@return provided receive buffers of the loop} */
    public int bufferCount() {
        return values.bufferCount;
    }

    /** {@return bytes of one provided receive buffer} */
    public int bufferSize() {
        return values.bufferSize;
    }

    /** {@return the kernel to use; null for this machine's} */
    public Syscalls syscalls() {
        return values.syscalls;
    }

    /** Collects settings; one thread. */
    public static final class Builder {
        private int ringSize = 256;
        private int cqSize = 4096;
        private int bufferCount = 64;
        private int bufferSize = 64 * 1024;
        private Syscalls syscalls;

        private Builder() {}

        /**
         * Brings another kernel, for tests.
         *
         * @param newSyscalls the kernel
         * @return this
         */
        public Builder syscalls(Syscalls newSyscalls) {
            syscalls = newSyscalls;
            return this;
        }

        /** {@return the configuration} */
        public IoUringIoHandlerConfig build() {
            return new IoUringIoHandlerConfig(this);
        }
    }
}
