// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.lifecycle;

import io.netty.util.ReferenceCountUtil;
import java.util.ArrayList;
import java.util.List;

/** Messages of a user who may keep them. */
final class Kept {
    private final List<Object> messages = new ArrayList<>();
    private boolean keeps;

    /** From now on nothing is released at once. */
    void keep() {
        keeps = true;
    }

    /** A message came, which is released now or later. */
    void take(Object message) {
        if (keeps) {
            messages.add(message);
        } else {
            ReferenceCountUtil.release(message);
        }
    }

    /** Releases what was kept, and keeps nothing more. */
    void release() {
        keeps = false;
        messages.forEach(ReferenceCountUtil::release);
        messages.clear();
    }
}
