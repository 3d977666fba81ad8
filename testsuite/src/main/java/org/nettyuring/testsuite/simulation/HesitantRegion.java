// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.simulation;

import io.netty.channel.FileRegion;
import io.netty.util.AbstractReferenceCounted;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.SplittableRandom;

/** A region of a user's own making: gives what it likes of its bytes, sometimes none. */
final class HesitantRegion extends AbstractReferenceCounted implements FileRegion {
    private final byte[] bytes;
    private final SplittableRandom random;
    private long transferred;

    HesitantRegion(byte[] bytes, SplittableRandom random) {
        this.bytes = bytes;
        this.random = random;
    }

    @Override
    public long position() {
        return 0;
    }

    @Override
    public long count() {
        return bytes.length;
    }

    @Override
    public long transferred() {
        return transferred;
    }

    @Override
    @Deprecated
    public long transfered() {
        return transferred;
    }

    @Override
    public long transferTo(WritableByteChannel target, long position) throws IOException {
        int most = bytes.length - (int) position;
        int length = random.nextInt(3) == 0 ? 0 : random.nextInt(most + 1);
        int written = target.write(ByteBuffer.wrap(bytes, (int) position, length));
        transferred += written;
        return written;
    }

    @Override
    public FileRegion touch(Object hint) {
        return this;
    }

    @Override
    public FileRegion touch() {
        return this;
    }

    @Override
    public FileRegion retain() {
        super.retain();
        return this;
    }

    @Override
    public FileRegion retain(int increment) {
        super.retain(increment);
        return this;
    }

    @Override
    protected void deallocate() {}
}
