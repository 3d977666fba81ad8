// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.microbench.load;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Bytes that come back as they went. */
final class EchoProtocol implements LoadProtocol {
    private static final byte FIRST = 'E';

    private final byte[] request;

    EchoProtocol(int lengthBytes) {
        request = new byte[lengthBytes];
        Arrays.fill(request, (byte) '.');
        request[0] = FIRST;
    }

    @Override
    public byte[] request() {
        return request.clone();
    }

    @Override
    public int responseLength(ByteBuffer received) {
        return request.length;
    }

    @Override
    public boolean looksGood(ByteBuffer received, int index) {
        return received.get(index) == FIRST;
    }
}
